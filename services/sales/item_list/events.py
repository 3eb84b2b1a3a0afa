"""What is heard of the items. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from shared.kernel.shapes import event


@event("item_list.item-delisted")
class ItemDelisted:
    """The warehouse took the item off, for that reason. `told_version` is that of its own item then."""

    sku: str
    reason: str
    delisted_on: date
    told_version: int


@event("item_list.item-relisted")
class ItemRelisted:
    """The warehouse listed an item again that we knew as delisted. `told_version` is that of its own item then."""

    sku: str
    relisted_on: date
    told_version: int


ItemListEvent = ItemDelisted | ItemRelisted
