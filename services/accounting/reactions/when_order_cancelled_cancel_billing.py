"""A cancelled order is not billed."""

from collections.abc import Iterable

from services.accounting.billing.decider import BILLING
from services.accounting.billing.opening import CancelBilling
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import OrderCancelledV1


@reacts_to(OrderCancelledV1)
def when_order_cancelled_cancel_billing(fact: Fact[OrderCancelledV1]) -> Iterable[Send]:
    """Goods that crossed the cancellation on their way wait for a person."""
    cancelled = fact.data
    command = CancelBilling(reason=cancelled.reason, on=cancelled.cancelled_on)
    yield Send(command, BILLING.stream(cancelled.order_id))
