"""Where units go that came back and were inspected: into stocks by their grades."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import repair_stock, scrap_stock, stock_id
from services.warehouse.stock_item.receiving import PutBackStock
from shared.kernel.decider import Send
from shared.kernel.money import Money


class Inspected(Protocol):
    """Units of one SKU by what they were found to be, and what they had left with."""

    @property
    def sku(self) -> str: ...
    @property
    def good(self) -> Decimal: ...
    @property
    def good_value(self) -> Money: ...
    @property
    def repair(self) -> Decimal: ...
    @property
    def repair_value(self) -> Money: ...
    @property
    def scrap(self) -> Decimal: ...
    @property
    def scrap_cost(self) -> Money: ...


class Placed(NamedTuple):
    """So many of them in the stock of a place, and what they are worth there."""

    warehouse: str
    quantity: Decimal
    value: Money


def places_of(units: Inspected, warehouse: str) -> tuple[Placed, ...]:
    """Those for sale and for repair at what they had left with, whatever the average is by now; scrap at nothing."""
    return (
        Placed(warehouse, units.good, units.good_value),
        Placed(repair_stock(warehouse), units.repair, units.repair_value),
        Placed(scrap_stock(warehouse), units.scrap, Money.zero(units.scrap_cost.currency)),
    )


def put_away(units: Inspected, line_no: int, warehouse: str, inspection_id: str, on: date) -> Iterator[Send]:
    """Each grade into its stock. `line_no` is that of the units within the inspection."""
    for place in places_of(units, warehouse):
        if place.quantity:
            command = PutBackStock(
                source_id=inspection_id, line_no=line_no, quantity=place.quantity, value=place.value, on=on
            )
            yield Send(command, STOCK_ITEM.stream(stock_id(place.warehouse, units.sku)))
