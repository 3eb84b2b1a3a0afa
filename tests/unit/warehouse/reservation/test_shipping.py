"""Reservations: what the order's shipments make of it."""

import pytest

from services.warehouse.reservation.events import RemainderNoted
from services.warehouse.reservation.shipping import NoteRemainder, NoteReturned, NoteShipped
from services.warehouse.reservation.state import Held, Released, Reservation
from services.warehouse.reservation.topping_up import NothingReserved
from shared.testing.specification import Specification
from tests.unit.warehouse.reservation.facts import (
    MONDAY,
    RELEASED,
    RETURNED,
    SHIPPED,
    a_called_off_one,
    a_released_one,
    a_short_one,
    moved,
    no_reservation,
)

NOTE_SHIPPED = NoteShipped(shipment_id="s-main", warehouse="MAIN", lines=moved((1, "4")), on=MONDAY)
NOTE_RETURNED = NoteReturned(shipment_id="s-main", warehouse="MAIN", lines=moved((1, "4")), on=MONDAY)
NOTE_REMAINDER = NoteRemainder(shipment_id="s-rest", on=MONDAY)


class TestShipping:
    def test_a_shipment_leaves_once(self) -> None:
        state = a_short_one.when(NOTE_SHIPPED).then(SHIPPED).then_asked_again_nothing().state_after()
        assert isinstance(state, Held)
        (line,) = state.lines
        assert line.shipped == 4
        assert not line.parts[0].waiting
        assert (state.to_go, state.gone) == ((), ("s-main",))

    @pytest.mark.parametrize("other", [no_reservation, a_called_off_one, a_released_one])
    def test_nothing_leaves_for_an_order_that_holds_nothing(self, other: Specification[Reservation]) -> None:
        other.when(NOTE_SHIPPED).then_rejected(NothingReserved)
        other.when(NOTE_REMAINDER).then_rejected(NothingReserved)


class TestSplitting:
    def test_the_reservation_knows_the_shipment_of_the_rest(self) -> None:
        noted = RemainderNoted(shipment_id="s-rest", noted_on=MONDAY)
        state = a_short_one.when(NOTE_REMAINDER).then(noted).then_asked_again_nothing().state_after()
        assert isinstance(state, Held)
        assert state.to_go == ("s-main", "s-rest")


class TestReturning:
    def test_a_shipment_comes_back_once(self) -> None:
        given = a_short_one.given(SHIPPED)
        state = given.when(NOTE_RETURNED).then(RETURNED).then_asked_again_nothing().state_after()
        assert isinstance(state, Held)
        assert state.lines[0].returned == 4
        assert state.gone == ()

    def test_it_comes_back_even_after_the_order_was_cancelled(self) -> None:
        given = a_short_one.given(SHIPPED, RELEASED)
        state = given.when(NOTE_RETURNED).then(RETURNED).then_asked_again_nothing().state_after()
        assert isinstance(state, Released)
        assert state.lines[0].returned == 4

    def test_what_has_not_left_cannot_come_back(self) -> None:
        a_short_one.when(NOTE_RETURNED).then_nothing()
        no_reservation.when(NOTE_RETURNED).then_rejected(NothingReserved)
        a_called_off_one.when(NOTE_RETURNED).then_rejected(NothingReserved)
