"""The stages of a warranty's life, and how each fact moves it on."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.care.warranty.events import (
    ClaimedUnits,
    CoveredLine,
    CurrencyNoted,
    UnitsClaimed,
    UnitsGivenBack,
    UnitsKept,
    UnitsSent,
    WarrantyEvent,
    WarrantyStarted,
)
from shared.kernel.records import replace
from shared.kernel.shapes import part, state


@part
class CoveredDelivery:
    """One delivery, covered from `started_on`, each line until its own day."""

    shipment_id: str
    started_on: date
    lines: tuple[CoveredLine, ...]


@state
class NothingDelivered:
    """The customer has no goods of this order yet. `currency` is that of the order; empty before it is heard of."""

    currency: str = ""


@part
class Claim:
    """What a return holds of one delivered line."""

    return_id: str
    line_no: int
    shipment_id: str
    quantity: Decimal


@part
class Kept:
    """Units of one delivered line that the customer kept and pays for, beside those that were sent for them."""

    source_id: str
    return_id: str
    line_no: int
    shipment_id: str
    quantity: Decimal


@part
class Sent:
    """Units of one delivered line that a shipment free of charge brought, `last_shipment_id`."""

    source_id: str
    line_no: int
    shipment_id: str
    last_shipment_id: str
    quantity: Decimal


@state
class Running:
    """At least one delivery reached the customer. `given_back` names what gave units back, once each.

    `taken` are those of the `sent` units that returns took: their shipments are the ones that brought them last.
    """

    contract_id: str
    customer_id: str
    deliveries: tuple[CoveredDelivery, ...]
    claims: tuple[Claim, ...] = ()
    given_back: tuple[str, ...] = ()
    currency: str = ""
    kept: tuple[Kept, ...] = ()
    sent: tuple[Sent, ...] = ()
    taken: tuple[Claim, ...] = ()


Warranty = NothingDelivered | Running


def claimed_of(claims: Iterable[Claim], shipment_id: str, line_no: int) -> Decimal:
    """Units of a delivered line that returns hold."""
    return _units(claims, shipment_id, line_no)


def kept_of(kept: Iterable[Kept], shipment_id: str, line_no: int) -> Decimal:
    """Units that the customer has beside those of a delivered line, since they kept and pay for so many."""
    return _units(kept, shipment_id, line_no)


def _units(of: Iterable[Claim | Kept], shipment_id: str, line_no: int) -> Decimal:
    found = (one.quantity for one in of if (one.shipment_id, one.line_no) == (shipment_id, line_no))
    return sum(found, Decimal(0))


def evolve(warranty: Warranty, fact: WarrantyEvent) -> Warranty:
    """The warranty after the fact. Never refuses: what happened, happened."""
    match fact:
        case CurrencyNoted(currency=currency):
            return replace(warranty, currency=currency)
        case WarrantyStarted():
            return _delivered(warranty, fact)
        case UnitsClaimed() | UnitsGivenBack() | UnitsKept() | UnitsSent():
            return warranty if isinstance(warranty, NothingDelivered) else _held(warranty, fact)
        case _:
            assert_never(fact)


def _delivered(warranty: Warranty, fact: WarrantyStarted) -> Running:
    delivery = CoveredDelivery(shipment_id=fact.shipment_id, started_on=fact.started_on, lines=fact.lines)
    match warranty:
        case NothingDelivered(currency=currency):
            return Running(
                contract_id=fact.contract_id,
                customer_id=fact.customer_id,
                deliveries=(delivery,),
                currency=currency,
            )
        case Running():
            return replace(warranty, deliveries=(*warranty.deliveries, delivery))
        case _:
            assert_never(warranty)


def _held(running: Running, fact: UnitsClaimed | UnitsGivenBack | UnitsKept | UnitsSent) -> Running:
    match fact:
        case UnitsClaimed(return_id=return_id, units=units):
            claims = _with(running.claims, return_id, units, 1)
            return replace(running, claims=claims, taken=_taken(running, return_id, units, 1))
        case UnitsGivenBack(source_id=source_id, return_id=return_id, units=units):
            claims, taken = _with(running.claims, return_id, units, -1), _taken(running, return_id, units, -1)
            return replace(running, claims=claims, taken=taken, given_back=(*running.given_back, source_id))
        case UnitsKept(return_id=return_id, units=units):
            kept = (
                Kept(
                    source_id=fact.source_id,
                    return_id=fact.return_id,
                    line_no=one.line_no,
                    shipment_id=one.shipment_id,
                    quantity=one.quantity,
                )
                for one in units
            )
            return replace(running, kept=(*running.kept, *kept), taken=_taken(running, return_id, units, -1))
        case UnitsSent(units=units):
            sent = (
                Sent(
                    source_id=fact.source_id,
                    line_no=one.line_no,
                    shipment_id=one.shipment_id,
                    last_shipment_id=fact.shipment_id,
                    quantity=one.quantity,
                )
                for one in units
            )
            return replace(running, sent=(*running.sent, *sent))
        case _:
            assert_never(fact)


def _taken(running: Running, return_id: str, units: Iterable[ClaimedUnits], sign: int) -> tuple[Claim, ...]:
    """What returns took of the units that came free of charge; whoever kept or got back the rest has taken nothing."""
    last = (replace(one, shipment_id=one.last_shipment_id) for one in units if one.last_shipment_id)
    return tuple(one for one in _with(running.taken, return_id, last, sign) if one.quantity > 0)


def _with(claims: tuple[Claim, ...], return_id: str, units: Iterable[ClaimedUnits], sign: int) -> tuple[Claim, ...]:
    """The claims with more or fewer units; a claim of nothing is none."""
    held = {(one.return_id, one.shipment_id, one.line_no): one.quantity for one in claims}
    for one in units:
        key = (return_id, one.shipment_id, one.line_no)
        held[key] = held.get(key, Decimal(0)) + sign * one.quantity
    return tuple(
        Claim(return_id=by, line_no=line_no, shipment_id=shipment_id, quantity=quantity)
        for (by, shipment_id, line_no), quantity in held.items()
        if quantity
    )
