"""What a warranty covers on a day: the entitlement that a complaint is checked against."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from services.care.warranty.state import Claim, CoveredDelivery, claimed_of
from shared.kernel.shapes import part


@part
class DeliveryCover:
    """Units of the line that came with one shipment. `covered` tells whether the day is within their warranty.

    `returnable` are those that no return holds.
    """

    shipment_id: str
    sku: str
    quantity: Decimal
    started_on: date
    until: date
    covered: bool
    returnable: Decimal


@part
class Entitlement:
    """How many units of one order line are covered on that day, and what that number is made of.

    `returnable` are those under warranty that may be returned; `returnable_in_goodwill` all that may be.
    """

    line_no: int
    on: date
    delivered: Decimal
    covered: Decimal
    returnable: Decimal
    returnable_in_goodwill: Decimal
    deliveries: tuple[DeliveryCover, ...]


def entitlement(
    deliveries: Iterable[CoveredDelivery], claims: tuple[Claim, ...], line_no: int, on: date
) -> Entitlement:
    """A unit is covered from the day of its delivery to the last day of its warranty, both included."""
    covers = tuple(
        DeliveryCover(
            shipment_id=delivery.shipment_id,
            sku=line.sku,
            quantity=line.quantity,
            started_on=delivery.started_on,
            until=line.until,
            covered=delivery.started_on <= on <= line.until,
            returnable=max(line.quantity - claimed_of(claims, delivery.shipment_id, line_no), Decimal(0)),
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
    )
