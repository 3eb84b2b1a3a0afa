"""The customer wants less than was confirmed: what has not left, and is not off the shelf, is given back.

In two steps of one transaction. What is off the shelf only the shipments know, and which these are only the
reservation knows: so it names them first, and decides once it was given them.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.reservation.events import (
    ReducedLine,
    ReductionBegun,
    ReductionNoted,
    ReservationEvent,
    ReservationReduced,
    SetAside,
    WantedLine,
)
from services.warehouse.reservation.lines import NOTHING, Line
from services.warehouse.reservation.on_the_shelf import first_of, planned_among, reduced_by
from services.warehouse.reservation.state import CalledOff, Held, Released, Reservation, Unheard
from services.warehouse.shipment.events import ShipmentLine
from services.warehouse.shipment.state import Load
from shared.kernel.decider import Given
from shared.kernel.shapes import command


@command
class BeginReduction:
    """Have these lines be for no more than that many units. Lines that are not named stay as they are."""

    reduction_id: str
    lines: tuple[WantedLine, ...]
    reason: str
    requested_by: str
    on: date


@command
class CarryOutReduction:
    """Give back what can be given back. The decision is given the shipments that are named."""

    reduction_id: str
    lines: tuple[WantedLine, ...]
    shipments: tuple[str, ...]
    reason: str
    on: date


def begin_reduction(request: BeginReduction, reservation: Reservation) -> list[ReservationEvent]:
    """Never refused, and once per reduction. Of an order that was cancelled nothing is left to reduce."""
    match reservation:
        case Unheard(noted=noted):
            if any(request.reduction_id == early.reduction_id for early in noted):
                return []
            return [
                ReductionNoted(
                    reduction_id=request.reduction_id,
                    lines=request.lines,
                    reason=request.reason,
                    requested_by=request.requested_by,
                    noted_on=request.on,
                )
            ]
        case Held(to_go=to_go, reducing=reducing, reduced=reduced):
            if request.reduction_id in reducing or request.reduction_id in reduced:
                return []
            return [
                ReductionBegun(
                    reduction_id=request.reduction_id,
                    lines=request.lines,
                    reason=request.reason,
                    requested_by=request.requested_by,
                    shipments=to_go,
                    begun_on=request.on,
                )
            ]
        case CalledOff() | Released():
            return []
        case _:
            assert_never(reservation)


def carry_out_reduction(request: CarryOutReduction, reservation: Reservation, given: Given) -> list[ReservationEvent]:
    """One answer, also when nothing could be given back: whoever asked waits for it.

    A line comes down to what was asked, but not below what left and did not come back and what is off the shelf. What
    is given back is first what came back undelivered, which nobody has set aside for the line again; then what is
    short; then what is set aside and still to be picked.
    """
    match reservation:
        case Held(reducing=reducing) if request.reduction_id in reducing:
            return [_reduced(request, reservation, planned_among(request.shipments, given))]
        case Unheard() | CalledOff() | Held() | Released():
            return []
        case _:
            assert_never(reservation)


def _reduced(request: CarryOutReduction, held: Held, planned: Sequence[tuple[str, Load]]) -> ReservationReduced:
    wanted = {line.line_no: line.quantity for line in request.lines}
    lines: list[ReducedLine] = []
    losses: dict[str, list[ShipmentLine]] = {}
    for line in held.lines:
        surplus = line.ordered - wanted.get(line.line_no, line.ordered)
        if surplus <= 0:
            continue
        change, taken = _given_back(line, surplus, _last_first(line, held.short_in, planned))
        if change.ordered < line.ordered:
            lines.append(change)
        for shipment_id, quantity in taken.items():
            loss = ShipmentLine(line_no=line.line_no, sku=line.sku, quantity=quantity)
            losses.setdefault(shipment_id, []).append(loss)
    return ReservationReduced(
        reduction_id=request.reduction_id,
        lines=tuple(lines),
        shipments=reduced_by(planned, losses),
        short_in=held.short_in,
        reason=request.reason,
        reduced_on=request.on,
    )


Offer = tuple[str, str, Decimal]
"""A planned shipment, its warehouse, and so many units of a line that are in it."""


def _last_first(line: Line, short_in: str, planned: Sequence[tuple[str, Load]]) -> list[Offer]:
    """The planned shipments with units of the line: those of the least preferred warehouse first, then the latest.

    A line's parts are in order of preference, but for the most preferred warehouse: what is awaited there comes late.
    """
    preference = {one.warehouse: number for number, one in enumerate(line.parts, 1)} | {short_in: 0}
    offers = [
        (shipment_id, load.warehouse, one.quantity)
        for shipment_id, load in reversed(planned)
        for one in load.lines
        if one.line_no == line.line_no
    ]
    return sorted(offers, key=lambda offer: -preference.get(offer[1], 0))


def _given_back(line: Line, surplus: Decimal, offers: Sequence[Offer]) -> tuple[ReducedLine, dict[str, Decimal]]:
    """The line with so much less, as far as that can be given back; and by shipment what is taken off it."""
    returned = first_of(surplus, ((one.warehouse, one.returned) for one in reversed(line.parts)))
    rest = surplus - sum(returned.values(), NOTHING)
    short = min(rest, line.short)
    taken = first_of(rest - short, ((shipment_id, quantity) for shipment_id, _, quantity in offers))
    given_back: dict[str, Decimal] = {}
    for shipment_id, warehouse, _ in offers:
        if shipment_id in taken:
            given_back[warehouse] = given_back.get(warehouse, NOTHING) + taken[shipment_id]
    less = sum((*returned.values(), short, *taken.values()), NOTHING)
    change = ReducedLine(
        line_no=line.line_no,
        sku=line.sku,
        ordered_before=line.ordered,
        ordered=line.ordered - less,
        returned=_places(returned),
        short=short,
        given_back=_places(given_back),
    )
    return change, taken


def _places(quantities: dict[str, Decimal]) -> tuple[SetAside, ...]:
    return tuple(SetAside(warehouse=warehouse, quantity=quantity) for warehouse, quantity in quantities.items())
