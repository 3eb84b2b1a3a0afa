"""What the shipments of an order make of its reservation: split, left, came back."""

from datetime import date
from typing import assert_never

from services.warehouse.reservation.blocking import check_may_leave
from services.warehouse.reservation.events import (
    LostGoodsDelivered,
    MovedLine,
    RemainderNoted,
    ReservationEvent,
    ReservedGoodsReturned,
    ReservedGoodsShipped,
)
from services.warehouse.reservation.lines import NOTHING
from services.warehouse.reservation.state import CalledOff, Held, Released, Reservation, Unheard
from services.warehouse.reservation.topping_up import NothingReserved
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


@command
class NoteRemainder:
    """Note the shipment that takes what another one left."""

    shipment_id: str
    on: date


@command
class NoteShipped:
    """Note what left with a shipment."""

    shipment_id: str
    warehouse: str
    lines: tuple[MovedLine, ...]
    on: date


@command
class NoteReturned:
    """Note what came back undelivered with a shipment, or was lost with it, and where it had left from."""

    shipment_id: str
    warehouse: str
    lines: tuple[MovedLine, ...]
    on: date


class LostGoodsWereReplaced(Rejection):
    """Somebody decided about the lost goods meanwhile: they were shipped again, or given up. Take them back instead."""

    code = "warehouse.reservation.lost-goods-were-replaced"


class FreeGoodsWereGivenUp(Rejection):
    """Care decides anew, or has, what the customer gets for lost goods that were free of charge. Fetch them."""

    code = "warehouse.reservation.free-goods-were-given-up"


@command
class NoteLostGoodsDelivered:
    """Note that what was given up as lost is at the customer's."""

    shipment_id: str
    warehouse: str
    lines: tuple[MovedLine, ...]
    on: date


def note_remainder(request: NoteRemainder, reservation: Reservation) -> list[ReservationEvent]:
    """So that a cancelled order calls it off too."""
    match reservation:
        case Unheard() | CalledOff() | Released():
            raise NothingReserved("there is nothing to ship")
        case Held(to_go=to_go, gone=gone):
            if request.shipment_id in to_go or request.shipment_id in gone:
                return []
            return [RemainderNoted(shipment_id=request.shipment_id, noted_on=request.on)]
        case _:
            assert_never(reservation)


def note_shipped(request: NoteShipped, reservation: Reservation) -> list[ReservationEvent]:
    """A shipment leaves once, and not while a hold stands in its way."""
    match reservation:
        case Unheard() | CalledOff() | Released():
            raise NothingReserved("there is nothing to ship")
        case Held(to_go=to_go):
            if request.shipment_id not in to_go:
                return []
            check_may_leave(reservation)
            return [
                ReservedGoodsShipped(
                    shipment_id=request.shipment_id,
                    warehouse=request.warehouse,
                    lines=request.lines,
                    shipped_on=request.on,
                )
            ]
        case _:
            assert_never(reservation)


def note_returned(request: NoteReturned, reservation: Reservation) -> list[ReservationEvent]:
    """A shipment comes back once, even when the order was cancelled meanwhile."""
    match reservation:
        case Unheard() | CalledOff():
            raise NothingReserved("nothing has left")
        case Held(gone=gone) | Released(gone=gone):
            if request.shipment_id not in gone:
                return []
            return [
                ReservedGoodsReturned(
                    shipment_id=request.shipment_id,
                    lines=request.lines,
                    returned_on=request.on,
                    warehouse=request.warehouse,
                )
            ]
        case _:
            assert_never(reservation)


def note_lost_goods_delivered(request: NoteLostGoodsDelivered, reservation: Reservation) -> list[ReservationEvent]:
    """Only as long as nobody has decided about them, and never of free goods: care does so, and we hear not of all."""
    match reservation:
        case Unheard() | CalledOff():
            raise NothingReserved("nothing has left")
        case Held(terms=terms, lines=lines) | Released(terms=terms, lines=lines):
            if (free := terms.free_of_charge) is not None:
                raise FreeGoodsWereGivenUp(
                    f"return {free.return_id}: fetch the goods, and record that they are back", return_id=free.return_id
                )
            lost = {(line.line_no, one.warehouse): one.returned for line in lines for one in line.parts if one.returned}
            for moved in request.lines:
                left = lost.get((moved.line_no, request.warehouse), NOTHING)
                if moved.quantity > left:
                    raise LostGoodsWereReplaced(f"line {moved.line_no}: {moved.quantity} turned up, {left} are missed")
            return [
                LostGoodsDelivered(
                    shipment_id=request.shipment_id,
                    warehouse=request.warehouse,
                    lines=request.lines,
                    delivered_on=request.on,
                )
            ]
        case _:
            assert_never(reservation)
