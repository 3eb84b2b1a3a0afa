"""Items: on offer and off."""

from datetime import date

from services.warehouse.item.decider import ITEM
from services.warehouse.item.events import ItemDelisted, ItemDescribed, ItemListed
from services.warehouse.item.listing import (
    DelistItem,
    DescribeItem,
    ItemIsDelisted,
    ItemUnknown,
    ListItem,
    SkuTaken,
)
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)
an_item = spec_of(ITEM)
LISTED = ItemListed(name="Pump", unit="EA", listed_on=MONDAY)
DELISTED = ItemDelisted(reason="no longer made", delisted_on=MONDAY)
LIST = ListItem(name="Pump", unit="EA", listed_on=MONDAY)
DELIST = DelistItem(reason="no longer made", delisted_on=MONDAY)


class TestListing:
    def test_a_new_sku_can_be_listed_once(self) -> None:
        an_item.when(LIST).then(LISTED).then_asked_again_nothing()

    def test_a_listed_sku_cannot_become_something_else(self) -> None:
        an_item.given(LISTED).when(ListItem(name="Valve", unit="EA", listed_on=MONDAY)).then_rejected(
            SkuTaken, field="sku"
        )

    def test_a_delisted_item_can_come_back(self) -> None:
        an_item.given(LISTED, DELISTED).when(LIST).then(LISTED)


class TestDescribing:
    def test_the_name_is_put_right(self) -> None:
        described = ItemDescribed(name="Pump 40", described_on=MONDAY)
        command = DescribeItem(name="Pump 40", described_on=MONDAY)
        an_item.given(LISTED).when(command).then(described).then_asked_again_nothing()

    def test_only_what_is_on_offer_is_described(self) -> None:
        command = DescribeItem(name="Pump 40", described_on=MONDAY)
        an_item.when(command).then_rejected(ItemUnknown)
        an_item.given(LISTED, DELISTED).when(command).then_rejected(ItemIsDelisted)


class TestDelisting:
    def test_delisting_twice_happens_once(self) -> None:
        an_item.given(LISTED).when(DELIST).then(DELISTED).then_asked_again_nothing()

    def test_an_unknown_item_cannot_be_delisted(self) -> None:
        an_item.when(DELIST).then_rejected(ItemUnknown)
