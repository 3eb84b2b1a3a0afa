"""Goods are taken from an order that they are set aside for: others get them, or they are not there. It waits again."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.reservation.events import ReservationEvent, ReservedGoodsWithdrawn, WithdrawnLine
from services.warehouse.reservation.lines import Line
from services.warehouse.reservation.on_the_shelf import first_of, planned_among, reduced_by
from services.warehouse.reservation.state import CalledOff, Held, Released, Reservation, Unheard
from services.warehouse.reservation.topping_up import NothingReserved
from services.warehouse.shipment.events import ShipmentLine
from services.warehouse.stock_item.events import Recipient
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part


class LineUnknown(Rejection):
    """The order has no such line."""

    code = "warehouse.reservation.line-unknown"
    ground = Ground.UNACCEPTABLE


class NotOnTheShelf(Rejection):
    """Less of the line is still to be picked there: what is picked or packed leaves, unless its picking is undone."""

    code = "warehouse.reservation.not-on-the-shelf"


class GrantedGoodsStay(Rejection):
    """These goods were granted to a customer free of charge: nobody else gets them."""

    code = "warehouse.reservation.granted-goods-stay"


@command
class WithdrawGoods:
    """Take units of a line, in one warehouse, for the line that is named or for whoever else waited longest.

    The decision is given the shipments that are named: those of the order that have not left.
    """

    withdrawal_id: str
    line_no: int
    warehouse: str
    quantity: Decimal
    give_to: Recipient | None
    shipments: tuple[str, ...]
    reason: str
    by: str
    on: date


@part
class MissingLine:
    """Units of a line that were to go with that shipment."""

    line_no: int
    sku: str
    shipment_id: str
    quantity: Decimal


@command
class WithdrawMissingGoods:
    """Note that goods are not there that are set aside in that warehouse; still owed, where a purchase order is named.

    The decision is given the shipments that they were to go with, which are still to be picked.
    """

    withdrawal_id: str
    warehouse: str
    lines: tuple[MissingLine, ...]
    reason: str
    by: str
    on: date
    purchase_order_id: str = ""


def withdraw_goods(request: WithdrawGoods, reservation: Reservation, given: Given) -> list[ReservationEvent]:
    """Only what is still on the shelf, off the latest shipment first. Whether others wait, the stock item knows."""
    match reservation:
        case Unheard() | CalledOff() | Released():
            raise NothingReserved("nothing is set aside for this order")
        case Held(withdrawn=withdrawn) if request.withdrawal_id in withdrawn:
            return []
        case Held(terms=terms) if terms.free_of_charge is not None:
            raise GrantedGoodsStay(f"a {terms.free_of_charge.kind} of return {terms.free_of_charge.return_id}")
        case Held():
            return [_withdrawn(request, reservation, given)]
        case _:
            assert_never(reservation)


def withdraw_missing_goods(
    request: WithdrawMissingGoods, reservation: Reservation, given: Given
) -> list[ReservationEvent]:
    """Whoever says so has looked: where they are not, nobody can have them."""
    match reservation:
        case Unheard() | CalledOff() | Released():
            raise NothingReserved("nothing is set aside for this order")
        case Held(withdrawn=withdrawn) if request.withdrawal_id in withdrawn:
            return []
        case Held(short_in=short_in):
            losses: dict[str, list[ShipmentLine]] = {}
            units: dict[tuple[int, str], Decimal] = {}
            for one in request.lines:
                losses.setdefault(one.shipment_id, []).append(
                    ShipmentLine(line_no=one.line_no, sku=one.sku, quantity=one.quantity)
                )
                units[one.line_no, one.sku] = units.get((one.line_no, one.sku), Decimal(0)) + one.quantity
            return [
                ReservedGoodsWithdrawn(
                    withdrawal_id=request.withdrawal_id,
                    lines=tuple(
                        WithdrawnLine(line_no=line_no, sku=sku, warehouse=request.warehouse, quantity=quantity)
                        for (line_no, sku), quantity in units.items()
                    ),
                    shipments=reduced_by(planned_among(losses, given), losses),
                    short_in=short_in,
                    given_to=None,
                    reason=request.reason,
                    withdrawn_by=request.by,
                    withdrawn_on=request.on,
                    missing=True,
                    purchase_order_id=request.purchase_order_id,
                )
            ]
        case _:
            assert_never(reservation)


def _withdrawn(request: WithdrawGoods, held: Held, given: Given) -> ReservedGoodsWithdrawn:
    line = _line_of(held, request.line_no)
    planned = planned_among(request.shipments, given)
    there = [
        (shipment_id, one.quantity)
        for shipment_id, load in reversed(planned)
        for one in load.lines
        if load.warehouse == request.warehouse and one.line_no == line.line_no
    ]
    on_the_shelf = sum((quantity for _, quantity in there), Decimal(0))
    if request.quantity > on_the_shelf:
        raise NotOnTheShelf(
            f"{on_the_shelf} of line {line.line_no} are to be picked in {request.warehouse}",
            field="quantity",
            on_the_shelf=on_the_shelf,
        )
    taken = first_of(request.quantity, there)
    return ReservedGoodsWithdrawn(
        withdrawal_id=request.withdrawal_id,
        lines=(
            WithdrawnLine(line_no=line.line_no, sku=line.sku, warehouse=request.warehouse, quantity=request.quantity),
        ),
        shipments=reduced_by(
            planned,
            {
                shipment_id: (ShipmentLine(line_no=line.line_no, sku=line.sku, quantity=quantity),)
                for shipment_id, quantity in taken.items()
            },
        ),
        short_in=held.short_in,
        given_to=request.give_to,
        reason=request.reason,
        withdrawn_by=request.by,
        withdrawn_on=request.on,
    )


def _line_of(held: Held, line_no: int) -> Line:
    line = next((one for one in held.lines if one.line_no == line_no), None)
    if line is None:
        raise LineUnknown(f"line {line_no}", field="line_no")
    return line
