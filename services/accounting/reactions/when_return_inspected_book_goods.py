"""Returned goods are inventory again as far as they are worth something; scrap is a loss."""

from collections.abc import Iterable

from services.accounting.ledger.giving_away import role_left_with
from services.accounting.ledger.posting import credit, debit, entry, sums
from services.accounting.ledger.roles import Role
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.money import Money
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ReturnInspectedV1


@reacts_to(ReturnInspectedV1)
def when_return_inspected_book_goods(fact: Fact[ReturnInspectedV1]) -> Iterable[Send]:
    """At what they had left with, off the account that has had their cost since."""
    inspected = fact.data
    kept = sums(worth for item in inspected.items for worth in (item.good_value, item.repair_value))
    scrapped = sums(item.scrap_cost for item in inspected.items)
    cost: dict[Role, list[Money]] = {}
    for item in inspected.items:
        worth = (item.good_value, item.repair_value, item.scrap_cost)
        cost.setdefault(role_left_with(item.kind), []).extend(worth)
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="return",
        text=f"Return {inspected.return_id} inspected",
        posted_on=inspected.inspected_on,
        lines=[
            *(debit("inventory", amount) for amount in kept),
            *(debit("scrap-loss", amount, inspected.customer_id) for amount in scrapped),
            *(
                credit(role, amount, inspected.customer_id)
                for role, amounts in cost.items()
                for amount in sums(amounts)
            ),
        ],
    )
