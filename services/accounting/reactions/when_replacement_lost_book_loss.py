"""Goods free of charge that were lost on the way are a loss."""

from collections.abc import Iterable

from services.accounting.ledger.coming_back import loss_entry
from services.accounting.ledger.giving_away import role_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.free_goods import ReplacementLostV1


@reacts_to(ReplacementLostV1)
def when_replacement_lost_book_loss(fact: Fact[ReplacementLostV1]) -> Iterable[Send]:
    """Off the account that had their cost since they left."""
    yield loss_entry(fact, role_of(fact.data.kind), source="return", on=fact.data.lost_on, is_found=False)
