"""Reservations: accounting and sales say whether goods may leave, and of each hold the newest word counts."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.warehouse.reservation.blocking import (
    DeliveryIsBlocked,
    NoteDeliveryBlocked,
    NoteDeliveryUnblocked,
    NoteOrderHeld,
    NoteOrderHoldReleased,
)
from services.warehouse.reservation.events import DeliveryBlocked, DeliveryUnblocked, OrderHeld, OrderHoldReleased
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
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOLD = NoteOrderHeld(name="export", reason="the licence is awaited", by="rep", at=NOON, told=4)
HELD = OrderHeld(name="export", reason="the licence is awaited", held_by="rep", held_at=NOON, told=4)
RELEASE = NoteOrderHoldReleased(name="export", by="boss", at=NOON, told=6)
RELEASED = OrderHoldReleased(name="export", released_by="boss", released_at=NOON, told=6)
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
    back = NoteReturned(shipment_id="s-main", warehouse="MAIN", lines=moved((1, "4")), on=MONDAY)
    a_short_one.given(SHIPPED, BLOCKED).when(back).then(RETURNED)


@pytest.mark.parametrize("over", [a_called_off_one, a_released_one])
def test_what_was_cancelled_does_not_leave_anyway(over: Specification[Reservation]) -> None:
    over.when(BLOCK).then_nothing()
    over.when(UNBLOCK).then_nothing()
    over.when(HOLD).then_nothing()
    over.when(RELEASE).then_nothing()


def test_what_sales_holds_does_not_leave_until_the_hold_is_released() -> None:
    held = a_short_one.given(*a_short_one.when(HOLD).then(HELD).then_asked_again_nothing().facts)
    refused = held.when(SHIP).then_rejected(DeliveryIsBlocked).rejection
    assert refused is not None
    assert (refused.detail, refused.facts) == ("export, rep: the licence is awaited", {"holds": ["export"]})
    released = held.given(*held.when(RELEASE).then(RELEASED).then_asked_again_nothing().facts)
    released.when(SHIP).then(SHIPPED)


def test_what_credit_and_sales_keep_leaves_only_when_both_let_it_go() -> None:
    for first, second in (((BLOCK, UNBLOCK), (HOLD, RELEASE)), ((HOLD, RELEASE), (BLOCK, UNBLOCK))):
        kept = a_short_one
        for command in (first[0], second[0], first[1]):
            kept = kept.given(*kept.when(command).facts)
            kept.when(SHIP).then_rejected(DeliveryIsBlocked)
        kept.given(*kept.when(second[1]).facts).when(SHIP).then(SHIPPED)


def test_each_hold_of_sales_keeps_the_goods_by_itself() -> None:
    price = replace(HELD, name="price", reason="wrong price", told=5)
    both = a_short_one.given(HELD, price, BLOCKED).when(SHIP).then_rejected(DeliveryIsBlocked).rejection
    assert both is not None
    assert both.facts == {"holds": ["credit", "export", "price"]}
    one = a_short_one.given(HELD, price, RELEASED).when(SHIP).then_rejected(DeliveryIsBlocked).rejection
    assert one is not None
    assert one.facts == {"holds": ["price"]}


def test_a_hold_that_comes_before_the_confirmation_is_remembered_and_so_is_its_release() -> None:
    confirmed = made(made_line(1, "10", {"MAIN": "4"}, "6"))
    early = no_reservation.given(*no_reservation.when(HOLD).then(HELD).then_asked_again_nothing().facts)
    early.given(confirmed).when(SHIP).then_rejected(DeliveryIsBlocked)
    early.given(RELEASED, confirmed).when(SHIP).then(SHIPPED)


def test_a_release_that_is_heard_before_its_hold_stays_the_newest_word() -> None:
    released = a_short_one.given(*a_short_one.when(RELEASE).then(RELEASED).facts)
    released.when(HOLD).then_nothing()
    released.when(SHIP).then(SHIPPED)
    again = replace(HOLD, told=8)
    released.given(*released.when(again).facts).when(SHIP).then_rejected(DeliveryIsBlocked)


def test_what_has_left_has_left_and_the_rest_stays() -> None:
    gone = a_short_one.given(SHIPPED)
    gone.when(HOLD).then(HELD)
    gone.given(HELD).when(SHIP).then_nothing()
    gone.given(HELD).when(NoteReturned(shipment_id="s-main", warehouse="MAIN", lines=moved((1, "4")), on=MONDAY)).then(
        RETURNED
    )
