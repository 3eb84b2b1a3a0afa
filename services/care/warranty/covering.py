"""What a warranty covers on a day: the entitlement that a complaint is checked against."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from services.care.warranty.state import Claim, CoveredDelivery, Kept, Running, claimed_of, kept_of
from shared.kernel.shapes import part


@part
class DeliveryCover:
    """Units of the line that came with one shipment. `covered` tells whether the day is within their warranty.

    `kept` of them are there beside those that came: others were sent for so many, which the customer kept and pays for.

    `served`, whether it is within the service that the contract promises after the warranty. `returnable` are those
    that no return holds.
    """

    shipment_id: str
    sku: str
    quantity: Decimal
    started_on: date
    until: date
    covered: bool
    returnable: Decimal
    served_until: date | None = None
    served: bool = False
    kept: Decimal = Decimal(0)


@part
class Entitlement:
    """How many units of one order line are covered on that day, and what that number is made of.

    `returnable` are those under warranty that may be returned; `returnable_by_contract` those that the contract's
    service is for; `returnable_in_goodwill` all that may be.
    """

    line_no: int
    on: date
    delivered: Decimal
    covered: Decimal
    returnable: Decimal
    returnable_in_goodwill: Decimal
    deliveries: tuple[DeliveryCover, ...]
    returnable_by_contract: Decimal = Decimal(0)


def entitlement(
    deliveries: Iterable[CoveredDelivery],
    claims: tuple[Claim, ...],
    line_no: int,
    on: date,
    kept: tuple[Kept, ...] = (),
) -> Entitlement:
    """A unit is covered from the day of its delivery to the last day of its warranty, both included."""
    covers = tuple(
        DeliveryCover(
            shipment_id=delivery.shipment_id,
            sku=line.sku,
            quantity=(units := line.quantity + kept_of(kept, delivery.shipment_id, line_no)),
            started_on=delivery.started_on,
            until=line.until,
            covered=delivery.started_on <= on <= line.until,
            returnable=max(units - claimed_of(claims, delivery.shipment_id, line_no), Decimal(0)),
            served_until=line.served_until,
            served=line.served_until is not None and line.until < on <= line.served_until,
            kept=units - line.quantity,
        )
        for delivery in deliveries
        for line in delivery.lines
        if line.line_no == line_no
    )
    return Entitlement(
        line_no=line_no,
        on=on,
        delivered=sum((cover.quantity for cover in covers), Decimal(0)),
        covered=sum((cover.quantity for cover in covers if cover.covered), Decimal(0)),
        returnable=sum((cover.returnable for cover in covers if cover.covered), Decimal(0)),
        returnable_in_goodwill=sum((cover.returnable for cover in covers), Decimal(0)),
        deliveries=covers,
        returnable_by_contract=sum((cover.returnable for cover in covers if cover.served), Decimal(0)),
    )


def last_brought(
    warranty: Running, shipment_id: str, line_no: int, returnable: Decimal
) -> tuple[tuple[str, Decimal], ...]:
    """Which shipments free of charge brought how many of these units last; with no name, and first, those of the first.

    Nobody can tell one unit of a line from another, so those that were sold come back before those sent for others.
    """
    sent: dict[str, Decimal] = {}
    for one in warranty.sent:
        if (one.shipment_id, one.line_no) == (shipment_id, line_no):
            sent[one.last_shipment_id] = sent.get(one.last_shipment_id, Decimal(0)) + one.quantity
    there = {last: units - claimed_of(warranty.taken, last, line_no) for last, units in sent.items()}
    left = returnable
    found = [("", max(left - sum(there.values(), Decimal(0)), Decimal(0)))]
    left -= found[0][1]
    for last, units in there.items():
        found.append((last, min(units, left)))
        left -= found[-1][1]
    return tuple((last, units) for last, units in found if units > 0)


def is_under_warranty(warranty: Running, shipment_id: str, line_no: int, on: date) -> bool:
    """Whether the units of that line that came with the shipment are covered on that day."""
    return any(
        delivery.started_on <= on <= line.until
        for delivery in warranty.deliveries
        for line in delivery.lines
        if (delivery.shipment_id, line.line_no) == (shipment_id, line_no)
    )
