"""Do the company's books say what the files say? Counted and added up from the departments' own documents."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from deploy.imports.adventureworks import AdventureWorks, SalesOrder, files
from deploy.imports.adventureworks.naming import PAYABLE_ROUNDING, reference_of
from deploy.imports.adventureworks.selling import minor
from deploy.imports.adventureworks.setting_up import NOTES
from deploy.imports.findings import Counted, Findings
from deploy.imports.office import Office

MEASURES: Final = ("net", "tax", "freight", "payable rounding", "total", "paid")
NOTHING: Final = Decimal(0)


@dataclass(frozen=True)
class Compared:
    """A sum of all delivered orders: of the files in whole cents per order, of the company, and unrounded."""

    measure: str
    files: Decimal
    company: Decimal
    files_exact: Decimal

    @property
    def difference(self) -> Decimal:
        """Nothing, unless something went wrong."""
        return self.company - self.files


@dataclass(frozen=True)
class OpenOrder:
    """An order that has not come to its end, and why; its sums are not among those compared."""

    order_id: int
    status: str
    total: Decimal
    because: str


@dataclass
class Summary(Findings):
    """What the import came to."""

    sums: list[Compared] = field(default_factory=list)
    open_orders: list[OpenOrder] = field(default_factory=list)
    bought: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = NOTES

    @property
    def holds(self) -> bool:
        """Whether every sum is the files' to the cent and nothing was set aside."""
        return super().holds and all(not compared.difference for compared in self.sums)

    def remarks(self) -> Iterator[str]:
        """Also what is open, and what was bought."""
        for order in self.open_orders:
            yield f"open: order {order.order_id} over {order.total:,} is {order.status}: {order.because}"
        for supplier, pieces in self.bought.items():
            yield f"bought for shortages: {pieces:,} pieces from {supplier}"
        yield from super().remarks()


class _Invoiced:
    """What was billed and paid for one order, in cents."""

    def __init__(self) -> None:
        self.of: Counter[str] = Counter()

    def add(self, invoice: dict[str, Any]) -> None:
        self.of["net"] += sum(line["net"]["minor"] for line in invoice["lines"])
        for charge in invoice["charges"]:
            amount = charge["net"]["minor"] + charge["tax"]["minor"]
            match charge["kind"]:
                case "rounding" if charge["description"] == PAYABLE_ROUNDING:
                    self.of["payable rounding"] += amount
                case "rounding":
                    self.of["net"] += amount
                case kind:
                    self.of[kind] += amount
        self.of["total"] += invoice["total"]["minor"]
        self.of["paid"] += invoice["total"]["minor"] - invoice["open"]["minor"]


async def summary_of(works: AdventureWorks, orders: Sequence[SalesOrder], office: Office) -> Summary:
    """Asks everybody, and compares. `orders` are those that were to be played."""
    summary = Summary(noticed=list(works.noticed))
    placed = {shown["customer_reference"]: shown for shown in await office.all("sara.rep", "/sales/orders")}
    invoiced: defaultdict[str, _Invoiced] = defaultdict(_Invoiced)
    for invoice in await office.all("anh.accountant", "/accounting/invoices"):
        if invoice["status"] != "withheld":
            invoiced[invoice["order_id"]].add(invoice)
    _compare(summary, orders, placed, invoiced)
    await _count(summary, works, orders, placed, office)
    suppliers = {one["supplier_id"]: one["name"] for one in await office.all("bao.buyer", "/purchasing/suppliers")}
    bought: Counter[str] = Counter()
    for purchase in await office.all("bao.buyer", "/purchasing/purchase-orders"):
        bought[suppliers[purchase["supplier_id"]]] += sum(int(Decimal(line["received"])) for line in purchase["lines"])
    summary.bought = dict(bought.most_common())
    return summary


def _compare(
    summary: Summary,
    orders: Iterable[SalesOrder],
    placed: dict[str, dict[str, Any]],
    invoiced: dict[str, _Invoiced],
) -> None:
    expected_sum: Counter[str] = Counter()
    company_sum: Counter[str] = Counter()
    exact: defaultdict[str, Decimal] = defaultdict(Decimal)
    for order in orders:
        shown = placed.get(reference_of(order.order_id))
        if shown is None or shown["status"] != "completed":
            summary.open_orders.append(_open_order(order, shown))
            continue
        expected = _expected(order)
        billed = invoiced[shown["order_id"]].of
        expected_sum.update(expected)
        company_sum.update(billed)
        for measure, amount in _unrounded(order).items():
            exact[measure] += amount
        summary.differing += [
            f"order {order.order_id}: {measure} is {_dollars(billed[measure])}, the file says {_dollars(amount)}"
            for measure, amount in expected.items()
            if billed[measure] != amount
        ]
    summary.sums = [
        Compared(measure, _dollars(expected_sum[measure]), _dollars(company_sum[measure]), exact[measure])
        for measure in MEASURES
    ]


def _expected(order: SalesOrder) -> dict[str, int]:
    sums = order.in_cents()
    total = minor(sums.total)
    return {
        "net": minor(sums.net),
        "tax": minor(sums.tax),
        "freight": minor(sums.freight),
        "payable rounding": minor(sums.payable_rounding),
        "total": total,
        "paid": total,
    }


def _unrounded(order: SalesOrder) -> dict[str, Decimal]:
    return {"net": order.net, "tax": order.tax, "freight": order.freight, "total": order.total, "paid": order.total}


def _open_order(order: SalesOrder, shown: dict[str, Any] | None) -> OpenOrder:
    if shown is None:
        return OpenOrder(order.order_id, "not placed", order.in_cents().total, "refused: see the bad rows")
    because = "never delivered, says OrderTracking.csv" if order.delivered_at is None else "under way"
    return OpenOrder(order.order_id, shown["status"], order.in_cents().total, because)


def _dollars(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


async def _count(
    summary: Summary,
    works: AdventureWorks,
    orders: Sequence[SalesOrder],
    placed: dict[str, dict[str, Any]],
    office: Office,
) -> None:
    """Rows of each file beside the documents that they became."""
    items = await office.all("wim.storekeeper", "/warehouse/items")
    counts = await office.all("wim.storekeeper", "/warehouse/stock-counts", status="approved", opening="true")
    suppliers = await office.all("bao.buyer", "/purchasing/suppliers")
    sources = await office.all("bao.buyer", "/purchasing/supply-sources")
    customers = await office.all("sara.rep", "/sales/customers")
    made_in_house = sum(product.made_in_house for product in works.products.values())
    counted = [line for count in counts for line in count["lines"]]
    ours = [placed[reference] for order in orders if (reference := reference_of(order.order_id)) in placed]
    buyers = len({order.customer_id for order in works.orders})
    offers = sum(len(source["offers"]) for source in sources)
    summary.counts = [
        Counted(f"{files.PRODUCTS}: items", len(works.products), len(items)),
        Counted(f"{files.STOCK}: rows counted", len(works.stock), len(counted)),
        Counted(
            f"{files.STOCK}: pieces",
            sum(row.quantity for row in works.stock),
            int(sum((Decimal(line["counted"]) for line in counted), NOTHING)),
        ),
        Counted(f"{files.VENDORS}: suppliers (and the own plant)", len(works.vendors) + 1, len(suppliers)),
        Counted(f"{files.PRICES}: offers (and the own plant's)", len(works.vendor_prices) + made_in_house, offers),
        Counted(f"{files.STORES}: customers without orders", len(works.resellers), len(customers) - buyers),
        Counted(f"{files.ORDERS}: customers", buyers, len(customers) - len(works.resellers)),
        Counted(f"{files.ORDERS}: orders", len(orders), len(ours)),
        Counted(
            f"{files.LINES}: lines", sum(len(order.lines) for order in orders), sum(len(one["lines"]) for one in ours)
        ),
    ]
