"""An order is cancelled: what has not left is given back."""

from datetime import date
from typing import assert_never

from services.warehouse.reservation.events import (
    Release,
    ReservationCalledOff,
    ReservationEvent,
    ReservationReleased,
)
from services.warehouse.reservation.state import CalledOff, Held, Released, Reservation, Unheard
from shared.kernel.shapes import command


@command
class ReleaseReservation:
    """Give back what is held for a cancelled order, or remember that there is nothing to reserve for it."""

    contract_id: str
    customer_id: str
    reason: str
    on: date


def release_reservation(request: ReleaseReservation, reservation: Reservation) -> list[ReservationEvent]:
    """What has left is out of reach: it is delivered, or comes back by itself."""
    match reservation:
        case Unheard():
            return [
                ReservationCalledOff(
                    contract_id=request.contract_id,
                    customer_id=request.customer_id,
                    reason=request.reason,
                    called_off_on=request.on,
                )
            ]
        case Held(to_go=to_go):
            return [
                ReservationReleased(
                    reason=request.reason,
                    releases=_releases(reservation),
                    shipments=to_go,
                    released_on=request.on,
                )
            ]
        case CalledOff() | Released():
            return []
        case _:
            assert_never(reservation)


def _releases(held: Held) -> tuple[Release, ...]:
    """By stock item: which lines of the order it holds units for, or lets wait."""
    lines: dict[tuple[str, str], list[int]] = {}
    for line in held.lines:
        places = {one.warehouse for one in line.parts if one.waiting}
        if line.short:
            places.add(held.short_in)
        for warehouse in sorted(places):
            lines.setdefault((warehouse, line.sku), []).append(line.line_no)
    return tuple(
        Release(warehouse=warehouse, sku=sku, line_nos=tuple(line_nos)) for (warehouse, sku), line_nos in lines.items()
    )
