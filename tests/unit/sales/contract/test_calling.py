"""Calling goods, and giving a call back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from services.sales.contract.calling import (
    ContractIsOver,
    ContractIsSuspended,
    ContractLineUnknown,
    ContractUnknown,
    ExceedsContract,
    LineCalledTwice,
    NothingLeftToCall,
    RequestedInPast,
    RequestedTooFarOff,
    ReturnCall,
)
from services.sales.contract.events import CallReturned, TakenLine
from services.sales.contract.state import Active
from tests.unit.sales.contract.agreeing import (
    COMPLETED,
    FREIGHT,
    active,
    all_called,
    call,
    called,
    closed,
    contract_line,
    fulfilled,
    signed,
    suspended,
    unsigned,
    usd,
)
from tests.unit.sales.examples import TUESDAY

RETURN = ReturnCall(order_id="O1", on=TUESDAY)


class TestCalling:
    def test_without_lines_everything_that_is_left_is_called(self) -> None:
        decided = active.when(call("O1")).then_asked_again_nothing()
        (fact,) = decided.facts
        assert [(line.line_no, line.quantity, line.net) for line in fact.lines] == [
            (1, Decimal(3), usd(10_000)),
            (2, Decimal(10), usd(5_555)),
        ]
        assert fact.net == usd(15_555)
        assert (fact.requested_on, fact.deliver_to, fact.placed_by) == (TUESDAY, "12 Lê Lợi", "rep")

    def test_a_part_costs_its_share_rounded_half_up_and_the_last_part_what_is_left(self) -> None:
        first = called(active, "O1", (1, "1"))
        second = called(active.given(first), "O2", (1, "1"))
        third = called(active.given(first, second), "O3", (1, "1"))
        assert [one.lines[0].net for one in (first, second, third)] == [usd(3_333), usd(3_333), usd(3_334)]

    def test_the_charges_go_with_the_first_order(self) -> None:
        first = called(active, "O1", (1, "1"))
        second = called(active.given(first), "O2", (1, "1"))
        assert (first.charges, second.charges) == ((FREIGHT,), ())

    def test_charges_that_take_off_more_than_is_called_wait_for_an_order_that_covers_them(self) -> None:
        off = replace(FREIGHT, kind="rounding", amount=usd(-3))
        agreed = unsigned.given(
            signed(contract_line(1, "1", 0), contract_line(2, "1", 2), contract_line(3, "1", 3), charges=(off,))
        )
        free = called(agreed, "O1", (1, "1"))
        cheap = called(agreed.given(free), "O2", (2, "1"))
        covering = called(agreed.given(free, cheap), "O3", (3, "1"))
        assert [one.charges for one in (free, cheap, covering)] == [(), (), (off,)]
        state = agreed.given(free, cheap).state
        assert isinstance(state, Active)
        assert state.balance.charges_left
        (back,) = agreed.given(free, cheap, covering).when(RETURN).facts
        assert isinstance(back, CallReturned)
        assert not back.with_charges

    def test_more_than_is_left_is_not_called(self) -> None:
        before = active.given(called(active, "O1", (1, "2")))
        decided = before.when(call("O2", (2, "1"), (1, "1.5"))).then_rejected(ExceedsContract, field="lines.1.quantity")
        assert decided.rejection is not None
        assert decided.rejection.facts == {"line_no": 1, "called": Decimal("1.5"), "left": Decimal(1)}

    def test_with_nothing_left_nothing_is_called(self) -> None:
        all_called.when(call("O2")).then_rejected(NothingLeftToCall)

    def test_lines_are_those_of_the_contract_each_once(self) -> None:
        active.when(call("O1", (9, "1"))).then_rejected(ContractLineUnknown, field="lines.0.line_no")
        active.when(call("O1", (1, "1"), (1, "1"))).then_rejected(LineCalledTwice, field="lines.1.line_no")

    def test_the_requested_day_and_place_are_taken_over(self) -> None:
        (fact,) = active.when(call("O1", requested_on=date(2026, 4, 1), deliver_to="Gate 2")).facts
        assert (fact.requested_on, fact.deliver_to) == (date(2026, 4, 1), "Gate 2")

    def test_a_day_beyond_ten_years_is_a_slip_of_the_pen(self) -> None:
        far = call("O1", requested_on=date(9999, 12, 31))
        active.when(far).then_rejected(RequestedTooFarOff, field="requested_on")

    def test_a_day_that_has_passed_is_refused_and_today_is_not(self) -> None:
        early = call("O1", requested_on=TUESDAY - timedelta(days=1))
        active.when(early).then_rejected(RequestedInPast, field="requested_on")
        active.when(replace(early, requested_on=date(2001, 1, 1))).then_rejected(RequestedInPast)
        (fact,) = active.when(replace(early, requested_on=TUESDAY)).facts
        assert fact.requested_on == TUESDAY

    def test_a_call_that_was_made_is_made_again_after_its_day(self) -> None:
        before = active.given(called(active, "O1", (1, "2")))
        late = replace(call("O1"), requested_on=TUESDAY, on=TUESDAY + timedelta(days=9))
        before.when(late).then_nothing()

    def test_only_an_active_contract_is_called_from(self) -> None:
        unsigned.when(call("O9")).then_rejected(ContractUnknown, field="contract_id")
        suspended.when(call("O9")).then_rejected(ContractIsSuspended)
        closed.when(call("O9")).then_rejected(ContractIsOver)
        fulfilled.when(call("O9")).then_rejected(ContractIsOver)


class TestReturning:
    def test_a_returned_call_restores_quantity_amount_and_charges(self) -> None:
        first = called(active, "O1", (1, "1"), (2, "3"))
        decided = active.given(first).when(RETURN)
        decided.then(
            CallReturned(
                order_id="O1",
                lines=(
                    TakenLine(line_no=1, quantity=Decimal(1), net=usd(3_333)),
                    TakenLine(line_no=2, quantity=Decimal(3), net=usd(1_667)),
                ),
                with_charges=True,
                returned_on=TUESDAY,
            )
        ).then_asked_again_nothing()
        before, after = active.state, decided.state_after()
        assert isinstance(before, Active)
        assert isinstance(after, Active)
        assert (after.balance.left, after.balance.charges_left) == (before.balance.left, True)

    def test_charges_that_another_order_took_stay_with_it(self) -> None:
        first = called(active, "O1", (1, "1"))
        second = called(active.given(first), "O2", (1, "1"))
        (fact,) = active.given(first, second).when(ReturnCall(order_id="O2", on=TUESDAY)).facts
        assert isinstance(fact, CallReturned)
        assert not fact.with_charges

    @pytest.mark.parametrize("order_id", ["O1", "unheard-of"])
    def test_what_is_completed_or_unheard_of_gives_nothing_back(self, order_id: str) -> None:
        all_called.given(COMPLETED).when(ReturnCall(order_id=order_id, on=TUESDAY)).then_nothing()
        unsigned.when(RETURN).then_nothing()

    def test_an_order_of_a_closed_contract_can_still_be_given_back(self) -> None:
        decided = closed.given(called(active, "O1", (1, "1"))).when(RETURN)
        assert [type(fact) for fact in decided.facts] == [CallReturned]
