"""A remedy that was granted wrongly is taken back, as far as nothing of it was carried out."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.care.customer_return.events import (
    Grade,
    Remedy,
    RemedyRevoked,
    ReturnClosed,
    RevocationRefused,
    RevocationRequested,
)
from services.care.customer_return.naming import ReturnUnknown
from services.care.customer_return.requesting import CancelReturn
from services.care.customer_return.revoking import (
    GrantUnknown,
    NoteCreditCancelled,
    NoteGoodsKeptBack,
    RemedyCarriedOut,
    RevokeRemedy,
)
from services.care.customer_return.settling import GrantRemedy, NoteGoodsCameBack, NoteGoodsDelivered
from services.care.customer_return.state import Approved, Closed, Expired
from services.care.publishing import PUBLISHING
from shared.published.care import ReturnRevocationRequestedV1
from tests.unit.care.customer_return.test_in_advance import EXPIRE, inspected, received, sent
from tests.unit.care.customer_return.test_return import (
    APPROVE,
    DAY,
    INSPECTED,
    RECEIVED,
    REQUEST,
    after,
    fact_of,
    grant,
    not_accepted,
    unrequested,
)

HERE = (REQUEST, APPROVE, RECEIVED, INSPECTED)
REVOKE = RevokeRemedy(revocation_id="V1", grant_id="A1", reason="it was their fault", by="mai", on=DAY)
GRANTED = replace(grant(Remedy.REPLACEMENT, "A1"), quantity=Decimal(3))


def kept_back(quantity: int, revocation: str = "V1") -> NoteGoodsKeptBack:
    return NoteGoodsKeptBack(revocation_id=revocation, quantity=Decimal(quantity), on=DAY)


def delivered(quantity: int) -> NoteGoodsDelivered:
    return NoteGoodsDelivered(shipment_id="X1", grant_id="A1", quantity=Decimal(quantity), on=DAY)


class TestGoods:
    @pytest.mark.parametrize(
        "granted",
        [GRANTED, grant(Remedy.REPAIR, "A1"), replace(not_accepted(Grade.SCRAP), grant_id="A1")],
        ids=["replacement", "repair", "return-to-customer"],
    )
    def test_the_warehouse_is_asked_and_what_it_keeps_is_to_be_decided_again(self, granted: GrantRemedy) -> None:
        before = after(*HERE)
        asked = after(*HERE, granted).when(REVOKE).then_asked_again_nothing()
        (requested,) = asked.facts
        assert isinstance(requested, RevocationRequested)
        told = PUBLISHING[RevocationRequested](fact_of(requested), asked.state_after())
        assert isinstance(told, ReturnRevocationRequestedV1)
        assert (told.revocation_id, told.grant_id, told.item.quantity) == ("V1", "A1", granted.quantity)
        waiting = asked.specification.given(*asked.facts)
        assert waiting.state.progress.to_settle(1) == 3 - granted.quantity
        revoked = waiting.when(kept_back(int(granted.quantity))).then_asked_again_nothing()
        assert [type(fact) for fact in revoked.facts] == [RemedyRevoked]
        state = revoked.state_after()
        assert isinstance(state, Approved)
        assert (state.progress.grants, state.progress.to_settle(1)) == ((), Decimal(3))
        assert state.progress.balances == before.state.progress.balances

    def test_of_what_has_left_nothing_is_taken_back(self) -> None:
        waiting = after(*HERE, GRANTED, REVOKE)
        refused = waiting.when(kept_back(0)).then_asked_again_nothing()
        (fact,) = refused.facts
        assert isinstance(fact, RevocationRefused)
        assert refused.state_after().progress.grants == waiting.state.progress.grants
        again = replace(REVOKE, revocation_id="V2")
        assert len(waiting.given(fact).when(again).facts) == 1

    def test_where_a_part_has_left_the_rest_is(self) -> None:
        waiting = after(*HERE, GRANTED, REVOKE)
        for answers in ((kept_back(2), delivered(1)), (delivered(1), kept_back(2))):
            done = waiting
            for answer in answers:
                done = done.given(*done.when(answer).facts)
            (left,) = done.state.progress.grants
            assert (left.quantity, left.owed, done.state.progress.to_settle(1)) == (1, 0, 2)

    def test_what_came_back_meanwhile_counts_once(self) -> None:
        back = NoteGoodsCameBack(shipment_id="X1", grant_id="A1", quantity=Decimal(1), on=DAY)
        waiting = after(*HERE, GRANTED, REVOKE)
        for answers in ((kept_back(2), back), (back, kept_back(2))):
            done = waiting
            for answer in answers:
                done = done.given(*done.when(answer).facts)
            assert (done.state.progress.grants, done.state.progress.to_settle(1)) == ((), 3)

    def test_what_the_customer_has_is_theirs(self) -> None:
        assert isinstance(after(*HERE, GRANTED, delivered(3)).state, Closed)
        after(*HERE, GRANTED, delivered(3)).when(REVOKE).then_rejected(RemedyCarriedOut)
        late = after(*HERE, GRANTED, REVOKE, delivered(3))
        assert isinstance(late.when(kept_back(0)).then_asked_again_nothing().state_after(), Closed)

    def test_nobody_answers_what_was_not_asked(self) -> None:
        after(*HERE, GRANTED).when(kept_back(3)).then_nothing()
        unrequested().when(kept_back(3)).then_nothing()


class TestInAdvance:
    def test_then_it_may_be_cancelled_or_ends_where_nothing_comes(self) -> None:
        cancel = CancelReturn(reason="kept", by="ann", on=DAY)
        revoked = after(REQUEST, APPROVE, sent(3), REVOKE, kept_back(3))
        assert revoked.when(cancel).rejection is None
        assert isinstance(revoked.when(EXPIRE).state_after(), Expired)
        assert isinstance(after(REQUEST, APPROVE, sent(3), EXPIRE, REVOKE, kept_back(3)).state, Expired)

    def test_what_comes_is_to_be_decided(self) -> None:
        came = after(REQUEST, APPROVE, sent(3), REVOKE, kept_back(3), received(3), inspected(3))
        assert came.state.progress.to_settle(1) == 3


class TestOthers:
    def test_units_that_are_scrap_never_left_and_a_return_that_was_closed_by_them_goes_on(self) -> None:
        scrapped = grant(Remedy.SCRAP, "A1")
        asked, revoked = after(*HERE, scrapped).when(REVOKE).then_asked_again_nothing().facts
        assert (type(asked), type(revoked)) == (RevocationRequested, RemedyRevoked)
        assert PUBLISHING[RevocationRequested](fact_of(asked), after(*HERE).state) is None
        credits = (grant(Remedy.CREDIT, "B1"), grant(Remedy.CREDIT, "C1"))
        closed = after(*HERE, *credits, scrapped)
        assert isinstance(closed.state, Closed)
        reopened = closed.given(*closed.when(REVOKE).then_asked_again_nothing().facts)
        assert isinstance(reopened.state, Approved)
        assert isinstance(reopened.when(grant(Remedy.CREDIT, "D1")).facts[-1], ReturnClosed)

    @pytest.mark.parametrize("remedy", [Remedy.CREDIT, Remedy.REFUND])
    def test_a_credit_is_carried_out_at_once(self, remedy: Remedy) -> None:
        after(*HERE, grant(remedy, "A1")).when(REVOKE).then_rejected(RemedyCarriedOut)

    @pytest.mark.parametrize("remedy", [Remedy.CREDIT, Remedy.REFUND])
    def test_where_accounting_cancels_it_the_units_are_to_be_decided_again(self, remedy: Remedy) -> None:
        cancelled = NoteCreditCancelled(credit_note_id="N1", grant_id="A1", reason="a mistake", on=DAY)
        settled = after(*HERE, *(replace(grant(remedy, "A1"), quantity=Decimal(3)),))
        assert isinstance(settled.state, Closed)
        decided = settled.when(cancelled).then_asked_again_nothing()
        asked, revoked = decided.facts
        assert isinstance(asked, RevocationRequested)
        assert (asked.requested_by, asked.reason, type(revoked)) == ("accounting", "a mistake", RemedyRevoked)
        assert PUBLISHING[RevocationRequested](fact_of(asked), decided.state_after()) is None
        anew = settled.given(*decided.facts)
        assert isinstance(anew.state, Approved)
        assert (anew.state.progress.grants, anew.state.progress.to_settle(1)) == ((), Decimal(3))
        anew.when(replace(REVOKE, grant_id="A1")).then_rejected(GrantUnknown)
        assert anew.when(replace(GRANTED, grant_id="B1")).rejection is None

    def test_a_credit_note_of_another_grant_takes_nothing_back(self) -> None:
        cancelled = NoteCreditCancelled(credit_note_id="N1", grant_id="A1", reason="a mistake", on=DAY)
        for before in ((*HERE, grant(Remedy.CREDIT, "B1")), (*HERE, GRANTED), (REQUEST,), ()):
            (after(*before) if before else unrequested()).when(cancelled).then_nothing()

    def test_only_what_is_granted_can_be(self) -> None:
        unrequested().when(REVOKE).then_rejected(ReturnUnknown)
        after(REQUEST).when(REVOKE).then_rejected(GrantUnknown, field="grant_id")
        after(*HERE).when(REVOKE).then_rejected(GrantUnknown, field="grant_id")
        gone = after(*HERE, GRANTED, REVOKE, kept_back(3))
        gone.when(replace(REVOKE, revocation_id="V2")).then_rejected(GrantUnknown, field="grant_id")
