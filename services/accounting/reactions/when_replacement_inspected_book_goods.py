"""Goods free of charge that came back undelivered are inventory again as far as they are worth something."""

from collections.abc import Iterable

from services.accounting.ledger.coming_back import inspected_entry
from services.accounting.ledger.giving_away import role_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.free_goods import ReplacementInspectedV1


@reacts_to(ReplacementInspectedV1)
def when_replacement_inspected_book_goods(fact: Fact[ReplacementInspectedV1]) -> Iterable[Send]:
    """From where their cost was booked when they left; scrap is a loss."""
    yield inspected_entry(fact, role_of(fact.data.kind), source="return")
