"""The item's table of contents."""

from typing import Final

from services.warehouse.item.events import ItemDelisted, ItemDescribed, ItemListed
from services.warehouse.item.listing import (
    DelistItem,
    DescribeItem,
    ListItem,
    delist_item,
    describe_item,
    list_item,
)
from services.warehouse.item.state import Delisted, Item, Listed, Unlisted, evolve
from shared.kernel.decider import Decider

ITEM: Final[Decider[Item]] = Decider(
    category="item",
    initial=Unlisted(),
    evolve=evolve,
    decisions={ListItem: list_item, DescribeItem: describe_item, DelistItem: delist_item},
    events=(ItemListed, ItemDescribed, ItemDelisted),
    shapes=(Unlisted, Listed, Delisted),
)
