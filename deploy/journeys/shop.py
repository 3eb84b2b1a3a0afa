"""A company ready to trade: items, stock, prices, suppliers and a customer, set up by its staff through their APIs."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from stdnum.vn import mst

from deploy.journeys.people import People

CURRENCY: Final = "VND"
TAX_CODE: Final = "VAT10"
PRICE_LIST: Final = "STANDARD"
SINCE: Final = "2020-01-01"
BOUGHT_FREELY: Final = 10_000_000
"""Đồng: a purchase order above it waits for somebody else than its maker."""


@dataclass(frozen=True)
class Article:
    """Something the shop trades in: prices in whole đồng before tax."""

    sku: str
    name: str
    price: int
    floor: int
    cost: int
    stock: int = 0


PUMPS: Final = (
    Article("PUMP-40", "Centrifugal pump, 40 l/min", 12_500_000, 11_000_000, 8_000_000, 500),
    Article("VALVE-2", "Check valve, 2 inch", 1_150_000, 950_000, 600_000, 2_000),
    Article("PIPE-6", "Steel pipe, 6 m", 890_000, 800_000, 510_000, 3_000),
    Article("SEAL-KIT", "Seal kit", 333_333, 250_000, 120_000, 5_000),
    Article("CTRL-1", "Pump controller", 6_700_000, 6_000_000, 4_100_000, 800),
)
SHORT: Final = Article("MOTOR-7", "Motor, 7.5 kW", 18_333_333, 16_000_000, 13_250_000, 0)


def tax_number(serial: int) -> str:
    """A Vietnamese tax number (MST) with its check digit. Source: python-stdnum, stdnum.vn.mst."""
    stem = 100_000_000 + serial * 7
    while len(digit := mst.calc_check_digit(str(stem))) > 1:  # some stems have no check digit, and are not given out
        stem += 1
    return f"{stem}{digit}"


def amount(minor: int, currency: str = CURRENCY) -> dict[str, Any]:
    """Money as the APIs take it."""
    return {"minor": minor, "currency": currency}


async def tax_and_prices(people: People, articles: tuple[Article, ...]) -> None:
    """Tax code, items and prices."""
    await people.put("chi.chief-accountant", f"/accounting/tax-codes/{TAX_CODE}", {"name": "VAT 10 %"})
    await people.post(
        "chi.chief-accountant", f"/accounting/tax-codes/{TAX_CODE}/rates", {"percent": "10", "valid_from": SINCE}
    )
    await people.put(
        "marc.sales-manager", f"/sales/price-lists/{PRICE_LIST}", {"name": "Standard", "currency": CURRENCY}
    )
    for article in articles:
        await people.put("wim.storekeeper", f"/warehouse/items/{article.sku}", {"name": article.name, "unit": "EA"})
        price = {
            "sku": article.sku,
            "description": article.name,
            "unit_price": str(article.price),
            "floor_price": str(article.floor),
            "tax_code": TAX_CODE,
            "valid_from": SINCE,
        }
        await people.post("marc.sales-manager", f"/sales/price-lists/{PRICE_LIST}/prices", price)


async def open_site(people: People, code: str) -> None:
    """Opened by the manager; repeated, nothing changes."""
    await people.put("wanda.warehouse-manager", f"/warehouse/sites/{code}", {"name": f"Site {code}"})


async def opening_stock(people: People, articles: tuple[Article, ...], warehouse: str = "main") -> None:
    """At a site opened for it, counted by the storekeeper, approved by the manager."""
    await open_site(people, warehouse)
    lines = [
        {"sku": article.sku, "counted": str(article.stock), "unit_cost": str(article.cost)}
        for article in articles
        if article.stock
    ]
    count = await people.post(
        "wim.storekeeper",
        "/warehouse/stock-counts",
        {"warehouse": warehouse, "currency": CURRENCY, "lines": lines, "opening": True, "reason": "opening stock"},
    )
    await people.post("wanda.warehouse-manager", f"/warehouse/stock-counts/{count['id']}/approval")


async def supplier_of(people: People, article: Article) -> str:
    """A supplier who offers the article at its cost, and how much may be bought unapproved; the supplier's id."""
    await people.put("petra.purchasing-manager", "/purchasing/policy", {"approval_above": [amount(BOUGHT_FREELY)]})
    registered = await people.post(
        "bao.buyer",
        "/purchasing/suppliers",
        {
            "name": f"Maker of {article.name}",
            "tax_id": tax_number(71),
            "country": "VN",
            "currency": CURRENCY,
            "payment_days": 30,
        },
    )
    offer = {
        "unit_price": str(article.cost),
        "currency": CURRENCY,
        "minimum_quantity": "1",
        "lead_time_days": 5,
        "valid_from": SINCE,
    }
    await people.put("bao.buyer", f"/purchasing/supply-sources/{article.sku}/offers/{registered['id']}", offer)
    return str(registered["id"])


async def customer(people: People, serial: int = 1, *, limit: int | None = 5_000_000_000) -> str:
    """A customer who pays half at once and half after 30 days, with a credit limit in đồng; the customer's id."""
    registered = await people.post(
        "sara.rep",
        "/sales/customers",
        {
            "name": f"Công ty TNHH Bơm Sông Hồng {serial}",
            "tax_id": tax_number(serial),
            "country": "VN",
            "currency": CURRENCY,
            "billing_email": f"ketoan{serial}@songhong.example",
            "terms": [{"percent": "50", "due_in_days": 0}, {"percent": "50", "due_in_days": 30}],
            "language": "vi",
            "contacts": [
                {"name": "Nguyễn Thị Hoa", "role": "decision-maker", "email": f"hoa{serial}@songhong.example"}
            ],
        },
    )
    customer_id = str(registered["id"])
    if limit is not None:
        path = f"/accounting/credit-accounts/{customer_id}"
        await people.until("chi.chief-accountant", path, lambda _: True, "the credit account is opened")
        await people.post(
            "chi.chief-accountant", f"{path}/limit", {"limit": amount(limit), "reason": "yearly review of the file"}
        )
    return customer_id


def lines_of(articles: tuple[Article, ...], quantity: int) -> list[dict[str, Any]]:
    """So many of each, at the list's prices."""
    return [{"sku": article.sku, "quantity": str(quantity)} for article in articles]


def net_of(articles: tuple[Article, ...], quantity: int) -> Decimal:
    """What that many of each cost at list price before tax."""
    return Decimal(sum(article.price for article in articles) * quantity)
