"""Noting what the warehouse tells of its items: never refused, and noted once."""

from datetime import date

from services.sales.item_list.events import ItemDelisted, ItemListEvent, ItemRelisted
from services.sales.item_list.state import ItemList
from shared.kernel.shapes import command


@command
class NoteDelisting:
    """Note that the item was taken off, for that reason."""

    sku: str
    reason: str
    delisted_on: date
    told_version: int


@command
class NoteListing:
    """Note that the item was listed, or listed again."""

    sku: str
    listed_on: date
    told_version: int


def note_delisting(request: NoteDelisting, known: ItemList) -> list[ItemListEvent]:
    """Only the newest word on an item counts."""
    if _is_told_already(request, known):
        return []
    return [
        ItemDelisted(
            sku=request.sku,
            reason=request.reason,
            delisted_on=request.delisted_on,
            told_version=request.told_version,
        )
    ]


def note_listing(request: NoteListing, known: ItemList) -> list[ItemListEvent]:
    """Of an item that is not delisted there is nothing to keep: it is offered as it was."""
    if known.delisting_of(request.sku) is None or _is_told_already(request, known):
        return []
    return [ItemRelisted(sku=request.sku, relisted_on=request.listed_on, told_version=request.told_version)]


def _is_told_already(request: NoteDelisting | NoteListing, known: ItemList) -> bool:
    item = known.items.get(request.sku)
    return item is not None and request.told_version <= item.told_version
