"""When a purchase order is cancelled, what has not come is not expected any more."""

from collections.abc import Iterable

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.events import Withdrawal
from services.warehouse.expected_receipt.expecting import WithdrawExpectation
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import PurchaseOrderCancelledV1


@reacts_to(PurchaseOrderCancelledV1)
def when_purchase_order_cancelled_expect_nothing(fact: Fact[PurchaseOrderCancelledV1]) -> Iterable[Send]:
    """What has come stays."""
    told = fact.data
    command = WithdrawExpectation(withdrawal=Withdrawal.CANCELLED, reason=told.reason, on=told.cancelled_on)
    yield Send(command, EXPECTED_RECEIPT.stream(told.purchase_order_id))
