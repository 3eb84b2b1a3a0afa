"""Goods of a cancelled order that are billed all the same are called after all, as far as anything is left."""

from dataclasses import replace
from decimal import Decimal

from services.sales.contract.balance import CallStatus, Left
from services.sales.contract.calling import ReturnCall
from services.sales.contract.events import CallTakenAgain, TakenLine
from services.sales.contract.state import Active
from services.sales.contract.taking_again import TakeCallAgain
from tests.unit.sales.contract.agreeing import FULFILLED, active, all_called, called, unsigned, usd
from tests.unit.sales.examples import TUESDAY


def taken(*lines: tuple[int, str, int]) -> tuple[TakenLine, ...]:
    """Line number, quantity and net in cents."""
    return tuple(TakenLine(line_no=number, quantity=Decimal(units), net=usd(net)) for number, units, net in lines)


AGAIN = TakeCallAgain(order_id="O1", invoice_id="I1", lines=taken((1, "1", 3_333)), with_charges=False, on=TUESDAY)
TAKEN = CallTakenAgain(
    order_id="O1", invoice_id="I1", lines=taken((1, "1", 3_333)), with_charges=False, taken_on=TUESDAY
)
returned = all_called.given(*all_called.when(ReturnCall(order_id="O1", on=TUESDAY)).facts)


def test_what_is_billed_of_a_returned_call_is_taken_again_once() -> None:
    decided = returned.when(AGAIN).then(TAKEN).then_asked_again_nothing()
    after = decided.state_after()
    assert isinstance(after, Active)
    assert after.balance.left["1"] == Left(quantity=Decimal(2), net=usd(6_667))
    assert after.balance.charges_left
    assert after.balance.calls["O1"].status is CallStatus.RETURNED


def test_another_invoice_of_the_order_takes_more_and_the_last_units_take_what_is_left() -> None:
    second = replace(AGAIN, invoice_id="I2", lines=taken((1, "2", 6_666), (2, "10", 5_555)), with_charges=True)
    all_of_it = replace(TAKEN, invoice_id="I2", lines=taken((1, "2", 6_667), (2, "10", 5_555)), with_charges=True)
    returned.given(TAKEN).when(second).then(all_of_it, FULFILLED).then_asked_again_nothing()


def test_what_was_called_anew_meanwhile_is_not_taken_twice() -> None:
    anew = returned.given(called(returned, "O2", (1, "2")))
    more = replace(AGAIN, lines=taken((1, "3", 10_000)), with_charges=True)
    anew.when(more).then(replace(TAKEN, lines=taken((1, "1", 3_333)))).then_asked_again_nothing()
    nothing_left = returned.given(called(returned, "O2"))
    nothing_left.when(more).then_nothing()


def test_a_call_that_was_not_returned_is_not_taken_again() -> None:
    unsigned.when(AGAIN).then_nothing()
    active.when(AGAIN).then_nothing()
    all_called.when(AGAIN).then_nothing()
