"""What can happen to a warranty. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from shared.kernel.shapes import event, part


@part
class CoveredLine:
    """Delivered units of one order line; `until` is the last day on which they are covered."""

    line_no: int
    sku: str
    quantity: Decimal
    until: date


@event("warranty.started")
class WarrantyStarted:
    """A delivery reached the customer, and the warranty of its goods runs."""

    shipment_id: str
    contract_id: str
    customer_id: str
    lines: tuple[CoveredLine, ...]
    started_on: date


WarrantyEvent = WarrantyStarted
