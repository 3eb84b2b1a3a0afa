"""The items as they were heard of, and how each fact moves them on."""

from datetime import date
from typing import Final, assert_never

from services.sales.item_list.events import ItemDelisted, ItemListEvent, ItemRelisted
from shared.kernel.shapes import part, state

MAIN: Final = "main"
"""The id of the one list."""


@part
class Delisting:
    """Why the warehouse took an item off, and on which day."""

    reason: str
    delisted_on: date


@part
class HeardItem:
    """An item that was delisted at some time; `delisting` is none once it is listed again."""

    delisting: Delisting | None
    told_version: int


@state
class ItemList:
    """The items that were ever delisted, by their stock keeping units (SKU)."""

    items: dict[str, HeardItem]

    def delisting_of(self, sku: str) -> Delisting | None:
        """Why it may not be offered; none where it may."""
        item = self.items.get(sku)
        return None if item is None else item.delisting


NOTHING_HEARD: Final = ItemList(items={})


def evolve(known: ItemList, fact: ItemListEvent) -> ItemList:
    """The list after the fact. Never refuses: what happened, happened."""
    match fact:
        case ItemDelisted(reason=reason, delisted_on=delisted_on):
            delisting = Delisting(reason=reason, delisted_on=delisted_on)
            item = HeardItem(delisting=delisting, told_version=fact.told_version)
        case ItemRelisted():
            item = HeardItem(delisting=None, told_version=fact.told_version)
        case _:
            assert_never(fact)
    return ItemList(items={**known.items, fact.sku: item})
