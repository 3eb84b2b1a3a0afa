"""Goods that were lost on the way are a loss, not a cost of what was sold."""

from collections.abc import Iterable

from services.accounting.ledger.coming_back import loss_entry
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ShipmentLostV1


@reacts_to(ShipmentLostV1)
def when_shipment_lost_book_loss(fact: Fact[ShipmentLostV1]) -> Iterable[Send]:
    """Off the account that had their cost since they left."""
    yield loss_entry(fact, "cost-of-goods-sold", source="shipment", on=fact.data.lost_on, is_found=False)
