"""Goods that could not be delivered are in stock again, at the cost that they left with."""

from collections.abc import Iterable

from services.accounting.ledger.coming_back import loss_entry
from services.accounting.ledger.posting import credit, debit, entry, sums
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ShipmentReturnedV2


@reacts_to(ShipmentReturnedV2)
def when_shipment_returned_book_cost_back(fact: Fact[ShipmentReturnedV2]) -> Iterable[Send]:
    """From the cost of goods sold back to inventory; where they are to be inspected, what is found says how much."""
    returned = fact.data
    if returned.was_lost:
        yield loss_entry(fact, "cost-of-goods-sold", source="shipment", on=returned.returned_on, is_found=True)
    if returned.to_inspect:
        return
    cost = sums(line.cost for line in returned.lines)
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="shipment",
        text=f"Return of shipment {returned.shipment_id}: {returned.reason}",
        posted_on=returned.returned_on,
        lines=[
            *(debit("inventory", amount) for amount in cost),
            *(credit("cost-of-goods-sold", amount, returned.customer_id) for amount in cost),
        ],
    )
