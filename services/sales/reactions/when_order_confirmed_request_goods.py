"""It is the warehouse's turn: stock and shipment are waited for."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.fulfilment.hearing import RequestGoods
from services.sales.order.events import OrderConfirmed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(OrderConfirmed)
def when_order_confirmed_request_goods(fact: Fact[OrderConfirmed]) -> Iterable[Send]:
    """In the transaction of the confirmation."""
    yield Send(RequestGoods(at=fact.occurred_at), to=FULFILMENT.stream(fact.id))
