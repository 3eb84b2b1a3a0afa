"""What a cancelled order had called may be called again, to the last unit and the last cent."""

from collections.abc import Iterable

from services.sales.contract.calling import ReturnCall
from services.sales.contract.decider import CONTRACT
from services.sales.order.events import OrderCancelled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(OrderCancelled)
def when_order_cancelled_return_call(fact: Fact[OrderCancelled]) -> Iterable[Send]:
    """In the transaction of the cancellation."""
    cancelled = fact.data
    given_back = ReturnCall(order_id=fact.id, on=cancelled.cancelled_on)
    yield Send(given_back, to=CONTRACT.stream(cancelled.contract_id))
