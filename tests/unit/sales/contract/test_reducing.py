"""What an order is not for any more may be called again."""

from decimal import Decimal

from services.sales.contract.balance import Left
from services.sales.contract.calling import ReturnCall
from services.sales.contract.events import CallReduced, CallReturned, TakenLine
from services.sales.contract.reducing import ReduceCall
from services.sales.contract.state import Active
from tests.unit.sales.contract.agreeing import COMPLETED, active, all_called, called, unsigned, usd
from tests.unit.sales.examples import TUESDAY


def line(number: int, units: str, net: int) -> TakenLine:
    """So much of a line, in units and cents."""
    return TakenLine(line_no=number, quantity=Decimal(units), net=usd(net))


LESS = ReduceCall(order_id="O1", lines=(line(1, "1", 3_333),), on=TUESDAY)
REDUCED = CallReduced(order_id="O1", lines=(line(1, "1", 3_333),), reduced_on=TUESDAY)


def test_the_difference_is_left_to_call_in_units_and_in_money() -> None:
    after = all_called.when(LESS).then(REDUCED).state_after()
    assert isinstance(after, Active)
    assert after.balance.left == {
        "1": Left(quantity=Decimal(1), net=usd(3_333)),
        "2": Left(quantity=Decimal(0), net=usd(0)),
    }
    assert not after.balance.charges_left
    assert after.balance.calls["O1"].lines == (line(1, "2", 6_667), line(2, "10", 5_555))


def test_what_was_given_up_goes_with_another_order_at_what_it_was_worth() -> None:
    reduced = all_called.given(REDUCED)
    again = called(reduced, "O2")
    assert [(one.quantity, one.net) for one in again.lines] == [(Decimal(1), usd(3_333))]


def test_a_line_that_was_given_up_in_full_is_not_held_any_more() -> None:
    without = all_called.given(CallReduced(order_id="O1", lines=(line(2, "10", 5_555),), reduced_on=TUESDAY))
    state = without.state
    assert isinstance(state, Active)
    assert state.balance.calls["O1"].lines == (line(1, "3", 10_000),)
    returned = CallReturned(order_id="O1", lines=(line(1, "3", 10_000),), with_charges=True, returned_on=TUESDAY)
    without.when(ReturnCall(order_id="O1", on=TUESDAY)).then(returned)


def test_of_a_call_that_is_unknown_returned_or_completed_nothing_is_given_back() -> None:
    for contract in (
        unsigned,
        active,
        all_called.given(*all_called.when(ReturnCall(order_id="O1", on=TUESDAY)).facts),
        all_called.given(COMPLETED),
    ):
        contract.when(LESS).then_nothing()
    all_called.when(ReduceCall(order_id="O1", lines=(line(7, "1", 1),), on=TUESDAY)).then_nothing()
