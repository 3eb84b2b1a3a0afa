"""A replacement or a repaired unit is covered as the returned one was, and may be returned as that might."""

from collections.abc import Iterable

from services.care.customer_return.events import GoodsDelivered
from services.care.warranty.claiming import GiveBackUnits
from services.care.warranty.decider import WARRANTY
from services.care.warranty.events import ClaimedUnits
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsDelivered)
def when_granted_goods_delivered_give_back_warranty(fact: Fact[GoodsDelivered]) -> Iterable[Send]:
    """In the transaction that notes the delivery."""
    delivered = fact.data
    item = delivered.item
    command = GiveBackUnits(
        source_id=str(fact.event_id),
        return_id=fact.id,
        units=(ClaimedUnits(line_no=item.line_no, shipment_id=item.shipment_id, quantity=item.quantity),),
        on=delivered.delivered_on,
        brought_by=delivered.shipment_id,
    )
    yield Send(command, WARRANTY.stream(delivered.order_id))
