"""Whether goods may leave: accounting checks the customer's credit again, and persons in sales hold orders.

Each of these blocks has a name and keeps the goods by itself: they leave when none is left. Of each only the newest
word counts, in whatever order the words come.
"""

from datetime import date, datetime
from typing import assert_never

from services.warehouse.reservation.events import (
    DeliveryBlocked,
    DeliveryUnblocked,
    OrderHeld,
    OrderHoldReleased,
    ReservationEvent,
)
from services.warehouse.reservation.state import CalledOff, Held, Released, Reservation, Unheard
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class DeliveryIsBlocked(Rejection):
    """The order is held: by accounting for the customer's credit, or by a person in sales."""

    code = "warehouse.reservation.delivery-blocked"


@command
class NoteDeliveryBlocked:
    """Keep the goods here. `told` is the version of the customer's credit that said so."""

    reason: str
    told: int
    on: date


@command
class NoteDeliveryUnblocked:
    """Let the goods leave."""

    told: int
    on: date


@command
class NoteOrderHeld:
    """Keep the goods here for that hold of sales. `told` is the version of the order that said so."""

    name: str
    reason: str
    by: str
    at: datetime
    told: int


@command
class NoteOrderHoldReleased:
    """That hold of sales does not keep the goods here any more."""

    name: str
    by: str
    at: datetime
    told: int


def note_delivery_blocked(request: NoteDeliveryBlocked, reservation: Reservation) -> list[ReservationEvent]:
    """Also before the order's confirmation is heard; what was cancelled does not leave anyway."""
    match reservation:
        case Unheard(credit=credit) | Held(credit=credit):
            if request.told <= credit.told:
                return []
            return [DeliveryBlocked(reason=request.reason, told=request.told, blocked_on=request.on)]
        case CalledOff() | Released():
            return []
        case _:
            assert_never(reservation)


def note_delivery_unblocked(request: NoteDeliveryUnblocked, reservation: Reservation) -> list[ReservationEvent]:
    """Only the newest word counts."""
    match reservation:
        case Unheard(credit=credit) | Held(credit=credit):
            if request.told <= credit.told:
                return []
            return [DeliveryUnblocked(told=request.told, unblocked_on=request.on)]
        case CalledOff() | Released():
            return []
        case _:
            assert_never(reservation)


def note_order_held(request: NoteOrderHeld, reservation: Reservation) -> list[ReservationEvent]:
    """Also before the order's confirmation is heard, and after something has left: the rest stays."""
    match reservation:
        case Unheard() | Held():
            if not _is_news(request, reservation):
                return []
            return [
                OrderHeld(
                    name=request.name,
                    reason=request.reason,
                    held_by=request.by,
                    held_at=request.at,
                    told=request.told,
                )
            ]
        case CalledOff() | Released():
            return []
        case _:
            assert_never(reservation)


def note_order_hold_released(request: NoteOrderHoldReleased, reservation: Reservation) -> list[ReservationEvent]:
    """Also when it comes before the hold, which is then old news."""
    match reservation:
        case Unheard() | Held():
            if not _is_news(request, reservation):
                return []
            return [
                OrderHoldReleased(name=request.name, released_by=request.by, released_at=request.at, told=request.told)
            ]
        case CalledOff() | Released():
            return []
        case _:
            assert_never(reservation)


def _is_news(request: NoteOrderHeld | NoteOrderHoldReleased, reservation: Unheard | Held) -> bool:
    known = reservation.holds.get(request.name)
    return known is None or request.told > known.told


def check_may_leave(held: Held) -> None:
    """Raises DeliveryIsBlocked with every hold that stands; the shipment is refused with it."""
    blocks = held.blocks()
    if blocks:
        because = "; ".join(f"{block.hold}, {block.by}: {block.because}" for block in blocks)
        raise DeliveryIsBlocked(because, holds=[block.hold for block in blocks])
