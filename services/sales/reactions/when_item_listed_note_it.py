"""The warehouse listed an item: where it had been delisted, it may be offered again."""

from collections.abc import Iterable

from services.sales.item_list.decider import ITEM_LIST_STREAM
from services.sales.item_list.noting import NoteListing
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ItemListedV1


@reacts_to(ItemListedV1)
def when_item_listed_note_it(fact: Fact[ItemListedV1]) -> Iterable[Send]:
    """Most are listed for the first time: nothing is noted of them."""
    told = fact.data
    command = NoteListing(sku=told.sku, listed_on=told.listed_on, told_version=fact.version)
    yield Send(command, to=ITEM_LIST_STREAM)
