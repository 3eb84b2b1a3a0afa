"""What purchasing tells of an order, in the words of who expects its goods."""

from services.warehouse.expected_receipt.events import OrderedLine, Peg
from services.warehouse.expected_receipt.expecting import ExpectReceipt
from shared.published.purchasing import PurchaseLine, PurchaseOrderAmendedV1, PurchaseOrderSentV1


def expecting(told: PurchaseOrderSentV1 | PurchaseOrderAmendedV1) -> ExpectReceipt:
    """Line by line, with the orders that the goods are bought for."""
    return ExpectReceipt(
        supplier_id=told.supplier_id,
        warehouse=told.warehouse,
        lines=tuple(_line_of(line) for line in told.lines),
        sent_on=told.sent_on,
        expected_on=told.expected_on,
    )


def _line_of(line: PurchaseLine) -> OrderedLine:
    return OrderedLine(
        line_no=line.line_no,
        sku=line.sku,
        quantity=line.quantity,
        unit_price=line.unit_price,
        net=line.net,
        pegs=tuple(
            Peg(
                order_id=peg.order_id,
                order_line_no=peg.order_line_no,
                quantity=peg.quantity,
                replacement_for=peg.replacement_for,
            )
            for peg in line.pegs
        ),
    )
