"""The stages of a shipment's life, and how each fact moves it on."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from services.warehouse.shipment.events import (
    DeliveryFailed,
    DeliveryTerms,
    PackingUndone,
    PickingUndone,
    RedeliveryStarted,
    ShipmentCancelled,
    ShipmentDelivered,
    ShipmentEvent,
    ShipmentExtended,
    ShipmentInspected,
    ShipmentLine,
    ShipmentLost,
    ShipmentPacked,
    ShipmentPicked,
    ShipmentPlanned,
    ShipmentReduced,
    ShipmentReturned,
    ShipmentShipped,
    ShipmentSplit,
    ShippedLine,
)
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import part, state


@part
class Load:
    """What is to go where. `causes` are what set the goods aside, so that none is counted twice.

    `reductions` are what took some of them off it again. It is `picked_short` when the last picking found less than was
    planned, and the rest goes with another shipment.
    """

    order_id: str
    warehouse: str
    terms: DeliveryTerms
    lines: tuple[ShipmentLine, ...]
    causes: tuple[str, ...]
    remainder_of: str
    picked_short: bool = False
    reductions: tuple[str, ...] = ()


@part
class Transit:
    """What left, with whom, and who handed it over; `attempts` counts the tries to deliver it."""

    lines: tuple[ShippedLine, ...]
    carrier: str
    tracking_number: str
    shipped_on: date
    attempts: int
    shipped_by: str = ""


@state
class Unplanned:
    """Nobody has planned it."""


@state
class Planned:
    """To be picked."""

    load: Load


@state
class Picked:
    """Off the shelf: to be packed, or to leave as it is."""

    load: Load


@state
class Packed:
    """In packages: to leave."""

    load: Load
    packages: int
    weight_kg: Decimal | None


@state
class Shipped:
    """With the carrier."""

    load: Load
    transit: Transit


@state
class Undelivered:
    """The carrier could not hand it over: to be tried again, or to come back."""

    load: Load
    transit: Transit
    reason: str


@state
class Delivered:
    """The customer has it."""

    load: Load
    transit: Transit
    signed_by: str
    proof_sha256: str
    delivered_at: datetime


@part
class CameBack:
    """Units of a line that came back and that nobody has looked at, and what they had left with."""

    line_no: int
    sku: str
    quantity: Decimal
    cost: Money


@state
class Returned:
    """Not delivered, and back with us: stock again as far as it was inspected, or came back in earlier days."""

    load: Load
    transit: Transit
    reason: str
    to_inspect: tuple[CameBack, ...] = ()
    inspections: tuple[ShipmentInspected, ...] = ()


@state
class Lost:
    """Given up: the carrier does not have it any more. It may turn up, at the customer's or with us."""

    load: Load
    transit: Transit
    reason: str


@state
class Cancelled:
    """Called off before it left."""

    load: Load
    reason: str


Shipment = Unplanned | Planned | Picked | Packed | Shipped | Undelivered | Delivered | Returned | Lost | Cancelled


def evolve(shipment: Shipment, fact: ShipmentEvent) -> Shipment:
    """The shipment after the fact. Never refuses: what happened, happened."""
    if isinstance(fact, ShipmentPlanned):
        return Planned(
            load=Load(
                order_id=fact.order_id,
                warehouse=fact.warehouse,
                terms=fact.terms,
                lines=fact.lines,
                causes=(fact.cause_id,),
                remainder_of=fact.remainder_of,
            )
        )
    match shipment:
        case Unplanned() | Delivered() | Cancelled():
            return shipment
        case Returned():
            return _inspected(shipment, fact) if isinstance(fact, ShipmentInspected) else shipment
        case Planned(load=load) | Picked(load=load) | Packed(load=load):
            return _prepared(shipment, load, fact)
        case (
            Shipped(load=load, transit=transit)
            | Undelivered(load=load, transit=transit)
            | Lost(load=load, transit=transit)
        ):
            return _on_its_way(shipment, load, transit, fact)
        case _:
            assert_never(shipment)


def _prepared(shipment: Planned | Picked | Packed, load: Load, fact: ShipmentEvent) -> Shipment:
    """What happens to it in the warehouse."""
    match fact:
        case ShipmentExtended(lines=lines, cause_id=cause_id):
            return Planned(load=_carrying(load, added(load.lines, lines), (*load.causes, cause_id)))
        case ShipmentReduced(lines=lines, reduction_id=reduction_id):
            less = _carrying(load, without(load.lines, lines), load.causes)
            return Planned(load=replace(less, reductions=(*load.reductions, reduction_id)))
        case ShipmentPicked(lines=lines):
            return Picked(load=_carrying(load, lines, load.causes))
        case ShipmentSplit():
            return replace(shipment, load=replace(load, picked_short=True))
        case PickingUndone():
            return Planned(load=load)
        case ShipmentPacked(packages=packages, weight_kg=weight_kg):
            return Packed(load=load, packages=packages, weight_kg=weight_kg)
        case PackingUndone():
            return Picked(load=load)
        case ShipmentShipped(lines=left):
            transit = Transit(
                lines=left,
                carrier=fact.carrier,
                tracking_number=fact.tracking_number,
                shipped_on=fact.shipped_on,
                attempts=1,
                shipped_by=fact.shipped_by,
            )
            return Shipped(load=load, transit=transit)
        case ShipmentCancelled(reason=reason):
            return Cancelled(load=load, reason=reason)
        case ShipmentPlanned() | ShipmentDelivered() | DeliveryFailed() | RedeliveryStarted():
            return shipment
        case ShipmentReturned() | ShipmentInspected() | ShipmentLost():
            return shipment
        case _:
            assert_never(fact)


def _on_its_way(shipment: Shipped | Undelivered | Lost, load: Load, transit: Transit, fact: ShipmentEvent) -> Shipment:
    """What happens to it outside."""
    match fact:
        case ShipmentDelivered(signed_by=signed_by, proof_sha256=proof, delivered_at=moment):
            return Delivered(load=load, transit=transit, signed_by=signed_by, proof_sha256=proof, delivered_at=moment)
        case DeliveryFailed(reason=reason):
            return Undelivered(load=load, transit=transit, reason=reason)
        case RedeliveryStarted(carrier=carrier, tracking_number=tracking_number):
            again = Transit(
                lines=transit.lines,
                carrier=carrier,
                tracking_number=tracking_number,
                shipped_on=transit.shipped_on,
                attempts=transit.attempts + 1,
                shipped_by=transit.shipped_by,
            )
            return Shipped(load=load, transit=again)
        case ShipmentLost(reason=reason):
            return Lost(load=load, transit=transit, reason=reason)
        case ShipmentReturned(reason=reason, lines=lines, to_inspect=to_inspect):
            back = (
                CameBack(line_no=one.line_no, sku=one.sku, quantity=one.quantity, cost=one.cost)
                for one in lines
                if to_inspect
            )
            return Returned(load=load, transit=transit, reason=reason, to_inspect=tuple(back))
        case (
            ShipmentPlanned()
            | ShipmentExtended()
            | ShipmentReduced()
            | ShipmentPicked()
            | ShipmentSplit()
            | PickingUndone()
            | ShipmentPacked()
            | PackingUndone()
            | ShipmentShipped()
            | ShipmentInspected()
            | ShipmentCancelled()
        ):
            return shipment
        case _:
            assert_never(fact)


def _inspected(returned: Returned, fact: ShipmentInspected) -> Returned:
    """What was looked at is not to be inspected any more, and took its share of the cost along."""
    found = {one.line_no: one for one in fact.lines}
    rest = (
        replace(
            one,
            quantity=one.quantity - seen.good - seen.repair - seen.scrap,
            cost=one.cost - seen.good_value - seen.repair_value - seen.scrap_cost,
        )
        if (seen := found.get(one.line_no)) is not None
        else one
        for one in returned.to_inspect
    )
    left = tuple(one for one in rest if one.quantity)
    return replace(returned, to_inspect=left, inspections=(*returned.inspections, fact))


def _carrying(load: Load, lines: tuple[ShipmentLine, ...], causes: tuple[str, ...]) -> Load:
    return Load(
        order_id=load.order_id,
        warehouse=load.warehouse,
        terms=load.terms,
        lines=lines,
        causes=causes,
        remainder_of=load.remainder_of,
        reductions=load.reductions,
    )


def added(lines: Iterable[ShipmentLine], more: Iterable[ShipmentLine]) -> tuple[ShipmentLine, ...]:
    """The lines with more of them, or with further ones, in order of their numbers."""
    found = {line.line_no: line for line in lines}
    for line in more:
        known = found.get(line.line_no)
        quantity = line.quantity if known is None else known.quantity + line.quantity
        found[line.line_no] = ShipmentLine(line_no=line.line_no, sku=line.sku, quantity=quantity)
    return tuple(found[line_no] for line_no in sorted(found))


def without(lines: Iterable[ShipmentLine], less: Iterable[ShipmentLine]) -> tuple[ShipmentLine, ...]:
    """The lines with so much less of them; a line of which nothing is left is gone."""
    off = {line.line_no: line.quantity for line in less}
    rest = (replace(line, quantity=line.quantity - off.get(line.line_no, Decimal(0))) for line in lines)
    return tuple(line for line in rest if line.quantity)
