"""Goods that left cost us what they stood at in stock."""

from collections.abc import Iterable

from services.accounting.ledger.posting import credit, debit, entry, sums
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ShipmentShippedV1


@reacts_to(ShipmentShippedV1)
def when_shipment_shipped_book_cost_of_goods(fact: Fact[ShipmentShippedV1]) -> Iterable[Send]:
    """From inventory to the cost of goods sold."""
    shipped = fact.data
    cost = sums(line.cost for line in shipped.lines)
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="shipment",
        text=f"Shipment {shipped.shipment_id}",
        posted_on=shipped.shipped_on,
        lines=[
            *(debit("cost-of-goods-sold", amount, shipped.customer_id) for amount in cost),
            *(credit("inventory", amount) for amount in cost),
        ],
    )
