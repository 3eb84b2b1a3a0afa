"""An order that ships from a site which is left meanwhile: closed, reopened where somebody waits there, and vacated.

Whoever has not heard of the closing names the site still, so that goods come there behind the manager's back.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

from deploy.journeys.people import Refused
from deploy.journeys.shop import CURRENCY, PUMPS, SHORT, open_site, opening_stock
from deploy.journeys.short_of_stock import receive
from deploy.simulation.buying import SITE_NOT_OPEN
from deploy.simulation.case import Case, went_through
from deploy.simulation.shipping import HEARD_SECONDS

MANAGER, STOREKEEPER, BUYER, APPROVER = (
    "wanda.warehouse-manager",
    "wim.storekeeper",
    "bao.buyer",
    "petra.purchasing-manager",
)
IN_STOCK: Final = 12
"""Of each article: more than an order is for."""
MEAN_SECONDS_UNTIL_CLOSED: Final = 1.0
REOPENED_AT_ONCE: Final = 0.3
REOPENED_FOR_WHO_WAITS: Final = 0.3
BOUGHT_FOR_IT: Final = 0.6
DELIVERED_THERE: Final = 0.5
PRICES: Final = ("100000", "5000000")
"""Of three pieces: bought freely, or once somebody approved it."""
IN_USE: Final = "warehouse.site.in-use"
USED_MEANWHILE: Final = "warehouse.site.used-meanwhile"
NOT_AS_COUNTED: Final = (
    "warehouse.stock-item.adjusts-below-reserved",
    "warehouse.stock-count.counted-meanwhile",
    "warehouse.stock-count.stock-moved",
)
"""The order was cancelled, and the warehouse has not heard of it; then it has. Or a receipt was corrected."""


async def ships_from_a_site_that_is_left(
    case: Case, order: Callable[[Case], Awaitable[None]], *, is_stocked: bool
) -> None:
    """Opens the site, and leaves it while the order goes its way; the site is vacated when that is over."""
    site, luck = f"W-{case.bank}", case.luck("leaving")
    if is_stocked:
        await opening_stock(case.staff, tuple(replace(article, stock=IN_STOCK) for article in PUMPS), site)
    else:
        await open_site(case.staff, site)
    while site not in {one["code"] for one in (await case.staff.get("sara.rep", "/sales/sites"))["sites"]}:
        await case.staff.nap(HEARD_SECONDS)
    going_on = asyncio.gather(order(replace(case, site=site)), _somebody_buys_for_it(case, site, luck))
    await asyncio.gather(going_on, _leave(case, site, luck, going_on))


async def _leave(case: Case, site: str, luck: random.Random, going_on: "asyncio.Future[Any]") -> None:
    """Until nothing is there, and nothing can come any more."""
    await case.staff.nap(MEAN_SECONDS_UNTIL_CLOSED)
    await _post(case, site, "closing")
    if luck.random() < REOPENED_AT_ONCE:
        await case.pause()
        await _post(case, site, "reopening")
        await case.pause()
        await _post(case, site, "closing")
    while True:
        is_over = going_on.done()
        left = await _what_is_left(case, site)
        if left is None and is_over:
            return
        if left and is_over:
            await _count_out(case, site)
        elif left and "waiting" in left and luck.random() < REOPENED_FOR_WHO_WAITS:
            await _post(case, site, "reopening")
            await asyncio.wait([going_on])
            await _post(case, site, "closing")
        else:
            await case.staff.nap(HEARD_SECONDS)


async def _post(case: Case, site: str, what: str) -> None:
    await case.staff.post(MANAGER, f"/warehouse/sites/{site}/{what}", {"reason": "the lease ends"})


async def _what_is_left(case: Case, site: str) -> dict[str, Any] | None:
    """Why it is not vacated; None where it is, and empty: nothing, where it is to be looked at again."""
    try:
        await case.staff.post(MANAGER, f"/warehouse/sites/{site}/vacating")
    except Refused as refused:
        if refused.code not in (IN_USE, USED_MEANWHILE):
            raise
        return dict(refused.problem) if refused.code == IN_USE else {}
    there = await _stock(case, site)
    (status,) = [
        one["status"] for one in (await case.staff.get(MANAGER, "/warehouse/sites"))["sites"] if one["code"] == site
    ]
    if status == "vacated" and there:
        raise AssertionError(f"{site} is vacated, and has {there}")
    return None if status == "vacated" else {}


async def _stock(case: Case, site: str) -> list[dict[str, Any]]:
    page = await case.staff.get(STOREKEEPER, f"/warehouse/stock-items?warehouse={site}&limit=200")
    return [one for one in page["items"] if any(float(one[name]) for name in ("on_hand", "reserved", "waiting"))]


async def _count_out(case: Case, site: str) -> None:
    """What nobody ordered is carried away, repairs and scrap as well; what still comes is counted the next time."""
    for place in (site, f"{site}.repair", f"{site}.scrap"):
        lines = [{"sku": one["sku"], "counted": "0"} for one in await _stock(case, place) if float(one["on_hand"])]
        if lines:
            await _count_out_of(case, place, lines)
            return
    await case.staff.nap(HEARD_SECONDS)


async def _count_out_of(case: Case, place: str, lines: list[dict[str, str]]) -> None:
    body = {"warehouse": place, "currency": CURRENCY, "lines": lines, "reason": "carried away"}
    count = await case.staff.post(STOREKEEPER, "/warehouse/stock-counts", body)
    path = f"/warehouse/stock-counts/{count['id']}"
    if not await went_through(case.staff.post(MANAGER, f"{path}/approval"), *NOT_AS_COUNTED):
        await case.staff.post(MANAGER, f"{path}/refusal", {"reason": "the goods are not ours to carry away"})


async def _somebody_buys_for_it(case: Case, site: str, luck: random.Random) -> None:
    """Goods that nobody ordered; they come, or are called off, as far as the closing was not heard of before."""
    if luck.random() >= BOUGHT_FOR_IT:
        return
    await case.staff.nap(MEAN_SECONDS_UNTIL_CLOSED)
    offers = (await case.staff.get(BUYER, f"/purchasing/supply-sources/{SHORT.sku}"))["offers"]
    body = {
        "supplier_id": offers[0]["supplier_id"],
        "warehouse": site,
        "currency": CURRENCY,
        "lines": [{"sku": PUMPS[3].sku, "quantity": "3", "unit_price": luck.choice(PRICES)}],
    }
    try:
        drafted = await case.staff.post(BUYER, "/purchasing/purchase-orders", body)
    except Refused as refused:
        if refused.code not in SITE_NOT_OPEN:
            raise
        return
    path = f"/purchasing/purchase-orders/{drafted['id']}"
    await case.pause()
    is_sent = (await case.staff.get(BUYER, path))["status"] == "sent"
    if not is_sent and await went_through(case.staff.post(APPROVER, f"{path}/approval"), *SITE_NOT_OPEN):
        await case.pause()
        is_sent = await went_through(case.staff.post(BUYER, f"{path}/dispatch"), *SITE_NOT_OPEN)
    if is_sent and luck.random() < DELIVERED_THERE:
        await receive(case.staff, drafted["id"], 3)
    else:
        await case.staff.post(BUYER, f"{path}/cancellation", {"reason": "the site is given up"})
