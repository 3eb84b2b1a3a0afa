"""Using up what may be returned of an order, giving it back, and covering what was kept beside it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.care.warranty.covering import entitlement, last_brought
from services.care.warranty.events import (
    ClaimedUnits,
    UnitsClaimed,
    UnitsGivenBack,
    UnitsKept,
    UnitsSent,
    WarrantyEvent,
)
from services.care.warranty.state import NothingDelivered, Running, Warranty, claimed_of, kept_of
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class NothingDeliveredYet(Rejection):
    """Nothing of this order was delivered, so nothing can come back."""

    code = "care.warranty.nothing-delivered"
    ground = Ground.UNACCEPTABLE


class NotReturnable(Rejection):
    """More would come back than is under warranty or in service, and not in a return already."""

    code = "care.warranty.not-returnable"


@command
class ClaimUnits:
    """Use these units up: a return of them is approved."""

    return_id: str
    units: tuple[ClaimedUnits, ...]
    on: date


@command
class NoteLateUnits:
    """These units arrived although they were not expected any more. What happened, happened: never refused."""

    return_id: str
    units: tuple[ClaimedUnits, ...]
    on: date


@command
class GiveBackUnits:
    """The customer has these units, or others in their place, which that shipment brought."""

    source_id: str
    return_id: str
    units: tuple[ClaimedUnits, ...]
    on: date
    brought_by: str = ""


@command
class CoverKeptUnits:
    """The customer pays for these units, which they kept though they have others in their place."""

    source_id: str
    return_id: str
    units: tuple[ClaimedUnits, ...]
    on: date


def running(warranty: Warranty) -> Running:
    """The warranty, once something was delivered. Raises NothingDeliveredYet."""
    match warranty:
        case NothingDelivered():
            raise NothingDeliveredYet("nothing was delivered", field="order_id")
        case Running():
            return warranty
        case _:
            assert_never(warranty)


def units_for(
    warranty: Running, wanted: Sequence[tuple[int, Decimal]], on: date, *, goodwill: bool
) -> tuple[ClaimedUnits, ...]:
    """Which delivered units a return takes, line by line: covered ones first, and of these whose warranty ends first.

    The contract may promise service after the warranty; in goodwill both may be over. Raises NotReturnable.
    """
    found: list[ClaimedUnits] = []
    for index, (line_no, quantity) in enumerate(wanted):
        entitled = entitlement(warranty.deliveries, warranty.claims, line_no, on, warranty.kept)
        left = quantity
        for cover in sorted(entitled.deliveries, key=lambda one: (not (one.covered or goodwill), one.until)):
            taken = min(left, cover.returnable) if cover.covered or cover.served or goodwill else Decimal(0)
            left -= taken
            for last, there in last_brought(warranty, cover.shipment_id, line_no, cover.returnable):
                if units := min(taken, there):
                    found.append(
                        ClaimedUnits(
                            line_no=line_no, shipment_id=cover.shipment_id, quantity=units, last_shipment_id=last
                        )
                    )
                    taken -= units
        if left > 0:
            by_right = entitled.returnable + entitled.returnable_by_contract
            returnable = entitled.returnable_in_goodwill if goodwill else by_right
            raise NotReturnable(
                f"line {line_no}: {quantity} asked for, {returnable} may be returned",
                field=f"lines.{index}.quantity",
                delivered=entitled.delivered,
                covered=entitled.covered,
                returnable=returnable,
            )
    return tuple(found)


def claim_units(request: ClaimUnits, warranty: Warranty) -> list[WarrantyEvent]:
    """Never more than is there; a refusal undoes the approval that asks for it."""
    current = running(warranty)
    if any(claim.return_id == request.return_id for claim in current.claims):
        return []
    delivered = {
        (delivery.shipment_id, line.line_no): line.quantity
        for delivery in current.deliveries
        for line in delivery.lines
    }
    for one in request.units:
        there = delivered.get((one.shipment_id, one.line_no), Decimal(0))
        there += kept_of(current.kept, one.shipment_id, one.line_no)
        left = there - claimed_of(current.claims, one.shipment_id, one.line_no)
        of_these = dict(last_brought(current, one.shipment_id, one.line_no, left))
        if one.quantity > of_these.get(one.last_shipment_id, Decimal(0)):
            raise NotReturnable(
                f"line {one.line_no}: {one.quantity} asked for, {left} may be returned", returnable=left
            )
    return [UnitsClaimed(return_id=request.return_id, units=request.units, claimed_on=request.on)]


def note_late_units(request: NoteLateUnits, warranty: Warranty) -> list[WarrantyEvent]:
    """The receipt is heard once by its return, which sends this."""
    match warranty:
        case NothingDelivered():
            return []
        case Running():
            return [UnitsClaimed(return_id=request.return_id, units=request.units, claimed_on=request.on)]
        case _:
            assert_never(warranty)


def give_back_units(request: GiveBackUnits, warranty: Warranty) -> list[WarrantyEvent]:
    """Once for each reason, and never more than the return holds."""
    match warranty:
        case NothingDelivered():
            return []
        case Running(claims=claims, given_back=known, sent=sent):
            if request.source_id in known or any(one.source_id == request.source_id for one in sent):
                return []
            held = {
                (one.shipment_id, one.line_no): one.quantity for one in claims if one.return_id == request.return_id
            }
            units: list[ClaimedUnits] = []
            for one in request.units:
                left = held.get((one.shipment_id, one.line_no), Decimal(0))
                if quantity := min(one.quantity, left):
                    units.append(replace(one, quantity=quantity))
                    held[one.shipment_id, one.line_no] = left - quantity
            return [*_given_back(request, tuple(units)), *_sent(request)]
        case _:
            assert_never(warranty)


def _given_back(request: GiveBackUnits, units: tuple[ClaimedUnits, ...]) -> list[WarrantyEvent]:
    if not units:
        return []
    return [
        UnitsGivenBack(source_id=request.source_id, return_id=request.return_id, units=units, given_back_on=request.on)
    ]


def _sent(request: GiveBackUnits) -> list[WarrantyEvent]:
    """All of them, also those that the return holds no more because theirs were given up before."""
    if not request.brought_by:
        return []
    return [
        UnitsSent(
            source_id=request.source_id,
            return_id=request.return_id,
            shipment_id=request.brought_by,
            units=request.units,
            sent_on=request.on,
        )
    ]


def cover_kept_units(request: CoverKeptUnits, warranty: Warranty) -> list[WarrantyEvent]:
    """As long as those that were delivered in their place: the warranty stands for what the customer paid for."""
    match warranty:
        case NothingDelivered():
            return []
        case Running(kept=known):
            if any(one.source_id == request.source_id for one in known):
                return []
            return [
                UnitsKept(
                    source_id=request.source_id,
                    return_id=request.return_id,
                    units=request.units,
                    kept_on=request.on,
                )
            ]
        case _:
            assert_never(warranty)
