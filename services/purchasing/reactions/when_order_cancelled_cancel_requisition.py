"""When a customer's order is cancelled, cancel what was requisitioned for it."""

from collections.abc import Iterable

from services.purchasing.requisition.cancelling import CancelRequisition
from services.purchasing.requisition.decider import REQUISITION
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import OrderCancelledV1


@reacts_to(OrderCancelledV1)
def when_order_cancelled_cancel_requisition(fact: Fact[OrderCancelledV1]) -> Iterable[Send]:
    """Also when nothing was short so far: the news of a shortage may be slower than that of the cancellation."""
    cancelled = fact.data
    yield Send(
        CancelRequisition(reason=cancelled.reason, by=fact.actor, on=cancelled.cancelled_on),
        REQUISITION.stream(cancelled.order_id),
    )
