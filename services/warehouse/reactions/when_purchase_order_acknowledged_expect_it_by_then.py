"""When a supplier names a day for a purchase order, the warehouse expects the goods by then."""

from collections.abc import Iterable

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.expecting import RescheduleReceipt
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import PurchaseOrderAcknowledgedV1


@reacts_to(PurchaseOrderAcknowledgedV1)
def when_purchase_order_acknowledged_expect_it_by_then(fact: Fact[PurchaseOrderAcknowledgedV1]) -> Iterable[Send]:
    """The newest day counts, whatever order they are heard in."""
    told = fact.data
    command = RescheduleReceipt(
        expected_on=told.expected_on, reason=told.reason, told_as=fact.version, on=told.acknowledged_on
    )
    yield Send(command, EXPECTED_RECEIPT.stream(told.purchase_order_id))
