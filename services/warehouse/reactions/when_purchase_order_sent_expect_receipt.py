"""When a purchase order is sent, the warehouse expects the goods."""

from collections.abc import Iterable

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.events import OrderedLine, Peg
from services.warehouse.expected_receipt.expecting import ExpectReceipt
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import PurchaseOrderSentV1


@reacts_to(PurchaseOrderSentV1)
def when_purchase_order_sent_expect_receipt(fact: Fact[PurchaseOrderSentV1]) -> Iterable[Send]:
    """Line by line, with the orders that the goods are bought for."""
    sent = fact.data
    command = ExpectReceipt(
        supplier_id=sent.supplier_id,
        warehouse=sent.warehouse,
        lines=tuple(
            OrderedLine(
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
            for line in sent.lines
        ),
        sent_on=sent.sent_on,
        expected_on=sent.expected_on,
    )
    yield Send(command, EXPECTED_RECEIPT.stream(sent.purchase_order_id))
