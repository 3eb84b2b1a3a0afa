"""When a purchase order is cancelled, what it was bought for is open again."""

from collections.abc import Iterable

from services.purchasing.purchase_order.events import PurchaseOrderCancelled
from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.following import NoteUnmetNeeds
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PurchaseOrderCancelled)
def when_purchase_order_cancelled_reopen_requisition(fact: Fact[PurchaseOrderCancelled]) -> Iterable[Send]:
    """A shortage is not forgotten because one order came to nothing."""
    cancelled = fact.data
    if cancelled.requisition_id is not None:
        yield Send(
            NoteUnmetNeeds(purchase_order_id=fact.id, unmet=cancelled.unmet, on=cancelled.cancelled_on),
            REQUISITION.stream(cancelled.requisition_id),
        )
