"""The company as the files find it: what it trades in, where it lies, who sells it and who buys it.

The files leave things open, and nothing is made up for them: where an API wants a word that no file says, `NOTES`
tells what was put there.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from deploy.imports import BadRow
from deploy.imports.adventureworks import AdventureWorks, Location, Product, StockRow, VendorPrice, files
from deploy.imports.adventureworks.naming import (
    CURRENCY,
    EXEMPT,
    HOME_COUNTRY,
    OWN_PLANT,
    PRICE_LIST,
    customer_name,
    key_of,
    warehouse_of,
)
from deploy.imports.adventureworks.selling import terms_of
from deploy.imports.office import Office, said
from deploy.journeys.people import Refused

PAYMENT_DAYS: Final = 30
LARGEST_COUNT: Final = 400
NOTES: Final = (
    "Store.csv and the orders are not linked: the stores are customers without orders, each CustomerID of an order"
    " is a customer of its own, in the country of the order's territory.",
    "No tax id, address or payment term is in the files: consumers pay 12 days after the invoice, resellers half"
    " then and half after 30 days; bills go to addresses under .example; vendors are paid after 30 days.",
    "Vendors and stores are registered in the US, for want of a country; vendor prices, dated 2022 and later, hold"
    " from the day before the first order; unit codes such as CTN are taken as one piece.",
    "Products made in house are bought from the supplier `AdventureWorks own plant` at StandardCost, with"
    " DaysToManufacture as lead time.",
)

Told = Callable[[], None]


@dataclass
class Books:
    """Who is who after the set-up: the company's ids by the files' ids; and the rows that were refused.

    `items` are the products that the warehouse took: what else is said of the others is passed over, since their own
    row is named.
    """

    items: set[int] = field(default_factory=set)
    customers: dict[int, str] = field(default_factory=dict)
    suppliers: dict[int, str] = field(default_factory=dict)
    own_plant: str = ""
    refused: list[BadRow] = field(default_factory=list)


@dataclass(frozen=True)
class _Entry:
    """One row to be entered: how, and where it stands."""

    enter: Callable[[], Awaitable[Any]]
    file: str
    row: object = None


class SettingUp:
    """Enters everything but the orders. Entering it again changes nothing."""

    def __init__(self, works: AdventureWorks, office: Office, since: date, told: Told) -> None:
        self._works = works
        self._office = office
        self._since = since.isoformat()
        self._told = told
        self.books = Books()

    def size(self) -> int:
        """How many requests it takes, for the progress bar."""
        return sum(len(stage) for stage in self._stages())

    async def run(self) -> Books:
        """Stage by stage: each stands on the one before. A row that is refused is named, and the rest goes on."""
        for stage in self._stages():
            await asyncio.gather(*(self._enter(entry) for entry in stage))
        return self.books

    def _stages(self) -> Iterable[list[_Entry]]:
        yield [_Entry(self._rules, files.ORDERS)]
        yield [*self._sites(), *self._items(), *self._vendors(), *self._customers()]
        yield [*self._prices(), *self._offers(), *self._blocks(), *self._stock()]

    async def _enter(self, entry: _Entry) -> None:
        try:
            await entry.enter()
        except Refused as refused:
            line = self._works.places.get(entry.file, {}).get(entry.row, 0)
            self.books.refused.append(BadRow(entry.file, line, f"{entry.row} was refused: {said(refused)}"))
        self._told()

    async def _rules(self) -> None:
        """Prices of the files stand as they are, also those below cost; purchases of any size go out by rule."""
        await self._office.put(
            "marc.sales-manager",
            f"/sales/price-lists/{PRICE_LIST}",
            {"name": "AdventureWorks list prices", "currency": CURRENCY},
            key_of("price-list"),
        )
        policy: dict[str, Any] = {
            "amount_limits": [],
            "other_amount_limit": None,
            "line_discount_percent": "100",
            "document_discount_percent": "100",
            "free_prices_need_approval": False,
            "validity_days": 30,
        }
        await self._office.put("marc.sales-manager", "/sales/policy", policy, key_of("sales-policy"))
        limit = {"approval_above": [{"minor": 10_000_000, "currency": CURRENCY}]}
        await self._office.put("petra.purchasing-manager", "/purchasing/policy", limit, key_of("purchasing-policy"))

    def _sites(self) -> Iterable[_Entry]:
        for location_id, location in self._works.locations.items():
            yield _Entry(partial(self._open_site, location_id, location), files.LOCATIONS, location_id)

    async def _open_site(self, location_id: int, location: Location) -> None:
        path = f"/warehouse/sites/{warehouse_of(location)}"
        await self._office.put("wanda.warehouse-manager", path, {"name": location.name}, key_of("site", location_id))

    def _items(self) -> Iterable[_Entry]:
        for product in self._works.products.values():
            yield _Entry(partial(self._item, product), files.PRODUCTS, product.product_id)

    async def _item(self, product: Product) -> None:
        path, item = f"/warehouse/items/{quote(product.number, safe='')}", {"name": product.name, "unit": "EA"}
        await self._office.put("wim.storekeeper", path, item, key_of("item", product.product_id))
        self.books.items.add(product.product_id)

    def _prices(self) -> Iterable[_Entry]:
        """List prices, without a floor: the files know none."""
        for product in self._works.products.values():
            if product.list_price:
                yield _Entry(partial(self._price, product), files.PRODUCTS, product.product_id)

    async def _price(self, product: Product) -> None:
        if product.product_id not in self.books.items:
            return
        price = {
            "sku": product.number,
            "description": product.name,
            "unit_price": str(product.list_price),
            "floor_price": "0",
            "tax_code": EXEMPT,
            "valid_from": self._since,
        }
        path = f"/sales/price-lists/{PRICE_LIST}/prices"
        await self._office.post("marc.sales-manager", path, price, key_of("price", product.product_id))

    def _vendors(self) -> Iterable[_Entry]:
        yield _Entry(self._register_own_plant, files.PRODUCTS)
        for vendor in self._works.vendors.values():
            yield _Entry(partial(self._register_vendor, vendor.vendor_id, vendor.name), files.VENDORS, vendor.vendor_id)

    async def _register_own_plant(self) -> None:
        self.books.own_plant = await self._supplier(OWN_PLANT, "own-plant")

    async def _register_vendor(self, vendor_id: int, name: str) -> None:
        self.books.suppliers[vendor_id] = await self._supplier(name, vendor_id)

    async def _supplier(self, name: str, row: object) -> str:
        details = {"name": name, "country": HOME_COUNTRY, "currency": CURRENCY, "payment_days": PAYMENT_DAYS}
        registered = await self._office.post("bao.buyer", "/purchasing/suppliers", details, key_of("vendor", row))
        return str(registered["id"])

    def _blocks(self) -> Iterable[_Entry]:
        """An inactive vendor is known, and not bought from."""
        for vendor in self._works.vendors.values():
            if not vendor.active:
                yield _Entry(partial(self._block, vendor.vendor_id), files.VENDORS, vendor.vendor_id)

    async def _block(self, vendor_id: int) -> None:
        if (supplier := self.books.suppliers.get(vendor_id)) is not None:
            path, reason = f"/purchasing/suppliers/{supplier}/block", {"reason": "inactive in Vendor.csv"}
            await self._office.post("bao.buyer", path, reason, key_of("block", vendor_id))

    def _offers(self) -> Iterable[_Entry]:
        for price in self._works.vendor_prices:
            yield _Entry(partial(self._vendor_offer, price), files.PRICES, (price.product_id, price.vendor_id))
        for product in self._works.products.values():
            if product.made_in_house:
                yield _Entry(partial(self._own_offer, product), files.PRODUCTS, product.product_id)

    async def _vendor_offer(self, price: VendorPrice) -> None:
        if (supplier := self.books.suppliers.get(price.vendor_id)) is None:
            return  # the vendor's own row was refused, and is named
        offer = {
            "unit_price": str(price.unit_price),
            "minimum_quantity": str(price.min_order_quantity),
            "lead_time_days": price.lead_time_days,
            "preferred": self._works.vendors[price.vendor_id].preferred,
        }
        await self._offer(self._works.products[price.product_id], supplier, offer, price.vendor_id)

    async def _own_offer(self, product: Product) -> None:
        offer = {"unit_price": str(product.standard_cost), "lead_time_days": product.days_to_manufacture}
        await self._offer(product, self.books.own_plant, offer, "own-plant")

    async def _offer(self, product: Product, supplier: str, offer: dict[str, Any], seller: object) -> None:
        if product.product_id not in self.books.items:
            return
        path = f"/purchasing/supply-sources/{product.number}/offers/{supplier}"
        body = {**offer, "currency": CURRENCY, "valid_from": self._since}
        await self._office.put("bao.buyer", path, body, key_of("offer", product.product_id, seller))

    def _customers(self) -> Iterable[_Entry]:
        first = {order.customer_id: order for order in reversed(self._works.orders)}
        for customer_id, order in sorted(first.items()):
            country = self._works.territories[order.territory_id].country_code
            body = {
                **_customer(customer_name(customer_id), f"customer-{customer_id}", country),
                "terms": terms_of(online=order.online),
            }
            yield _Entry(partial(self._register_customer, customer_id, body), files.ORDERS, order.order_id)
        for store in self._works.resellers.values():
            body = {**_customer(store.name, f"store-{store.store_id}", HOME_COUNTRY), "terms": terms_of(online=False)}
            key = key_of("store", store.store_id)
            enter = partial(self._office.post, "sara.rep", "/sales/customers", body, key)
            yield _Entry(enter, files.STORES, store.store_id)

    async def _register_customer(self, customer_id: int, body: dict[str, Any]) -> None:
        registered = await self._office.post("sara.rep", "/sales/customers", body, key_of("customer", customer_id))
        self.books.customers[customer_id] = str(registered["id"])

    def _stock(self) -> Iterable[_Entry]:
        """Counted by the storekeeper at each location, at standard cost; approved by the manager."""
        rows: defaultdict[int, list[StockRow]] = defaultdict(list)
        for row in self._works.stock:
            rows[row.location_id].append(row)
        for location_id, counted in sorted(rows.items()):
            for start in range(0, len(counted), LARGEST_COUNT):
                part = counted[start : start + LARGEST_COUNT]
                yield _Entry(partial(self._count, location_id, part, start), files.LOCATIONS, location_id)

    async def _count(self, location_id: int, rows: list[StockRow], start: int) -> None:
        taken = [row for row in rows if row.product_id in self.books.items]
        products = [self._works.products[row.product_id] for row in taken]
        body = {
            "warehouse": warehouse_of(self._works.locations[location_id]),
            "currency": CURRENCY,
            "opening": True,
            "reason": f"ProductInventory.csv, location {location_id}",
            "lines": [
                {"sku": product.number, "counted": str(row.quantity), "unit_cost": str(product.standard_cost)}
                for product, row in zip(products, taken, strict=True)
            ],
        }
        if not taken:
            return
        key = key_of("count", location_id, start)
        count = await self._office.post("wim.storekeeper", "/warehouse/stock-counts", body, key)
        path = f"/warehouse/stock-counts/{count['id']}/approval"
        await self._office.post("wanda.warehouse-manager", path, None, key)


def _customer(name: str, mailbox: str, country: str) -> dict[str, Any]:
    return {
        "name": name,
        "country": country,
        "currency": CURRENCY,
        "billing_email": f"{mailbox}@adventure-works.example",
    }
