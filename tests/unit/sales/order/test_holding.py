"""Holds keep an order from being confirmed."""

from dataclasses import replace

from services.sales.order.events import OrderHeld, OrderHoldReleased
from services.sales.order.holding import (
    HandHold,
    HeldForAnotherReason,
    HoldOrder,
    OrderUnknown,
    ReleaseHold,
    TooLateToHold,
)
from services.sales.order.noting import Note
from services.sales.order.state import Placed
from tests.unit.sales.order.ordering import (
    CONFIRMED,
    NOON,
    cancelled,
    completed,
    confirmed,
    credit_held,
    credit_reserved,
    placed,
    unplaced,
)

HOLD = HoldOrder(name=HandHold.MANUAL, reason="call them first", by="rep", at=NOON)
HELD = OrderHeld(name="manual", reason="call them first", held_by="rep", held_at=NOON)
RELEASE = ReleaseHold(name=HandHold.MANUAL, reason="called", by="boss", at=NOON)
RELEASED = OrderHoldReleased(name="manual", reason="called", released_by="boss", released_at=NOON)


class TestHolding:
    def test_a_placed_order_is_held_once(self) -> None:
        placed.when(HOLD).then(HELD).then_asked_again_nothing()

    def test_holds_of_several_names_stand_at_once(self) -> None:
        decided = placed.given(HELD, credit_held()).when(replace(HOLD, name=HandHold.EXPORT))
        state = decided.state_after()
        assert isinstance(state, Placed)
        assert sorted(state.progress.holds) == ["credit", "export", "manual"]

    def test_one_name_has_one_reason(self) -> None:
        placed.given(HELD).when(replace(HOLD, reason="wrong price")).then_rejected(HeldForAnotherReason, field="name")

    def test_it_is_too_late_once_the_order_is_with_the_warehouse_or_over(self) -> None:
        for order in (confirmed, completed, cancelled):
            order.when(HOLD).then_rejected(TooLateToHold)
        unplaced.when(HOLD).then_rejected(OrderUnknown)


class TestReleasing:
    def test_the_last_hold_that_goes_confirms_the_order_when_credit_is_there(self) -> None:
        held = placed.given(HELD, credit_reserved())
        held.when(RELEASE).then(RELEASED, CONFIRMED).then_asked_again_nothing()

    def test_without_credit_the_order_waits_on(self) -> None:
        placed.given(HELD).when(RELEASE).then(RELEASED).then_asked_again_nothing()

    def test_another_hold_keeps_it_waiting(self) -> None:
        export = replace(HELD, name="export")
        placed.given(HELD, export, credit_reserved()).when(RELEASE).then(RELEASED)

    def test_a_hold_delays_the_confirmation_that_credit_would_bring(self) -> None:
        placed.given(HELD).when(Note(heard=credit_reserved())).then(credit_reserved())

    def test_what_is_not_held_is_not_released(self) -> None:
        for order in (placed, confirmed, completed, cancelled):
            order.when(RELEASE).then_nothing()
        unplaced.when(RELEASE).then_rejected(OrderUnknown)
