"""Goods that leave free of charge cost us what they stood at in stock."""

from collections.abc import Iterable

from services.accounting.ledger.giving_away import role_of
from services.accounting.ledger.posting import credit, debit, entry, sums
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.free_goods import ReplacementShippedV1


@reacts_to(ReplacementShippedV1)
def when_replacement_shipped_book_its_cost(fact: Fact[ReplacementShippedV1]) -> Iterable[Send]:
    """From inventory to the cost of our warranties, or back to where a repaired unit's cost had come from."""
    shipped = fact.data
    cost = sums(line.cost for line in shipped.lines)
    role = role_of(shipped.kind)
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="return",
        text=f"Shipment {shipped.shipment_id}, free of charge for return {shipped.return_id}",
        posted_on=shipped.shipped_on,
        lines=[
            *(debit(role, amount, shipped.customer_id) for amount in cost),
            *(credit("inventory", amount) for amount in cost),
        ],
    )
