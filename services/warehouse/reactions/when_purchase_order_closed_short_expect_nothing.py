"""When a purchase order is closed short, what has not come is not expected any more."""

from collections.abc import Iterable

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.events import Withdrawal
from services.warehouse.expected_receipt.expecting import WithdrawExpectation
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import PurchaseOrderClosedShortV1


@reacts_to(PurchaseOrderClosedShortV1)
def when_purchase_order_closed_short_expect_nothing(fact: Fact[PurchaseOrderClosedShortV1]) -> Iterable[Send]:
    """What has come stays."""
    told = fact.data
    command = WithdrawExpectation(withdrawal=Withdrawal.CLOSED_SHORT, reason=told.reason, on=told.closed_on)
    yield Send(command, EXPECTED_RECEIPT.stream(told.purchase_order_id))
