"""Payables: held for goods that had not come or by hand, and released; what is paid stays paid."""

import pytest

from services.accounting.payable.events import HoldName, PayableHeld, PayableReleased
from services.accounting.payable.holding import (
    BY_RULE,
    HoldPayable,
    NoteGoodsCame,
    NoteGoodsMissing,
    ReleasePayable,
)
from services.accounting.payable.paying import (
    GivePayableBack,
    PayableIsHeld,
    PayableIsPaid,
    PayableUnknown,
    ReopenPayable,
)
from services.accounting.payable.state import holds_of
from services.accounting.payable.views import read
from tests.unit.accounting.payable.test_payable import (
    GIVEN_BACK,
    MONDAY,
    OPENED,
    PAID,
    REOPENED,
    TAKEN,
    a_payable,
    open_it,
    pay,
    take,
)


def missing(reason: str = "mistyped") -> NoteGoodsMissing:
    return NoteGoodsMissing(reason=reason, by="w.boss", on=MONDAY)


def for_goods(reason: str = "mistyped") -> PayableHeld:
    return PayableHeld(hold=HoldName.GOODS, reason=reason, held_by="w.boss", held_on=MONDAY)


def hold(reason: str = "we dispute it") -> HoldPayable:
    return HoldPayable(reason=reason, by="a.clerk", on=MONDAY)


def by_hand(reason: str = "we dispute it") -> PayableHeld:
    return PayableHeld(hold=HoldName.BY_HAND, reason=reason, held_by="a.clerk", held_on=MONDAY)


def release(name: HoldName) -> ReleasePayable:
    return ReleasePayable(hold=name, reason="agreed", by="the.boss", on=MONDAY)


def released(name: HoldName) -> PayableReleased:
    return PayableReleased(hold=name, reason="agreed", released_by="the.boss", released_on=MONDAY)


CAME = NoteGoodsCame(on=MONDAY)
GOODS_CAME = PayableReleased(
    hold=HoldName.GOODS, reason="nothing of it is missing any more", released_by=BY_RULE, released_on=MONDAY
)
an_open_one = a_payable.given(OPENED)


class TestHoldingForGoods:
    def test_no_payment_takes_it_until_the_goods_came(self) -> None:
        held = an_open_one.given(*an_open_one.when(missing()).then(for_goods()).then_asked_again_nothing().facts)
        refused = held.when(take()).then_rejected(PayableIsHeld, field="payables")
        assert "F-77: goods that it bills have not come: mistyped" in str(refused.rejection)
        free = held.given(*held.when(CAME).then(GOODS_CAME).then_asked_again_nothing().facts)
        free.when(take()).then(TAKEN)

    def test_a_payment_that_has_it_does_not_go_until_it_is_released(self) -> None:
        held = an_open_one.given(TAKEN, for_goods())
        held.when(take()).then_nothing()
        held.when(pay()).then_rejected(PayableIsHeld, field="payables")
        held.given(released(HoldName.GOODS)).when(pay()).then(PAID)
        back = held.when(GivePayableBack(supplier_payment_id="sp1", on=MONDAY)).then(GIVEN_BACK)
        held.given(*back.facts).when(take("sp2")).then_rejected(PayableIsHeld)

    def test_heard_when_it_is_paid_it_is_noted_and_undoes_nothing(self) -> None:
        paid = an_open_one.given(TAKEN, PAID)
        late = paid.given(*paid.when(missing()).then(for_goods()).then_asked_again_nothing().facts)
        shown = read("si1", late.state)
        assert shown is not None
        assert (shown.status, shown.held, [one.reason for one in shown.holds]) == ("paid", True, ["mistyped"])
        late.when(take()).then_nothing()
        late.when(pay()).then_nothing()
        late.when(CAME).then(GOODS_CAME)

    def test_a_payment_that_failed_and_arrived_after_all_is_paid_held_or_not(self) -> None:
        paid = an_open_one.given(TAKEN, PAID, for_goods())
        failed = paid.when(ReopenPayable(supplier_payment_id="sp1", reason="no such account", on=MONDAY))
        reopened = paid.given(*failed.then(REOPENED).facts)
        reopened.when(take("sp2")).then_rejected(PayableIsHeld)
        reopened.when(pay()).then(PAID)

    def test_heard_before_the_invoice_it_holds_it_from_the_start(self) -> None:
        early = a_payable.given(*a_payable.when(missing()).then(for_goods()).then_asked_again_nothing().facts)
        assert read("si1", early.state) is None
        opened = early.given(*early.when(open_it()).then(OPENED).facts)
        opened.when(take()).then_rejected(PayableIsHeld)
        early.when(CAME).then(GOODS_CAME)

    def test_more_that_is_missing_takes_the_place_of_what_was(self) -> None:
        held = an_open_one.given(for_goods())
        more = held.given(*held.when(missing("fewer still")).then(for_goods("fewer still")).facts)
        assert [one.reason for one in holds_of(more.state)] == ["fewer still"]

    def test_a_person_may_pay_it_all_the_same_until_more_is_missing(self) -> None:
        held = an_open_one.given(for_goods())
        free = held.given(*held.when(release(HoldName.GOODS)).then(released(HoldName.GOODS)).facts)
        free.when(take()).then(TAKEN)
        free.when(CAME).then_nothing()
        free.when(missing()).then(for_goods())


class TestHoldingByHand:
    def test_it_is_held_and_released_once(self) -> None:
        held = an_open_one.given(*an_open_one.when(hold()).then(by_hand()).then_asked_again_nothing().facts)
        held.when(take()).then_rejected(PayableIsHeld, field="payables")
        let_go = held.when(release(HoldName.BY_HAND)).then(released(HoldName.BY_HAND)).then_asked_again_nothing()
        held.given(*let_go.facts).when(take()).then(TAKEN)

    def test_another_reason_takes_the_place_of_the_first(self) -> None:
        held = an_open_one.given(by_hand())
        again = held.given(*held.when(hold("they ask for it")).then(by_hand("they ask for it")).facts)
        assert [one.reason for one in holds_of(again.state)] == ["they ask for it"]

    def test_a_payment_that_has_it_is_not_sent(self) -> None:
        taken = an_open_one.given(TAKEN)
        taken.given(*taken.when(hold()).then(by_hand()).facts).when(pay()).then_rejected(PayableIsHeld)

    def test_each_hold_is_released_by_itself(self) -> None:
        held = an_open_one.given(by_hand(), for_goods())
        came = held.given(*held.when(CAME).then(GOODS_CAME).facts)
        came.when(take()).then_rejected(PayableIsHeld)
        came.when(release(HoldName.GOODS)).then_nothing()
        came.given(released(HoldName.BY_HAND)).when(take()).then(TAKEN)

    def test_what_the_bank_has_is_not_held_by_hand(self) -> None:
        an_open_one.given(TAKEN, PAID).when(hold()).then_rejected(PayableIsPaid)

    def test_a_hold_of_what_is_paid_goes_once_the_money_is_claimed_back(self) -> None:
        an_open_one.given(TAKEN, PAID, for_goods()).when(release(HoldName.GOODS)).then(released(HoldName.GOODS))

    @pytest.mark.parametrize("command", [hold(), release(HoldName.GOODS)])
    def test_what_nobody_owes_is_unknown(self, command: object) -> None:
        a_payable.when(command).then_rejected(PayableUnknown)
        a_payable.given(for_goods()).when(command).then_rejected(PayableUnknown)
