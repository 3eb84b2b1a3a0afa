"""What came back undelivered is to go again: it is set aside once more, and what is not there is awaited."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.reservation.events import (
    FirstShipment,
    RenewedLine,
    ReservationEvent,
    ReservationRenewed,
    SetAside,
)
from services.warehouse.reservation.lines import NOTHING, Line
from services.warehouse.reservation.making import may_use
from services.warehouse.reservation.state import CalledOff, Held, Released, Reservation, Unheard
from services.warehouse.site_list.decider import SITE_LIST
from services.warehouse.site_list.state import MAIN
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from shared.kernel.decider import Given
from shared.kernel.shapes import command


@command
class RenewReservation:
    """Ship again what came back undelivered and nobody decided about.

    `ship_from` are the order's warehouses in order of preference, each with the id of the shipment that its goods would
    go with. The decision is given the stock of the order's SKUs in each of them, and the list of sites.
    """

    request_id: str
    ship_from: tuple[FirstShipment, ...]
    reason: str
    requested_by: str
    on: date


def renew_reservation(request: RenewReservation, reservation: Reservation, given: Given) -> list[ReservationEvent]:
    """One answer per request, also when nothing is left to ship again: whoever asked waits for it.

    Like a new order it gets what nobody waits for. What is still to be inspected is not there yet: it is awaited where
    it came back to.
    """
    match reservation:
        case Unheard() | CalledOff() | Released():
            return []
        case Held(renewed=renewed) if request.request_id in renewed:
            return []
        case Held(lines=lines):
            found = tuple(_set_aside_again(request, reservation, lines, given))
            used = {one.warehouse for line in found for one in line.parts}
            return [
                ReservationRenewed(
                    request_id=request.request_id,
                    terms=reservation.terms,
                    lines=found,
                    short_in=_short_in(reservation, found, given),
                    shipments=tuple(first for first in request.ship_from if first.warehouse in used),
                    reason=request.reason,
                    requested_by=request.requested_by,
                    renewed_on=request.on,
                )
            ]
        case _:
            assert_never(reservation)


def _short_in(held: Held, found: Iterable[RenewedLine], given: Given) -> str:
    """Where the first units that are short came back to, or had left from if they are lost: there the order gets them.

    Not of an order that has waited elsewhere, where goods may be bought for it; nor at a site that is closed.
    """
    back_in = next((line.returned[0].warehouse for line in found if line.short), held.short_in)
    if held.has_waited or back_in == held.short_in:
        return held.short_in
    sites = given.of(SITE_LIST, MAIN)
    return back_in if not sites.sites or back_in in sites.open_codes else held.short_in


def _set_aside_again(
    request: RenewReservation, held: Held, lines: Iterable[Line], given: Given
) -> Iterable[RenewedLine]:
    """Lines that share a SKU share its stock: what one line takes, the next one does not find."""
    taken: dict[str, Decimal] = {}
    for line in lines:
        short = line.returned
        if not short:
            continue
        parts: list[SetAside] = []
        for source in request.ship_from:
            if not may_use(source.warehouse, held.terms):
                continue
            stock = stock_id(source.warehouse, line.sku)
            share = min(short, given.of(STOCK_ITEM, stock).available - taken.get(stock, NOTHING))
            if share > 0:
                taken[stock] = taken.get(stock, NOTHING) + share
                parts.append(SetAside(warehouse=source.warehouse, quantity=share))
                short -= share
        yield RenewedLine(
            line_no=line.line_no,
            sku=line.sku,
            returned=tuple(
                SetAside(warehouse=one.warehouse, quantity=one.returned) for one in line.parts if one.returned
            ),
            parts=tuple(parts),
            short=short,
        )
