"""When a purchase order is closed short, what did not come is open again."""

from collections.abc import Iterable

from services.purchasing.purchase_order.events import PurchaseOrderClosedShort
from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.following import NoteUnmetNeeds
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PurchaseOrderClosedShort)
def when_purchase_order_closed_short_reopen_requisition(
    fact: Fact[PurchaseOrderClosedShort],
) -> Iterable[Send]:
    """What came before stays with whom it was bought for."""
    closed = fact.data
    if closed.requisition_id is not None:
        yield Send(
            NoteUnmetNeeds(purchase_order_id=fact.id, unmet=closed.unmet, on=closed.closed_on),
            REQUISITION.stream(closed.requisition_id),
        )
