"""Goods of a cancelled order that are billed all the same are called after all, as far as anything is left."""

from dataclasses import replace
from decimal import Decimal

from services.sales.contract.balance import CallStatus, Left
from services.sales.contract.calling import ReturnCall
from services.sales.contract.events import (
    CallReduced,
    CallReturned,
    CallTakenAgain,
    ContractFulfilled,
    TakenLine,
    UncoveredLine,
)
from services.sales.contract.reducing import ReduceCall
from services.sales.contract.state import Active
from services.sales.contract.taking_again import TakeCallAgain
from tests.unit.sales.contract.agreeing import FULFILLED, active, all_called, called, unsigned, usd
from tests.unit.sales.examples import TUESDAY


def taken(*lines: tuple[int, str, int]) -> tuple[TakenLine, ...]:
    """Line number, quantity and net in cents."""
    return tuple(TakenLine(line_no=number, quantity=Decimal(units), net=usd(net)) for number, units, net in lines)


def beyond(*lines: tuple[int, str]) -> tuple[UncoveredLine, ...]:
    """Line number and quantity."""
    return tuple(UncoveredLine(line_no=number, quantity=Decimal(units)) for number, units in lines)


AGAIN = TakeCallAgain(order_id="O1", invoice_id="I1", lines=taken((1, "1", 3_333)), with_charges=False, on=TUESDAY)
TAKEN = CallTakenAgain(
    order_id="O1", invoice_id="I1", lines=taken((1, "1", 3_333)), with_charges=False, taken_on=TUESDAY
)
MORE = replace(AGAIN, lines=taken((1, "3", 10_000)), with_charges=True)
NOTHING_LEFT = replace(TAKEN, lines=(), uncovered=beyond((1, "3")), charges_uncovered=True)
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
    some = replace(TAKEN, lines=taken((1, "1", 3_333)), uncovered=beyond((1, "2")), charges_uncovered=True)
    anew.when(MORE).then(some).then_asked_again_nothing()
    nothing_left = returned.given(called(returned, "O2"))
    nothing_left.when(MORE).then(NOTHING_LEFT).then_asked_again_nothing()


def test_what_is_given_back_covers_first_what_was_billed_beyond_the_contract() -> None:
    second = called(returned, "O2")
    decided = returned.given(second, NOTHING_LEFT).when(ReturnCall(order_id="O2", on=TUESDAY))
    decided.then(
        CallReturned(
            order_id="O2",
            lines=taken((2, "10", 5_555)),
            with_charges=False,
            returned_on=TUESDAY,
            settled=taken((1, "3", 10_000)),
            settles_charges=True,
        )
    ).then_asked_again_nothing()
    after = decided.state_after()
    assert isinstance(after, Active)
    assert after.balance.left == {
        "1": Left(quantity=Decimal(0), net=usd(0)),
        "2": Left(quantity=Decimal(10), net=usd(5_555)),
    }
    assert not after.balance.charges_left
    assert (after.balance.uncovered, after.balance.charges_uncovered) == ({}, False)


def test_when_that_leaves_nothing_to_call_the_contract_is_fulfilled() -> None:
    agreed = active.given(called(active, "O1"))
    back = agreed.given(*agreed.when(ReturnCall(order_id="O1", on=TUESDAY)).facts)
    all_billed = replace(AGAIN, lines=taken((1, "3", 10_000), (2, "10", 5_555)), with_charges=True)
    again = back.given(called(back, "O2"))
    again = again.given(*again.when(all_billed).facts)
    facts = again.when(ReturnCall(order_id="O2", on=TUESDAY)).facts
    assert [type(fact) for fact in facts] == [CallReturned, ContractFulfilled]


def test_an_order_that_is_for_less_covers_it_as_well() -> None:
    less = ReduceCall(order_id="O2", lines=taken((1, "2", 6_667)), on=TUESDAY)
    one_beyond = replace(NOTHING_LEFT, uncovered=beyond((1, "1")))
    decided = returned.given(called(returned, "O2"), one_beyond).when(less)
    decided.then(
        CallReduced(order_id="O2", lines=taken((1, "1", 3_333)), reduced_on=TUESDAY, settled=taken((1, "1", 3_334)))
    )
    after = decided.state_after()
    assert isinstance(after, Active)
    assert after.balance.left["1"] == Left(quantity=Decimal(1), net=usd(3_333))
    assert after.balance.calls["O2"].lines == taken((1, "1", 3_333), (2, "10", 5_555))
    nothing_back = returned.given(called(returned, "O2"), NOTHING_LEFT).when(less)
    nothing_back.then(CallReduced(order_id="O2", lines=(), reduced_on=TUESDAY, settled=taken((1, "2", 6_667))))


def test_a_call_that_was_not_returned_is_not_taken_again() -> None:
    unsigned.when(AGAIN).then_nothing()
    active.when(AGAIN).then_nothing()
    all_called.when(AGAIN).then_nothing()
