"""A replacement that is sent before the returned goods have come: they come, or are paid for."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.care.customer_return.events import (
    Charged,
    Grade,
    ItemQuantity,
    Remedy,
    ReplacementGranted,
    ReturnClosed,
    ReturnExpired,
    UnitsCharged,
)
from services.care.customer_return.events_of_inspections import Grades
from services.care.customer_return.requesting import CancelReturn, ExpireReturn, OthersWereSent
from services.care.customer_return.settling import (
    GradeNotNamed,
    GrantRemedy,
    MoreThanAwaited,
    NoteGoodsCameBack,
    NoteGoodsDelivered,
    NoteReturnInspected,
    NoteReturnReceived,
    NotInAdvance,
    NotInspectedYet,
)
from services.care.customer_return.state import Approved, Closed, Expired
from services.care.publishing import PUBLISHING
from services.care.reactions.when_kept_units_charged_cover_them import when_kept_units_charged_cover_them
from services.care.warranty.claiming import ClaimUnits, CoverKeptUnits, NoteLateUnits, NotReturnable
from services.care.warranty.covering import entitlement
from services.care.warranty.decider import WARRANTY
from services.care.warranty.events import UnitsClaimed, UnitsGivenBack
from services.care.warranty.state import Running
from shared.published.care import ReturnChargedV1
from shared.testing.specification import Specification, spec_of
from tests.unit.care.customer_return.test_return import (
    APPROVE,
    DAY,
    REQUEST,
    after,
    delivered,
    fact_of,
    grant,
    units,
)

LAST = DAY + timedelta(days=31)
EXPIRE = ExpireReturn(on=LAST)


def sent(quantity: int, grant_id: str = "A1") -> GrantRemedy:
    return replace(grant(Remedy.REPLACEMENT, grant_id, quantity), in_advance=True)


def arrived(quantity: int, grant_id: str = "A1", shipment: str = "X1") -> NoteGoodsDelivered:
    return NoteGoodsDelivered(shipment_id=shipment, grant_id=grant_id, quantity=Decimal(quantity), on=DAY)


def received(quantity: int, receipt: str = "R1") -> NoteReturnReceived:
    items = (ItemQuantity(item_no=1, quantity=Decimal(quantity)),)
    return NoteReturnReceived(receipt_id=receipt, items=items, on=DAY)


def inspected(quantity: int, inspection: str = "I1") -> NoteReturnInspected:
    nothing = Decimal(0)
    found = Grades(item_no=1, good=Decimal(quantity), repair=nothing, scrap=nothing, finding="fine")
    return NoteReturnInspected(inspection_id=inspection, items=(found,), on=DAY)


def charges(specification: Specification[Any], command: Any) -> list[tuple[str, Decimal]]:
    facts = specification.when(command).facts
    return [(fact.kind, fact.item.quantity) for fact in facts if isinstance(fact, UnitsCharged)]


class TestSending:
    def test_others_are_sent_for_what_is_still_to_come(self) -> None:
        (granted,) = after(REQUEST, APPROVE).when(sent(2)).then_asked_again_nothing().facts
        assert isinstance(granted, ReplacementGranted)
        assert granted.in_advance

    def test_never_for_more(self) -> None:
        after(REQUEST, APPROVE).when(sent(4)).then_rejected(MoreThanAwaited, field="quantity")
        after(REQUEST, APPROVE, sent(2)).when(sent(2, "A2")).then_rejected(MoreThanAwaited, field="quantity")
        after(REQUEST, APPROVE, received(2)).when(sent(2)).then_rejected(MoreThanAwaited, field="quantity")

    def test_nothing_else_is_sent(self) -> None:
        credit = replace(grant(Remedy.CREDIT), in_advance=True)
        after(REQUEST, APPROVE).when(credit).then_rejected(NotInAdvance, field="in_advance")
        graded = replace(sent(1), grade=Grade.GOOD)
        after(REQUEST, APPROVE).when(graded).then_rejected(GradeNotNamed, field="grade")

    def test_then_it_is_not_cancelled(self) -> None:
        cancel = CancelReturn(reason="kept", by="ann", on=DAY)
        after(REQUEST, APPROVE, sent(1)).when(cancel).then_rejected(OthersWereSent)
        back = NoteGoodsCameBack(shipment_id="X1", grant_id="A1", quantity=Decimal(1), on=DAY)
        assert after(REQUEST, APPROVE, sent(1), back).when(cancel).rejection is None


class TestComing:
    def test_what_comes_is_what_others_were_sent_for(self) -> None:
        came = after(REQUEST, APPROVE, sent(3), arrived(3), received(3))
        assert isinstance(came.when(inspected(3)).then_asked_again_nothing().facts[-1], ReturnClosed)

    def test_it_waits_for_the_others_to_be_delivered(self) -> None:
        came = after(REQUEST, APPROVE, sent(3), received(3), inspected(3))
        assert isinstance(came.when(arrived(3)).facts[-1], ReturnClosed)

    def test_nothing_more_is_granted_for_it(self) -> None:
        came = after(REQUEST, APPROVE, sent(2), arrived(2), received(2), inspected(2))
        came.when(grant(Remedy.CREDIT)).then_rejected(NotInspectedYet, field="quantity")

    def test_the_others_are_settled_as_ever(self) -> None:
        came = after(REQUEST, APPROVE, sent(2), arrived(2), received(3), inspected(3))
        facts = came.when(grant(Remedy.CREDIT)).then_asked_again_nothing().facts
        assert isinstance(facts[-1], ReturnClosed)


class TestNotComing:
    def test_they_owe_what_they_have_twice(self) -> None:
        expired, charged, closed = after(REQUEST, APPROVE, sent(2), arrived(2)).when(EXPIRE).facts
        assert isinstance(expired, ReturnExpired)
        assert isinstance(charged, UnitsCharged)
        assert isinstance(closed, ReturnClosed)
        assert (charged.kind, charged.unit_price) == (Charged.KEPT_GOODS, None)
        assert charged.item.quantity == 2

    def test_what_came_is_taken_off(self) -> None:
        waiting = after(REQUEST, APPROVE, sent(3), arrived(3), received(1), inspected(1))
        assert charges(waiting, EXPIRE) == [("kept-goods", Decimal(2))]

    def test_not_before_the_others_are_with_them(self) -> None:
        waiting = after(REQUEST, APPROVE, sent(2), EXPIRE)
        assert isinstance(waiting.when(EXPIRE).state_after(), Approved)
        assert charges(waiting, arrived(1)) == [("kept-goods", Decimal(1))]
        waiting = waiting.given(*waiting.when(arrived(1)).facts)
        assert charges(waiting, arrived(1, shipment="X2")) == [("kept-goods", Decimal(1))]

    def test_nothing_where_the_others_came_back(self) -> None:
        back = NoteGoodsCameBack(shipment_id="X1", grant_id="A1", quantity=Decimal(2), on=DAY)
        waiting = after(REQUEST, APPROVE, sent(2), EXPIRE)
        assert charges(waiting, back) == []
        assert isinstance(waiting.when(back).state_after(), Expired)

    def test_it_closes_where_a_part_came_back(self) -> None:
        back = NoteGoodsCameBack(shipment_id="X2", grant_id="A1", quantity=Decimal(1), on=LAST)
        waiting = after(REQUEST, APPROVE, sent(2), arrived(1), EXPIRE)
        assert isinstance(waiting.when(back).then_asked_again_nothing().facts[-1], ReturnClosed)

    def test_what_comes_after_all_is_settled_like_any_other(self) -> None:
        late = after(REQUEST, APPROVE, sent(2), arrived(2), EXPIRE, received(1), inspected(1))
        facts = late.when(grant(Remedy.CREDIT)).then_asked_again_nothing().facts
        assert isinstance(facts[-1], ReturnClosed)
        late.when(grant(Remedy.CREDIT, quantity=2)).then_rejected(NotInspectedYet, field="quantity")

    def test_accounting_is_told(self) -> None:
        waiting = after(REQUEST, APPROVE, sent(2), arrived(2))
        charged = next(fact for fact in waiting.when(EXPIRE).facts if isinstance(fact, UnitsCharged))
        told = PUBLISHING[UnitsCharged](fact_of(charged), waiting.when(EXPIRE).state_after())
        assert isinstance(told, ReturnChargedV1)
        assert (told.charge_id, told.kind, told.order_id) == ("R-1.charge1", "kept-goods", "O1")
        assert told.unit_price is None
        assert told.item.quantity == 2


class TestCovering:
    """The warranty of a unit that others were sent for: it stands for as many as the customer pays for."""

    charged = CoverKeptUnits(source_id="F3", return_id="R-1", units=(units(1),), on=LAST)
    kept = spec_of(WARRANTY).given(
        delivered(quantity=1),
        UnitsClaimed(return_id="R-1", units=(units(1),), claimed_on=DAY),
        UnitsGivenBack(source_id="F2", return_id="R-1", units=(units(1),), given_back_on=DAY),
    )

    @staticmethod
    def returnable(warranty: Specification[Any]) -> Decimal:
        found = warranty.state
        assert isinstance(found, Running)
        return entitlement(found.deliveries, found.claims, 1, DAY, found.kept).returnable

    def test_who_pays_for_two_has_two_covered(self) -> None:
        assert self.returnable(self.kept) == 1
        paid = self.kept.given(*self.kept.when(self.charged).then_asked_again_nothing().facts)
        assert self.returnable(paid) == 2
        both = ClaimUnits(return_id="R-2", units=(units(2),), on=DAY)
        assert paid.when(both).rejection is None
        paid.when(replace(both, units=(units(3),))).then_rejected(NotReturnable)

    def test_what_comes_late_takes_no_cover_from_what_was_sent_for_it(self) -> None:
        paid = self.kept.given(*self.kept.when(self.charged).facts)
        late = NoteLateUnits(return_id="R-1", units=(units(1),), on=LAST)
        assert self.returnable(paid.given(*paid.when(late).facts)) == 1

    def test_they_are_covered_when_they_are_charged(self) -> None:
        waiting = after(REQUEST, APPROVE, sent(2), arrived(2))
        charged = next(fact for fact in waiting.when(EXPIRE).facts if isinstance(fact, UnitsCharged))
        (send,) = when_kept_units_charged_cover_them(fact_of(charged))
        assert send.to == WARRANTY.stream("O1")
        assert send.command.units == (units(2),)
        repaired = replace(charged, kind=Charged.REPAIR)
        assert list(when_kept_units_charged_cover_them(fact_of(repaired))) == []
        spec_of(WARRANTY).when(self.charged).then_nothing()


@given(
    in_advance=st.integers(0, 3),
    came=st.integers(0, 3),
    delivered_first=st.booleans(),
    late=st.integers(0, 3),
)
def test_whatever_comes_when_each_unit_is_given_back_paid_or_settled(
    in_advance: int, came: int, delivered_first: bool, late: int
) -> None:
    """In the end a customer has as many units as they paid for: sent = came + charged, as far as others were sent."""
    steps: list[Any] = [REQUEST, APPROVE]
    if in_advance:
        steps.append(sent(in_advance))
        if delivered_first:
            steps.append(arrived(in_advance))
    if came:
        steps += [received(came), inspected(came)]
    steps.append(EXPIRE)
    if in_advance and not delivered_first:
        steps.append(arrived(in_advance))
    history = after(*steps)
    progress = history.when(EXPIRE).state_after()
    assert isinstance(progress, Approved | Closed | Expired)
    kept = sum((one.item.quantity for one in progress.progress.charges), Decimal(0))
    assert kept == max(in_advance - came, 0)
    assert progress.progress.to_settle(1) == max(came - in_advance, 0)
    late = min(late, 3 - came)
    if late:
        history = after(*steps, received(late, "R2"), inspected(late, "I2"))
        state = history.when(EXPIRE).state_after()
        assert isinstance(state, Approved | Closed)
        assert state.progress.to_settle(1) == came + late - (in_advance - kept)
