"""Holds keep an order from being confirmed, and a confirmed one from leaving."""

from dataclasses import replace

from services.sales.order.cancelling import CancelOrder
from services.sales.order.events import OrderHeld, OrderHoldReleased
from services.sales.order.facets import Irregularity
from services.sales.order.holding import (
    HandHold,
    HeldForAnotherReason,
    HoldOrder,
    OrderUnknown,
    ReleaseHold,
    TooLateToHold,
)
from services.sales.order.noting import Note
from services.sales.order.state import Confirmed, Placed, facets
from tests.unit.sales.examples import TUESDAY
from tests.unit.sales.order.ordering import (
    CANCELLED,
    COMPLETED,
    CONFIRMED,
    NOON,
    billed,
    came_back,
    cancelled,
    completed,
    confirmed,
    credit_held,
    credit_reserved,
    delivered,
    delivery_blocked,
    paid,
    placed,
    shipped,
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

    def test_a_confirmed_order_is_held_as_long_as_not_everything_has_left(self) -> None:
        part = confirmed.given(shipped((1, "3")))
        back = confirmed.given(shipped(), came_back((2, "10")))
        for order in (confirmed, part, back):
            order.when(HOLD).then(HELD).then_asked_again_nothing()
            order.given(HELD).when(replace(HOLD, reason="wrong price")).then_rejected(
                HeldForAnotherReason, field="name"
            )

    def test_it_is_too_late_once_everything_has_left_or_the_order_is_over(self) -> None:
        for order in (confirmed.given(shipped()), completed, cancelled):
            order.when(HOLD).then_rejected(TooLateToHold)
        unplaced.when(HOLD).then_rejected(OrderUnknown)


class TestOvertaking:
    def test_the_hold_names_what_left_before_the_warehouse_had_heard_of_it(self) -> None:
        left = confirmed.given(HELD, delivery_blocked()).when(Note(heard=shipped((1, "3")))).state_after()
        assert isinstance(left, Confirmed)
        assert left.progress.holds["manual"].overtaken_by == ("S1",)
        assert left.progress.holds["credit"].overtaken_by == ()
        assert facets(left).irregularities == (Irregularity.SHIPPED_WHILE_HELD,)

    def test_nobody_has_to_look_once_it_came_back_or_the_hold_is_released(self) -> None:
        overtaken = confirmed.given(HELD, shipped())
        for after in (came_back(), RELEASED):
            state = overtaken.given(after).state
            assert isinstance(state, Confirmed)
            assert facets(state).irregularities == ()

    def test_an_order_that_overtook_its_hold_is_completed_and_the_hold_may_still_be_released(self) -> None:
        overtaken = confirmed.given(HELD, shipped(), delivered(), billed())
        overtaken.when(HOLD).then_nothing()
        over = overtaken.when(Note(heard=paid())).then(paid(), COMPLETED)
        done = overtaken.given(*over.facts)
        done.when(RELEASE).then(RELEASED).then_asked_again_nothing()

    def test_an_order_is_cancelled_while_it_is_held(self) -> None:
        cancel = CancelOrder(reason="by mistake", by="rep", on=TUESDAY)
        held = confirmed.given(HELD)
        over = held.given(*held.when(cancel).then(CANCELLED).facts)
        over.when(RELEASE).then_nothing()
        over.when(HOLD).then_rejected(TooLateToHold)


class TestReleasing:
    def test_a_confirmed_order_goes_on(self) -> None:
        confirmed.given(HELD).when(RELEASE).then(RELEASED).then_asked_again_nothing()

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

    def test_each_name_is_released_by_itself(self) -> None:
        export = replace(HELD, name="export")
        state = confirmed.given(HELD, export, delivery_blocked()).when(RELEASE).then(RELEASED).state_after()
        assert isinstance(state, Confirmed)
        assert sorted(state.progress.holds) == ["credit", "export"]

    def test_what_is_not_held_is_not_released(self) -> None:
        for order in (placed, confirmed, completed, cancelled):
            order.when(RELEASE).then_nothing()
        unplaced.when(RELEASE).then_rejected(OrderUnknown)
