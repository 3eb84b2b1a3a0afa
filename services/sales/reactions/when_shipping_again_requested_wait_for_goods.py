"""Somebody has to notice when the warehouse does not answer, or the goods do not leave again."""

from collections.abc import Iterable

from services.sales.fulfilment.decider import FULFILMENT
from services.sales.fulfilment.hearing import RequestGoodsAgain
from services.sales.order.shipping_again import ShippingAgainRequested
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ShippingAgainRequested)
def when_shipping_again_requested_wait_for_goods(fact: Fact[ShippingAgainRequested]) -> Iterable[Send]:
    """In the transaction of the request."""
    yield Send(RequestGoodsAgain(at=fact.occurred_at), to=FULFILMENT.stream(fact.id))
