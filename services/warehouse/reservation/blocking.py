"""Whether goods may leave: accounting says so, because it checks the customer's credit again when something changes."""

from datetime import date
from typing import assert_never

from services.warehouse.reservation.events import DeliveryBlocked, DeliveryUnblocked, ReservationEvent
from services.warehouse.reservation.state import CalledOff, CreditWord, Held, Released, Reservation, Unheard
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class DeliveryIsBlocked(Rejection):
    """Accounting blocked the delivery: the customer's credit does not allow it any more."""

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


def check_may_leave(credit: CreditWord) -> None:
    """Raises DeliveryIsBlocked; the shipment is refused with it."""
    if credit.blocked_because:
        raise DeliveryIsBlocked(credit.blocked_because)
