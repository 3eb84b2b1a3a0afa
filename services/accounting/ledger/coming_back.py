"""What goods that did not reach the customer are worth: once somebody has looked at them, and nothing when lost."""

from datetime import date

from services.accounting.ledger.posting import credit, debit, entry, sums
from services.accounting.ledger.roles import Role
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.published.free_goods import ReplacementInspectedV1, ReplacementLostV1, ReplacementReturnedV2
from shared.published.warehouse import ShipmentDeliveredV1, ShipmentInspectedV1, ShipmentLostV1, ShipmentReturnedV2

Missing = ShipmentLostV1 | ReplacementLostV1 | ShipmentDeliveredV1 | ShipmentReturnedV2 | ReplacementReturnedV2
"""What is told of goods that were lost, or turned up."""


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


def loss_entry(fact: Fact[Missing], role: Role, *, source: str, on: date, is_found: bool) -> Send:
    """The cost of lost goods, from the account of that role to the losses; and back when they are found."""
    told = fact.data
    cost = sums(-line.cost if is_found else line.cost for line in told.lines)
    return entry(
        str(derived_id("journal", fact.event_id, "loss")),
        source=source,
        text=f"Shipment {told.shipment_id} {'turned up' if is_found else 'lost'}",
        posted_on=on,
        lines=[
            *(debit("scrap-loss", amount, told.customer_id) for amount in cost),
            *(credit(role, amount, told.customer_id) for amount in cost),
        ],
    )
