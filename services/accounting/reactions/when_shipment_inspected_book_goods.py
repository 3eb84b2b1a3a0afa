"""Goods that came back undelivered are inventory again as far as they are worth something; scrap is a loss."""

from collections.abc import Iterable

from services.accounting.ledger.coming_back import inspected_entry
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ShipmentInspectedV1


@reacts_to(ShipmentInspectedV1)
def when_shipment_inspected_book_goods(fact: Fact[ShipmentInspectedV1]) -> Iterable[Send]:
    """Out of the cost of goods sold, at what they had left with."""
    yield inspected_entry(fact, "cost-of-goods-sold", source="shipment")
