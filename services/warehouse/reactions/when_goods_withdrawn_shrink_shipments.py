"""What was taken from an order for others does not go to its customer."""

from collections.abc import Iterator

from services.warehouse.reservation.events import ReservedGoodsWithdrawn
from services.warehouse.reservation.on_the_shelf import shrinking
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReservedGoodsWithdrawn)
def when_goods_withdrawn_shrink_shipments(fact: Fact[ReservedGoodsWithdrawn]) -> Iterator[Send]:
    """A shipment of which nothing is left is called off."""
    withdrawn = fact.data
    yield from shrinking(
        withdrawn.shipments, reduction_id=withdrawn.withdrawal_id, reason=withdrawn.reason, on=withdrawn.withdrawn_on
    )
