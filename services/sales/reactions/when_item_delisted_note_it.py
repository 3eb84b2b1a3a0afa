"""The warehouse delisted an item: it is offered no more."""

from collections.abc import Iterable

from services.sales.item_list.decider import ITEM_LIST_STREAM
from services.sales.item_list.noting import NoteDelisting
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ItemDelistedV1


@reacts_to(ItemDelistedV1)
def when_item_delisted_note_it(fact: Fact[ItemDelistedV1]) -> Iterable[Send]:
    """What was promised of it goes on as it is."""
    told = fact.data
    command = NoteDelisting(sku=told.sku, reason=told.reason, delisted_on=told.delisted_on, told_version=fact.version)
    yield Send(command, to=ITEM_LIST_STREAM)
