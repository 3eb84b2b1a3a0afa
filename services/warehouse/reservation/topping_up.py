"""Goods that an order had waited for are there: they are set aside for it and go with a shipment."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.reservation.events import ReservationEvent, ReservationToppedUp
from services.warehouse.reservation.state import CalledOff, Held, Released, Reservation, Unheard
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.state import (
    Cancelled,
    Delivered,
    Lost,
    Packed,
    Picked,
    Planned,
    Returned,
    Shipped,
    Undelivered,
    Unplanned,
)
from shared.kernel.decider import Given
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class NothingReserved(Rejection):
    """Nothing is held for this order, so nothing can be added to it, leave or come back."""

    code = "warehouse.reservation.nothing-reserved"


class ToppedUpTooFar(Rejection):
    """The order line does not wait for that much."""

    code = "warehouse.reservation.topped-up-too-far"


@command
class TopUpReservation:
    """Note that units a line had waited for are set aside in a warehouse.

    They go with `shipment_id`, together with what else the same cause brought, or with `other_shipment_id` when that
    one is picked already. The decision is given the former. `purchase_order_id` is what they came with, if any.
    """

    fill_id: str
    line_no: int
    warehouse: str
    quantity: Decimal
    shipment_id: str
    other_shipment_id: str
    on: date
    purchase_order_id: str = ""


def top_up_reservation(request: TopUpReservation, reservation: Reservation, given: Given) -> list[ReservationEvent]:
    """At most what the line waits for. A refusal undoes the filling of the backlog with it."""
    match reservation:
        case Unheard() | CalledOff() | Released():
            raise NothingReserved("no line of this order waits")
        case Held(fills=fills) if request.fill_id in fills:
            return []
        case Held(terms=terms, lines=lines):
            line = next((one for one in lines if one.line_no == request.line_no), None)
            if line is None or request.quantity > line.short:
                raise ToppedUpTooFar(
                    f"line {request.line_no} does not wait for {request.quantity}",
                    short=None if line is None else line.short,
                )
            return [
                ReservationToppedUp(
                    fill_id=request.fill_id,
                    line_no=request.line_no,
                    sku=line.sku,
                    warehouse=request.warehouse,
                    quantity=request.quantity,
                    shipment_id=_shipment_for(request, given),
                    terms=terms,
                    topped_up_on=request.on,
                    purchase_order_id=request.purchase_order_id,
                )
            ]
        case _:
            assert_never(reservation)


def _shipment_for(request: TopUpReservation, given: Given) -> str:
    shipment = given.of(SHIPMENT, request.shipment_id)
    match shipment:
        case Unplanned() | Planned():
            return request.shipment_id
        case Picked() | Packed() | Shipped() | Undelivered() | Delivered() | Returned() | Lost() | Cancelled():
            return request.other_shipment_id
        case _:
            assert_never(shipment)
