"""A receipt was corrected: units that it had put into stock had never come."""

from datetime import date
from decimal import Decimal

from services.warehouse.stock_item.adjusting import MissingUnits, withdrawn_as_missing
from services.warehouse.stock_item.events import StockEvent, StockReceiptCorrected
from services.warehouse.stock_item.state import StockItem, evolve, movement
from shared.kernel.money import Money
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class CorrectsBelowReserved(Rejection):
    """Fewer would be left than there are, or than are picked, packed or set aside free of charge.

    Either they did come, or undo the picking first. What a count took off already did not come: count it in again.
    """

    code = "warehouse.stock-item.corrects-below-reserved"


@command
class CorrectReceivedStock:
    """Take off units that a receipt had put in, and what the stock is worth less without them.

    What is `missing` is not set aside any more.
    """

    correction_id: str
    receipt_id: str
    quantity: Decimal
    value: Money
    missing: tuple[MissingUnits, ...]
    reason: str
    on: date


def correct_received_stock(request: CorrectReceivedStock, item: StockItem) -> list[StockEvent]:
    """Nobody loses what is set aside, unless it is said who. What is left waits for nobody: nothing became free."""
    if movement("correction", request.correction_id) in item.recent:
        return []
    withdrawn = withdrawn_as_missing(
        request.missing, item, withdrawal_id=request.correction_id, reason=request.reason, on=request.on
    )
    for one in withdrawn:
        item = evolve(item, one)
    if request.quantity > item.available:
        raise CorrectsBelowReserved(
            f"{item.on_hand} on hand, {item.reserved} set aside, {request.quantity} to be taken off",
            on_hand=item.on_hand,
            reserved=item.reserved,
            available=item.available,
        )
    corrected = StockReceiptCorrected(
        correction_id=request.correction_id,
        receipt_id=request.receipt_id,
        quantity=request.quantity,
        value=request.value,
        reason=request.reason,
        corrected_on=request.on,
    )
    return [*withdrawn, corrected]
