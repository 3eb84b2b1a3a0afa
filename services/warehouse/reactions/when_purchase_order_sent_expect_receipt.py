"""When a purchase order is sent, the warehouse expects the goods."""

from collections.abc import Iterable

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.hearing import expecting
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import PurchaseOrderSentV1


@reacts_to(PurchaseOrderSentV1)
def when_purchase_order_sent_expect_receipt(fact: Fact[PurchaseOrderSentV1]) -> Iterable[Send]:
    """Line by line, with the orders that the goods are bought for."""
    yield Send(expecting(fact.data), EXPECTED_RECEIPT.stream(fact.data.purchase_order_id))
