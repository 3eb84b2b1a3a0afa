"""Goods that could not be given away are in stock again, at the cost that they left with."""

from collections.abc import Iterable

from services.accounting.ledger.coming_back import loss_entry
from services.accounting.ledger.giving_away import role_of
from services.accounting.ledger.posting import credit, debit, entry, sums
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.free_goods import ReplacementReturnedV2


@reacts_to(ReplacementReturnedV2)
def when_replacement_returned_book_its_cost_back(fact: Fact[ReplacementReturnedV2]) -> Iterable[Send]:
    """The reverse of what was booked when they left; where they are to be inspected, what is found says how much."""
    returned = fact.data
    if returned.was_lost:
        yield loss_entry(fact, role_of(returned.kind), source="return", on=returned.returned_on, is_found=True)
    if returned.to_inspect:
        return
    cost = sums(line.cost for line in returned.lines)
    role = role_of(returned.kind)
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="return",
        text=f"Return of shipment {returned.shipment_id}: {returned.reason}",
        posted_on=returned.returned_on,
        lines=[
            *(debit("inventory", amount) for amount in cost),
            *(credit(role, amount, returned.customer_id) for amount in cost),
        ],
    )
