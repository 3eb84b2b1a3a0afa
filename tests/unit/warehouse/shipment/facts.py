"""Shipments at every stage, for the tests of each stage."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import (
    DeliveryFailed,
    DeliveryTerms,
    ShipmentCancelled,
    ShipmentDelivered,
    ShipmentLine,
    ShipmentPacked,
    ShipmentPicked,
    ShipmentPlanned,
    ShipmentReturned,
    ShipmentShipped,
    ShippedLine,
)
from shared.kernel.money import Money
from shared.testing.specification import spec_of

MONDAY: Final = date(2026, 3, 2)
NOON: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PROOF: Final = "0f" * 32

TERMS: Final = DeliveryTerms(
    contract_id="c1",
    customer_id="acme",
    deliver_to="1 Main Street",
    requested_on=date(2026, 3, 9),
    warranty_months=24,
)


def line(line_no: int, quantity: str, sku: str = "PUMP") -> ShipmentLine:
    return ShipmentLine(line_no=line_no, sku=sku, quantity=Decimal(quantity))


def shipped_line(line_no: int, quantity: str, cost: int, sku: str = "PUMP") -> ShippedLine:
    return ShippedLine(line_no=line_no, sku=sku, quantity=Decimal(quantity), cost=Money(minor=cost, currency="USD"))


def planned(*lines: ShipmentLine) -> ShipmentPlanned:
    return ShipmentPlanned(
        order_id="o1",
        warehouse="MAIN",
        terms=TERMS,
        lines=lines or (line(1, "5"), line(2, "3", "VALVE")),
        cause_id="o1",
        remainder_of="",
        planned_on=MONDAY,
    )


def picked(*lines: ShipmentLine) -> ShipmentPicked:
    return ShipmentPicked(lines=lines or (line(1, "5"), line(2, "3", "VALVE")), picked_by="w.clerk", picked_on=MONDAY)


LINES_THAT_LEFT: Final = (shipped_line(1, "5", 500), shipped_line(2, "3", 90, "VALVE"))
PACKED: Final = ShipmentPacked(packages=1, weight_kg=None, packed_by="w.clerk", packed_on=MONDAY)
SHIPPED: Final = ShipmentShipped(
    order_id="o1",
    warehouse="MAIN",
    lines=LINES_THAT_LEFT,
    carrier="DHL",
    tracking_number="JD01",
    shipped_on=MONDAY,
    shipped_by="w.clerk",
)
FAILED: Final = DeliveryFailed(reason="nobody there", failed_on=MONDAY)
DELIVERED: Final = ShipmentDelivered(signed_by="Grace", proof_sha256=PROOF, delivered_at=NOON)
RETURNED: Final = ShipmentReturned(
    order_id="o1",
    warehouse="MAIN",
    lines=LINES_THAT_LEFT,
    reason="address unknown",
    returned_on=MONDAY,
    to_inspect=True,
)
CANCELLED: Final = ShipmentCancelled(reason="order cancelled", cancelled_on=MONDAY)

no_shipment = spec_of(SHIPMENT)
a_planned_one = no_shipment.given(planned())
a_picked_one = a_planned_one.given(picked())
a_packed_one = a_picked_one.given(PACKED)
a_shipped_one = a_packed_one.given(SHIPPED)
an_undelivered_one = a_shipped_one.given(FAILED)
a_delivered_one = a_shipped_one.given(DELIVERED)
a_returned_one = an_undelivered_one.given(RETURNED)
a_cancelled_one = a_planned_one.given(CANCELLED)

THAT_HAVE_LEFT: Final = [
    a_shipped_one,
    an_undelivered_one,
    a_delivered_one,
    a_returned_one,
]
