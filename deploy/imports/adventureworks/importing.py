"""The import of an AdventureWorks folder, whole: set up, played to the end, compared. Start it again after any end."""

import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from deploy.imports.adventureworks import AdventureWorks, SalesOrder
from deploy.imports.adventureworks.naming import PRICE_LIST, reference_of, set_up_at
from deploy.imports.adventureworks.playing import Play
from deploy.imports.adventureworks.selling import left_at
from deploy.imports.adventureworks.setting_up import SettingUp
from deploy.imports.adventureworks.summary import Summary, summary_of
from deploy.imports.office import Office
from deploy.imports.opening import NothingToPlay, Watcher, company_for_import
from deploy.journeys.people import Refused

AFTERMATH: Final = timedelta(days=365)
"""Time enough for the last deadline, a survey without an answer: none is left behind for a company at work."""


async def import_folder(works: AdventureWorks, home: Path, watcher: Watcher, *, limit: int | None = None) -> Summary:
    """Plays the folder's orders, or the first so many of them, into the company in `home`."""
    started = time.monotonic()
    if not works.orders:
        raise NothingToPlay("there is no usable order")
    orders = works.orders[:limit]
    begin = set_up_at(works.orders[0].ordered_at)
    async with company_for_import(home, begin, _is_ours) as (company, office):
        setting_up = SettingUp(works, office, begin.date(), watcher.advance)
        watcher.stage("setting up", setting_up.size())
        books = await setting_up.run()
        await company.settle()
        closing = _Closing(orders, watcher)
        play = Play(works, office, company, books.customers, closing.closed)
        await _take_up(play, orders, closing)
        watcher.stage("playing orders", len(orders), len(closing.done))
        await play.run()
        await company.pass_time_to(company.clock.now() + AFTERMATH)
        await company.remember()
        summary = await summary_of(works, orders, office)
        summary.parked = await company.parked()
    summary.bad_rows = [*works.rejected, *books.refused, *play.refused]
    summary.seconds = round(time.monotonic() - started, 1)
    return summary


class _Closing:
    """Which orders have come to their end, each told once."""

    def __init__(self, orders: Sequence[SalesOrder], watcher: Watcher) -> None:
        self.done: set[int] = set()
        self._ours = {order.order_id for order in orders}
        self._watcher = watcher

    def closed(self, order_id: int) -> None:
        if order_id in self._ours and order_id not in self.done:
            self.done.add(order_id)
            self._watcher.advance()


async def _is_ours(office: Office) -> bool:
    """An import makes the price list before anything else."""
    try:
        await office.get("marc.sales-manager", f"/sales/price-lists/{PRICE_LIST}")
    except Refused:
        return False
    return True


async def _take_up(play: Play, orders: Sequence[SalesOrder], closing: _Closing) -> None:
    """Orders that were placed before go on from where they are; the others begin."""
    placed = {shown["customer_reference"]: shown for shown in await play.office.all("sara.rep", "/sales/orders")}
    for order in orders:
        shown = placed.get(reference_of(order.order_id))
        if shown is None:
            play.sell(order)
        elif shown["status"] == "completed" or left_at(order) is None:
            closing.done.add(order.order_id)
        else:
            play.orders[shown["order_id"]] = order
    if play.orders:
        await play.take_up()
