"""AdventureWorks, Microsoft's sample bicycle maker: the shapes of what its files say (`files.py` reads them).

All money is US dollars with up to six decimals, as the files give it (CurrencyRateID points to a table that
is not there). The files name no time zone; their moments are taken as UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from deploy.imports import BadRow


def to_cents(amount: Decimal) -> Decimal:
    """Dollars rounded half up to whole cents."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Location:
    """A place in the plant that holds stock (tool crib, paint shop, finished goods storage ...)."""

    location_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Product:
    """An item. `made_in_house` means that no vendor sells it: a shortage is manufactured, not bought.

    Costs and prices are dollars per piece.
    """

    product_id: int
    number: str
    name: str
    made_in_house: bool
    standard_cost: Decimal
    list_price: Decimal
    days_to_manufacture: int


@dataclass(frozen=True, slots=True)
class StockRow:
    """Pieces of one product on hand at one location."""

    product_id: int
    location_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Vendor:
    """A supplier. An inactive one is no longer bought from."""

    vendor_id: int
    name: str
    preferred: bool
    active: bool


@dataclass(frozen=True, slots=True)
class VendorPrice:
    """What a vendor asks for a product: dollars per unit, least and most per order."""

    product_id: int
    vendor_id: int
    unit_price: Decimal
    lead_time_days: int
    min_order_quantity: int
    max_order_quantity: int


@dataclass(frozen=True, slots=True)
class Reseller:
    """A store that could buy. No file links it to the CustomerID of an order: never guess that link."""

    store_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Territory:
    """A sales region and its country (ISO 3166 alpha-2)."""

    territory_id: int
    name: str
    country_code: str


class Milestone(StrEnum):
    """The seven things that the carrier reports."""

    PROCESSING = "Order processing"
    PROCESSED = "Order processed"
    IN_TRANSIT = "In transit"
    ARRIVED = "Arrived at facility"
    DEPARTED = "Departed from facility"
    DELIVERED = "Order delivered"
    DELIVERY_ERROR = "Delivery error"


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    """One report of the carrier about one order."""

    tracking_id: int
    order_id: int
    milestone: Milestone
    at: datetime


@dataclass(frozen=True, slots=True)
class SalesLine:
    """Pieces of one product, `unit_price` dollars each before the discount.

    `discount_rate` is a fraction (0.02 = 2 %) recovered from the total, which it explains without remainder:
    line_total = quantity x unit_price x (1 - discount_rate).
    """

    line_id: int
    order_id: int
    product_id: int
    quantity: int
    unit_price: Decimal
    discount_rate: Decimal
    line_total: Decimal


@dataclass(frozen=True, slots=True)
class InvoiceInCents:
    """An order's sums as a document in whole cents states them; each figure is rounded half up by itself.

    lines + line_rounding = net; net + tax + freight + payable_rounding = total. The two roundings are what
    the source's four decimals leave over (EN 16931 knows the second as BT-114); they are named, never hidden.
    """

    lines: tuple[Decimal, ...]
    line_rounding: Decimal
    net: Decimal
    tax: Decimal
    freight: Decimal
    payable_rounding: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class SalesOrder:
    """An order with its lines, and what the carrier said of it, by time. Sums are dollars as the source says.

    `tax` is an amount that the source gives: 8 % of `net` for online orders, no common rate for resellers.
    `stated_ship_on` contradicts the tracking (nearly all orders are delivered before it): follow the latter.
    """

    order_id: int
    ordered_at: datetime
    due_on: date
    stated_ship_on: date
    online: bool
    customer_id: int
    territory_id: int
    net: Decimal
    tax: Decimal
    freight: Decimal
    total: Decimal
    lines: tuple[SalesLine, ...] = ()
    tracking: tuple[TrackingEvent, ...] = ()

    @property
    def delivered_at(self) -> datetime | None:
        """When the goods reached the customer; None where the carrier never said so."""
        return next((seen.at for seen in self.tracking if seen.milestone is Milestone.DELIVERED), None)

    def in_cents(self) -> InvoiceInCents:
        """The order's sums in whole cents, with the roundings that make them add up."""
        lines = tuple(to_cents(line.line_total) for line in self.lines)
        net, tax, freight, total = map(to_cents, (self.net, self.tax, self.freight, self.total))
        line_rounding = net - sum(lines, Decimal(0))
        return InvoiceInCents(lines, line_rounding, net, tax, freight, total - net - tax - freight, total)


@dataclass(frozen=True, slots=True)
class AdventureWorks:
    """All that the folder says. `orders` go by order date; `noticed` rows are odd and used all the same.

    `places` is the line of each good row by file and key, for naming it when a department refuses it later.
    """

    locations: dict[int, Location]
    products: dict[int, Product]
    stock: tuple[StockRow, ...]
    vendors: dict[int, Vendor]
    vendor_prices: tuple[VendorPrice, ...]
    resellers: dict[int, Reseller]
    territories: dict[int, Territory]
    orders: tuple[SalesOrder, ...]
    rejected: list[BadRow]
    noticed: list[BadRow]
    places: Mapping[str, Mapping[Any, int]]
