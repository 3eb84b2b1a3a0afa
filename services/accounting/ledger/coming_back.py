"""What goods that came back undelivered are worth, once somebody has looked at them."""

from services.accounting.ledger.posting import credit, debit, entry, sums
from services.accounting.ledger.roles import Role
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.published.free_goods import ReplacementInspectedV1
from shared.published.warehouse import ShipmentInspectedV1


def inspected_entry(fact: Fact[ShipmentInspectedV1] | Fact[ReplacementInspectedV1], role: Role, *, source: str) -> Send:
    """What is kept becomes inventory and what is scrap a loss, off the account of that role: it had their cost."""
    inspected = fact.data
    kept = sums(worth for line in inspected.lines for worth in (line.good_value, line.repair_value))
    scrapped = sums(line.scrap_cost for line in inspected.lines)
    return entry(
        str(derived_id("journal", fact.event_id)),
        source=source,
        text=f"Shipment {inspected.shipment_id} inspected, which came back undelivered",
        posted_on=inspected.inspected_on,
        lines=[
            *(debit("inventory", amount) for amount in kept),
            *(debit("scrap-loss", amount, inspected.customer_id) for amount in scrapped),
            *(credit(role, amount, inspected.customer_id) for amount in (*kept, *scrapped)),
        ],
    )
