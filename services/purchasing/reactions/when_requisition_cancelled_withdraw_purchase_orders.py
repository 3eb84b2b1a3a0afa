"""When a requisition is cancelled, withdraw its purchase orders that are not sent."""

from collections.abc import Iterable

from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.ending import WithdrawPurchaseOrder
from services.purchasing.requisition.events import RequisitionCancelled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(RequisitionCancelled)
def when_requisition_cancelled_withdraw_purchase_orders(fact: Fact[RequisitionCancelled]) -> Iterable[Send]:
    """What is with the supplier stays: its goods become free stock."""
    cancelled = fact.data
    for purchase_order_id in cancelled.withdrawn:
        yield Send(
            WithdrawPurchaseOrder(reason=cancelled.reason, by=cancelled.cancelled_by, on=cancelled.cancelled_on),
            PURCHASE_ORDER.stream(purchase_order_id),
        )
