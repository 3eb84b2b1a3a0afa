"""A cancelled order needs no credit."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.reserving import GiveBackCredit
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import OrderCancelledV1


@reacts_to(OrderCancelledV1)
def when_order_cancelled_give_back_credit(fact: Fact[OrderCancelledV1]) -> Iterable[Send]:
    """Whatever it still reserves is free again."""
    cancelled = fact.data
    command = GiveBackCredit(order_id=cancelled.order_id, on=cancelled.cancelled_on)
    yield Send(command, CREDIT_ACCOUNT.stream(cancelled.customer_id))
