"""Reservations: accounting says whether goods may leave, and its newest word counts."""

import pytest

from services.warehouse.reservation.blocking import DeliveryIsBlocked, NoteDeliveryBlocked, NoteDeliveryUnblocked
from services.warehouse.reservation.events import DeliveryBlocked, DeliveryUnblocked
from services.warehouse.reservation.shipping import NoteReturned, NoteShipped
from services.warehouse.reservation.state import Reservation
from shared.testing.specification import Specification
from tests.unit.warehouse.reservation.facts import (
    MONDAY,
    RETURNED,
    SHIPPED,
    a_called_off_one,
    a_released_one,
    a_short_one,
    made,
    made_line,
    moved,
    no_reservation,
)

BLOCK = NoteDeliveryBlocked(reason="credit hold", told=7, on=MONDAY)
BLOCKED = DeliveryBlocked(reason="credit hold", told=7, blocked_on=MONDAY)
UNBLOCK = NoteDeliveryUnblocked(told=9, on=MONDAY)
UNBLOCKED = DeliveryUnblocked(told=9, unblocked_on=MONDAY)
SHIP = NoteShipped(shipment_id="s-main", warehouse="MAIN", lines=moved((1, "4")), on=MONDAY)


def test_what_is_blocked_does_not_leave_until_it_is_unblocked() -> None:
    blocked = a_short_one.given(*a_short_one.when(BLOCK).then(BLOCKED).then_asked_again_nothing().facts)
    blocked.when(SHIP).then_rejected(DeliveryIsBlocked)
    unblocked = blocked.given(*blocked.when(UNBLOCK).then(UNBLOCKED).then_asked_again_nothing().facts)
    unblocked.when(SHIP).then(SHIPPED)


def test_a_block_that_comes_before_the_confirmation_is_remembered() -> None:
    early = no_reservation.given(*no_reservation.when(BLOCK).then(BLOCKED).then_asked_again_nothing().facts)
    early.given(made(made_line(1, "10", {"MAIN": "4"}, "6"))).when(SHIP).then_rejected(DeliveryIsBlocked)


def test_an_older_word_does_not_undo_a_newer() -> None:
    a_short_one.given(UNBLOCKED).when(BLOCK).then_nothing()
    later = NoteDeliveryBlocked(reason="credit stop", told=12, on=MONDAY)
    a_short_one.given(BLOCKED).when(later).then(DeliveryBlocked(reason="credit stop", told=12, blocked_on=MONDAY))
    a_short_one.given(DeliveryBlocked(reason="credit stop", told=12, blocked_on=MONDAY)).when(UNBLOCK).then_nothing()


def test_what_is_on_its_way_comes_back_all_the_same() -> None:
    back = NoteReturned(shipment_id="s-main", lines=moved((1, "4")), on=MONDAY)
    a_short_one.given(SHIPPED, BLOCKED).when(back).then(RETURNED)


@pytest.mark.parametrize("over", [a_called_off_one, a_released_one])
def test_what_was_cancelled_does_not_leave_anyway(over: Specification[Reservation]) -> None:
    over.when(BLOCK).then_nothing()
    over.when(UNBLOCK).then_nothing()
