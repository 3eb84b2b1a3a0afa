"""Read an AdventureWorks folder, row by row, before any of it is played.

DIR holds two folders. `adventureworks/` has tables without a header line, separated by tabs; `Store.csv` puts
`+|` between fields and `&|` after records. `adventureworks-sales/` has comma-separated files with quotes and
a header line, one record per line. Text is UTF-8, or UTF-16 with its mark. A row that cannot be used is named
and the rest goes on.
"""

from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, TypeVar

from deploy.imports import BadRow, Row, SourceUnreadable, Unusable
from deploy.imports.adventureworks import (
    AdventureWorks,
    Location,
    Milestone,
    Product,
    Reseller,
    SalesLine,
    SalesOrder,
    StockRow,
    Territory,
    TrackingEvent,
    Vendor,
    VendorPrice,
)
from deploy.imports.texts import comma_separated, decoded, readable, records

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

HEADER_STEP = Decimal("0.0001")  # dollars: the resolution of SubTotal, TaxAmt, Freight and TotalDue
LINE_STEP = Decimal("0.000001")  # dollars: the resolution of LineTotal
RATE_STEP = Decimal("0.0001")  # the resolution of a discount rate: a hundredth of a percent

LOCATIONS, PRODUCTS = "adventureworks/Location.csv", "adventureworks/Product.csv"
STOCK, STORES = "adventureworks/ProductInventory.csv", "adventureworks/Store.csv"
VENDORS, PRICES = "adventureworks/Vendor.csv", "adventureworks/ProductVendor.csv"
ORDERS, LINES = "adventureworks-sales/SalesOrderHeader.csv", "adventureworks-sales/SalesOrderDetail.csv"
TRACKING, MILESTONES = "adventureworks-sales/OrderTracking.csv", "adventureworks-sales/TrackingEvent.csv"
TERRITORIES = "adventureworks-sales/SalesTerritory.csv"

# Tables without a header line: all columns, in the order of the CREATE TABLE that they were exported from.
COLUMNS = {
    LOCATIONS: "LocationID Name CostRate Availability ModifiedDate",
    PRODUCTS: "ProductID Name ProductNumber MakeFlag FinishedGoodsFlag Color SafetyStockLevel ReorderPoint"
    " StandardCost ListPrice Size SizeUnitMeasureCode WeightUnitMeasureCode Weight DaysToManufacture"
    " ProductLine Class Style ProductSubcategoryID ProductModelID SellStartDate SellEndDate DiscontinuedDate"
    " rowguid ModifiedDate",
    STOCK: "ProductID LocationID Shelf Bin Quantity rowguid ModifiedDate",
    VENDORS: "BusinessEntityID AccountNumber Name CreditRating PreferredVendorStatus ActiveFlag"
    " PurchasingWebServiceURL ModifiedDate",
    PRICES: "ProductID BusinessEntityID AverageLeadTime StandardPrice LastReceiptCost LastReceiptDate"
    " MinOrderQty MaxOrderQty OnOrderQty UnitMeasureCode ModifiedDate",
    STORES: "BusinessEntityID Name SalesPersonID Demographics rowguid ModifiedDate",
}
# Tables with a header line: the columns that must be there, in any order.
HEADED = {
    TERRITORIES: "TerritoryID TerritoryName CountryCode",
    MILESTONES: "TrackingEventID EventName",
    ORDERS: "SalesOrderID OrderDate DueDate ShipDate OnlineOrderFlag CustomerID"
    " TerritoryID SubTotal TaxAmt Freight TotalDue",
    LINES: "SalesOrderID SalesOrderDetailID OrderQty ProductID UnitPrice LineTotal",
    TRACKING: "OrderTrackingID SalesOrderID TrackingEventID EventDateTime",
}


class FolderUnreadable(SourceUnreadable):
    """The folder is not an AdventureWorks folder; the message names all that is missing."""


def read_folder(path: str | Path) -> AdventureWorks:
    """All that the folder says; raises FolderUnreadable when files or columns are missing."""
    reading = _Reading(_load(Path(path)))
    locations = reading.table(LOCATIONS, _location, lambda it: it.location_id)
    products = _products(reading)
    stock = reading.table(
        STOCK, lambda row: _stock_row(row, products, locations), lambda it: (it.product_id, it.location_id)
    )
    vendors = reading.table(VENDORS, _vendor, lambda it: it.vendor_id)
    prices = reading.table(
        PRICES, lambda row: _vendor_price(row, products, vendors), lambda it: (it.product_id, it.vendor_id)
    )
    resellers = reading.table(STORES, _reseller, lambda it: it.store_id)
    territories = reading.table(TERRITORIES, _territory, lambda it: it.territory_id)
    orders = _orders(reading, products, territories)
    return AdventureWorks(
        locations=locations,
        products=products,
        stock=tuple(stock.values()),
        vendors=vendors,
        vendor_prices=tuple(prices.values()),
        resellers=resellers,
        territories=territories,
        orders=orders,
        rejected=reading.rejected,
        noticed=reading.noticed,
        places=reading.places,
    )


def _load(folder: Path) -> dict[str, str]:
    """The text of every file by its name under the folder, or one error that names all that is missing."""
    texts: dict[str, str] = {}
    problems: list[str] = []
    for file in (*COLUMNS, *HEADED):
        try:
            raw = (folder / file).read_bytes()
        except OSError as error:
            problems.append(f"{file} ({error.strerror or error})")
            continue
        texts[file] = decoded(raw)
        if file in HEADED:
            problems += _header_problems(file, texts[file].partition("\n")[0])
    if problems:
        raise FolderUnreadable(f"{folder} is not an AdventureWorks folder: missing " + "; ".join(problems))
    return texts


def _header_problems(file: str, header: str) -> list[str]:
    try:
        columns = _fields(file, header)
    except Unusable as problem:
        return [f"{file} (its first line {problem})"]
    absent = [column for column in HEADED[file].split() if column not in columns]
    return [f"{file} (its first line lacks {', '.join(absent)})"] if absent else []


class _Reading:
    """The files' texts, and the rows that were named so far."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts
        self.rejected: list[BadRow] = []
        self.noticed: list[BadRow] = []
        self.places: dict[str, dict[Any, int]] = {}

    def table(self, file: str, build: Callable[[Row], T], key: Callable[[T], K]) -> dict[K, T]:
        """The file's good rows by key; a row with the key of an earlier one is rejected."""
        found: dict[K, T] = {}
        first: dict[K, int] = {}
        self.places[file] = first
        for row in self._rows(file):
            try:
                built = build(row)
                if (name := key(built)) in found:
                    raise Unusable(f"repeats {name} of line {first[name]}")
                found[name], first[name] = built, row.line
            except Unusable as problem:
                self.rejected.append(BadRow(file, row.line, str(problem)))
        return found

    def _rows(self, file: str) -> Iterator[Row]:
        columns = COLUMNS.get(file, "").split()
        for line, record in records(self.texts[file], "&|" if file == STORES else "\n"):
            try:
                cells = _fields(file, record)
            except Unusable as problem:
                self.rejected.append(BadRow(file, line, str(problem)))
                continue
            if not columns:
                columns = cells
            elif len(cells) != len(columns):
                self.rejected.append(BadRow(file, line, f"has {len(cells)} fields, not {len(columns)}"))
            else:
                yield Row(file, line, dict(zip(columns, cells, strict=True)))


def _fields(file: str, record: str) -> list[str]:
    if file in COLUMNS:
        return readable(record).split("+|" if file == STORES else "\t")
    return comma_separated(record)


def _location(row: Row) -> Location:
    return Location(row.integer("LocationID"), row.text("Name"))


def _products(reading: _Reading) -> dict[int, Product]:
    owner: dict[str, int] = {}  # a product's number is its SKU and may not come twice either

    def product(row: Row) -> Product:
        built = Product(
            product_id=row.integer("ProductID"),
            number=row.text("ProductNumber"),
            name=row.text("Name"),
            made_in_house=row.flag("MakeFlag"),
            standard_cost=row.number("StandardCost"),
            list_price=row.number("ListPrice"),
            days_to_manufacture=row.integer("DaysToManufacture"),
        )
        if (taken := owner.setdefault(built.number, built.product_id)) != built.product_id:
            raise Unusable(f"ProductNumber {built.number} is that of product {taken}")
        return built

    return reading.table(PRODUCTS, product, lambda it: it.product_id)


def _stock_row(row: Row, products: Collection[int], locations: Collection[int]) -> StockRow:
    return StockRow(
        product_id=row.known("ProductID", products, PRODUCTS),
        location_id=row.known("LocationID", locations, LOCATIONS),
        quantity=row.integer("Quantity"),
    )


def _vendor(row: Row) -> Vendor:
    return Vendor(
        vendor_id=row.integer("BusinessEntityID"),
        name=row.text("Name"),
        preferred=row.flag("PreferredVendorStatus"),
        active=row.flag("ActiveFlag"),
    )


def _vendor_price(row: Row, products: Collection[int], vendors: Collection[int]) -> VendorPrice:
    price = VendorPrice(
        product_id=row.known("ProductID", products, PRODUCTS),
        vendor_id=row.known("BusinessEntityID", vendors, VENDORS),
        unit_price=row.number("StandardPrice"),
        lead_time_days=row.integer("AverageLeadTime"),
        min_order_quantity=row.integer("MinOrderQty", least=1),
        max_order_quantity=row.integer("MaxOrderQty", least=1),
    )
    if price.unit_price == 0:
        raise Unusable("StandardPrice is 0")
    if price.max_order_quantity < price.min_order_quantity:
        raise Unusable(f"MaxOrderQty {price.max_order_quantity} < MinOrderQty {price.min_order_quantity}")
    return price


def _reseller(row: Row) -> Reseller:
    return Reseller(row.integer("BusinessEntityID"), row.text("Name"))


def _territory(row: Row) -> Territory:
    return Territory(row.integer("TerritoryID"), row.text("TerritoryName"), row.text("CountryCode"))


def _orders(reading: _Reading, products: Collection[int], territories: Collection[int]) -> tuple[SalesOrder, ...]:
    """The orders in order-date order; one that does not add up is left out whole."""
    at: dict[int, int] = {}

    def header(row: Row) -> SalesOrder:
        order = _header(row, territories)
        at.setdefault(order.order_id, row.line)
        return order

    def line(row: Row) -> SalesLine:
        return _line(row, headers, products)

    def report(row: Row) -> TrackingEvent:
        return _report(row, headers, names)

    names = dict(reading.table(MILESTONES, _milestone, lambda it: it[0]).values())
    headers = reading.table(ORDERS, header, lambda it: it.order_id)
    lines: dict[int, list[SalesLine]] = {number: [] for number in headers}
    for sold in reading.table(LINES, line, lambda it: it.line_id).values():
        lines[sold.order_id].append(sold)
    tracking: dict[int, list[TrackingEvent]] = {number: [] for number in headers}
    for seen in reading.table(TRACKING, report, lambda it: it.tracking_id).values():
        tracking[seen.order_id].append(seen)
    whole = []
    for number, order in headers.items():
        order = replace(
            order,
            lines=tuple(sorted(lines[number], key=lambda it: it.line_id)),
            tracking=tuple(sorted(tracking[number], key=lambda it: (it.at, it.tracking_id))),
        )
        try:
            _check_sums(order)
        except Unusable as problem:
            left_out = f"; left out with {len(order.lines)} lines and {len(order.tracking)} tracking events"
            reading.rejected.append(BadRow(ORDERS, at[number], str(problem) + left_out))
            continue
        reading.noticed += [BadRow(ORDERS, at[number], oddity) for oddity in _oddities(order)]
        whole.append(order)
    return tuple(sorted(whole, key=lambda it: (it.ordered_at, it.order_id)))


def _header(row: Row, territories: Collection[int]) -> SalesOrder:
    order = SalesOrder(
        order_id=row.integer("SalesOrderID"),
        ordered_at=row.moment("OrderDate"),
        due_on=row.moment("DueDate").date(),
        stated_ship_on=row.moment("ShipDate").date(),
        online=row.flag("OnlineOrderFlag"),
        customer_id=row.integer("CustomerID", least=1),
        territory_id=row.known("TerritoryID", territories, TERRITORIES),
        net=row.number("SubTotal"),
        tax=row.number("TaxAmt"),
        freight=row.number("Freight"),
        total=row.number("TotalDue"),
    )
    for column, day in (("DueDate", order.due_on), ("ShipDate", order.stated_ship_on)):
        if day < order.ordered_at.date():
            raise Unusable(f"{column} {day} is before OrderDate {order.ordered_at.date()}")
    return order


def _line(row: Row, orders: Collection[int], products: Collection[int]) -> SalesLine:
    quantity, price = row.integer("OrderQty", least=1), row.number("UnitPrice")
    total = row.number("LineTotal")
    return SalesLine(
        line_id=row.integer("SalesOrderDetailID"),
        order_id=row.known("SalesOrderID", orders, ORDERS),
        product_id=row.known("ProductID", products, PRODUCTS),
        quantity=quantity,
        unit_price=price,
        discount_rate=_discount_rate(quantity * price, total),
        line_total=total,
    )


def _discount_rate(gross: Decimal, total: Decimal) -> Decimal:
    """The rate that turns the gross into the line's total: this cut of the data lost its column."""
    rate = (1 - total / gross).quantize(RATE_STEP, ROUND_HALF_UP) if gross else Decimal(0)
    if rate < 0 or abs(gross * (1 - rate) - total) >= LINE_STEP:
        raise Unusable(f"LineTotal {total} is neither OrderQty x UnitPrice {gross} nor less by a discount")
    return rate


def _milestone(row: Row) -> tuple[int, Milestone]:
    try:
        return row.integer("TrackingEventID"), Milestone(row.text("EventName"))
    except ValueError:
        raise Unusable(f"EventName {row.text('EventName')!r} is not a known milestone") from None


def _report(row: Row, orders: Collection[int], names: dict[int, Milestone]) -> TrackingEvent:
    return TrackingEvent(
        tracking_id=row.integer("OrderTrackingID"),
        order_id=row.known("SalesOrderID", orders, ORDERS),
        milestone=names[row.known("TrackingEventID", names, MILESTONES)],
        at=row.moment("EventDateTime"),
    )


def _check_sums(order: SalesOrder) -> None:
    if not order.lines:
        raise Unusable("has no usable lines")
    added = sum((line.line_total for line in order.lines), Decimal(0))
    if abs(added - order.net) >= HEADER_STEP:
        raise Unusable(f"SubTotal {order.net} is not the {added} of its usable lines")
    if order.total != order.net + order.tax + order.freight:
        raise Unusable(f"TotalDue {order.total} is not SubTotal + TaxAmt + Freight")


def _oddities(order: SalesOrder) -> Iterator[str]:
    """What is strange about an order and harms nothing."""
    early = sum(seen.at.date() < order.ordered_at.date() for seen in order.tracking)
    if early:
        yield f"{early} tracking events are dated before the day of the order"
    if order.delivered_at is None:
        yield "was never reported as delivered"
