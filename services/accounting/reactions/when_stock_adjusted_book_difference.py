"""A count that differs, or opening stock, changes what the inventory is worth."""

from collections.abc import Iterable

from services.accounting.ledger.posting import credit, debit, entry
from services.accounting.ledger.roles import Role
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import StockAdjustedV1


@reacts_to(StockAdjustedV1)
def when_stock_adjusted_book_difference(fact: Fact[StockAdjustedV1]) -> Iterable[Send]:
    """A surplus is debited to inventory; a shortage has a negative value and is credited.

    What was there before these books was not earned in them: it is taken over against the opening balance.
    """
    adjusted = fact.data
    against: Role = "opening-balance" if adjusted.opening else "inventory-adjustment"
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="stock-adjustment",
        text=f"{adjusted.sku} in {adjusted.warehouse}: {adjusted.reason}",
        posted_on=adjusted.adjusted_on,
        lines=[debit("inventory", adjusted.value), credit(against, adjusted.value)],
    )
