"""An order is confirmed: set aside what there is, and say what is short."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.reservation.events import (
    FirstShipment,
    LineMade,
    ReductionBegun,
    ReductionNoted,
    ReservationEvent,
    ReservationMade,
    SetAside,
)
from services.warehouse.reservation.state import CalledOff, Held, Released, Reservation, Unheard
from services.warehouse.shipment.events import DeliveryTerms
from services.warehouse.site_list.decider import SITE_LIST
from services.warehouse.site_list.state import MAIN, SiteList
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import is_set_apart, stock_id
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part


class NowhereToShipFrom(Rejection):
    """The confirmed order names no warehouse: nobody can set goods aside, or know where to buy them for."""

    code = "warehouse.reservation.nowhere-to-ship-from"
    ground = Ground.UNACCEPTABLE


@part
class OrderedLine:
    """What is to be set aside for one order line."""

    line_no: int
    sku: str
    quantity: Decimal


@command
class MakeReservation:
    """Set goods aside for a confirmed order.

    `ship_from` are the warehouses in order of preference, each with the id of the shipment that its goods would go
    with. The decision is given the stock of every SKU in each of them, and the list of sites.
    """

    terms: DeliveryTerms
    lines: tuple[OrderedLine, ...]
    ship_from: tuple[FirstShipment, ...]
    on: date


def make_reservation(request: MakeReservation, reservation: Reservation, given: Given) -> list[ReservationEvent]:
    """Line by line, from the preferred warehouse first; what is nowhere is short in the first of them that is open.

    A reduction that was heard before begins at once: until then nobody had said what the order was for.
    """
    match reservation:
        case Held() | Released() | CalledOff():
            return []
        case Unheard(noted=noted):
            if not request.ship_from:
                raise NowhereToShipFrom("the order has no warehouse to ship from", field="ship_from")
            lines = _reserve(request, given)
            used = {one.warehouse for line in lines for one in line.parts}
            shipments = tuple(first for first in request.ship_from if first.warehouse in used)
            made = ReservationMade(
                terms=request.terms,
                lines=lines,
                short_in=_short_in(request, given.of(SITE_LIST, MAIN)),
                shipments=shipments,
                made_on=request.on,
            )
            return [made, *(_begun(early, shipments, request.on) for early in noted)]
        case _:
            assert_never(reservation)


def _begun(early: ReductionNoted, shipments: tuple[FirstShipment, ...], on: date) -> ReductionBegun:
    return ReductionBegun(
        reduction_id=early.reduction_id,
        lines=early.lines,
        reason=early.reason,
        requested_by=early.requested_by,
        shipments=tuple(first.shipment_id for first in shipments),
        begun_on=on,
    )


def _short_in(request: MakeReservation, sites: SiteList) -> str:
    """The first warehouse that is bought for: nobody buys goods to be repaired, nor for a site that is not open.

    An order may have been placed before a site was closed. Where it names no other, goods are bought for that one: it
    is reopened, or the order cancelled.
    """
    named = [source.warehouse for source in request.ship_from]
    fit_for_sale = [warehouse for warehouse in named if not is_set_apart(warehouse)]
    open_ones = [warehouse for warehouse in fit_for_sale if warehouse in sites.open_codes]
    return (open_ones or fit_for_sale or named)[0]


def may_use(warehouse: str, terms: DeliveryTerms) -> bool:
    """Goods that are not fit for sale leave only as what they are: back to the customer, repaired or not accepted."""
    return terms.free_of_charge is not None or not is_set_apart(warehouse)


def _reserve(request: MakeReservation, given: Given) -> tuple[LineMade, ...]:
    """Lines that share a SKU share its stock: what one line takes, the next one does not find."""
    available: dict[str, Decimal] = {}
    lines: list[LineMade] = []
    for line in request.lines:
        short = line.quantity
        parts: list[SetAside] = []
        for source in request.ship_from:
            if not short:
                break
            if not may_use(source.warehouse, request.terms):
                continue
            stock = stock_id(source.warehouse, line.sku)
            there = available.get(stock)
            if there is None:
                there = given.of(STOCK_ITEM, stock).available
            taken = min(short, there)
            available[stock] = there - taken
            if taken:
                parts.append(SetAside(warehouse=source.warehouse, quantity=taken))
                short -= taken
        lines.append(
            LineMade(line_no=line.line_no, sku=line.sku, ordered=line.quantity, parts=tuple(parts), short=short)
        )
    return tuple(lines)
