"""Delivered goods that a customer sent back, as far as they came. Stored for ever, as `events.py` is."""

from datetime import date

from services.sales.order.quantities import LineQuantity
from services.sales.order.source import Source
from shared.kernel.shapes import event


@event("order.return-receipt-corrected")
class ReturnReceiptCorrected:
    """Goods that the warehouse said it had back by a return had not come."""

    return_id: str
    receipt_id: str
    lines: tuple[LineQuantity, ...]
    reason: str
    corrected_by: str
    corrected_on: date
    source: Source
