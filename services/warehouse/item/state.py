"""The stages of an item's life, and how each fact moves it on."""

from typing import assert_never

from services.warehouse.item.events import ItemDelisted, ItemDescribed, ItemEvent, ItemListed
from shared.kernel.shapes import state


@state
class Unlisted:
    """Nobody has listed this SKU."""


@state
class Listed:
    """On offer."""

    name: str
    unit: str


@state
class Delisted:
    """No longer on offer."""

    name: str
    unit: str
    reason: str


Item = Unlisted | Listed | Delisted


def evolve(item: Item, fact: ItemEvent) -> Item:
    """The item after the fact. Never refuses: what happened, happened."""
    match fact:
        case ItemListed(name=name, unit=unit):
            return Listed(name=name, unit=unit)
        case ItemDescribed(name=name):
            match item:
                case Listed(unit=unit):
                    return Listed(name=name, unit=unit)
                case Delisted(unit=unit, reason=reason):
                    return Delisted(name=name, unit=unit, reason=reason)
                case Unlisted():
                    return item
                case _:
                    assert_never(item)
        case ItemDelisted(reason=reason):
            match item:
                case Listed(name=name, unit=unit) | Delisted(name=name, unit=unit):
                    return Delisted(name=name, unit=unit, reason=reason)
                case Unlisted():
                    return item
                case _:
                    assert_never(item)
        case _:
            assert_never(fact)
