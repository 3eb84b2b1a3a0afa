"""Putting an item on offer, describing it, and taking it off."""

from datetime import date
from typing import assert_never

from services.warehouse.item.events import ItemDelisted, ItemDescribed, ItemEvent, ItemListed
from services.warehouse.item.state import Delisted, Item, Listed, Unlisted
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class SkuTaken(Rejection):
    """This SKU is listed already, as something else."""

    code = "warehouse.item.sku-taken"


class ItemUnknown(Rejection):
    """No item is listed under this SKU."""

    code = "warehouse.item.unknown"
    ground = Ground.NOT_FOUND


class ItemIsDelisted(Rejection):
    """The item is not on offer any more."""

    code = "warehouse.item.delisted"


@command
class ListItem:
    """Put an item on offer, or back on offer."""

    name: str
    unit: str
    listed_on: date


@command
class DescribeItem:
    """Put the item's name right."""

    name: str
    described_on: date


@command
class DelistItem:
    """Take the item off."""

    reason: str
    delisted_on: date


def list_item(request: ListItem, item: Item) -> list[ItemEvent]:
    """Listed again in the same words, nothing happens; in other words, the SKU is taken."""
    match item:
        case Unlisted() | Delisted():
            return [ItemListed(name=request.name, unit=request.unit, listed_on=request.listed_on)]
        case Listed(name=request.name, unit=request.unit):
            return []
        case Listed(name=name):
            raise SkuTaken(f"it is {name}", field="sku", name=name)
        case _:
            assert_never(item)


def describe_item(request: DescribeItem, item: Item) -> list[ItemEvent]:
    """A delisted item keeps its name."""
    match item:
        case Unlisted():
            raise ItemUnknown("list it first")
        case Delisted(reason=reason):
            raise ItemIsDelisted(reason)
        case Listed(name=request.name):
            return []
        case Listed():
            return [ItemDescribed(name=request.name, described_on=request.described_on)]
        case _:
            assert_never(item)


def delist_item(request: DelistItem, item: Item) -> list[ItemEvent]:
    """Asked twice, it happens once."""
    match item:
        case Unlisted():
            raise ItemUnknown("list it first")
        case Delisted():
            return []
        case Listed():
            return [ItemDelisted(reason=request.reason, delisted_on=request.delisted_on)]
        case _:
            assert_never(item)
