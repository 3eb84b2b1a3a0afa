"""The import of an AdventureWorks folder, whole: set up, played to the end, compared. Start it again after any end."""

import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol

from deploy.embedded.company import open_company
from deploy.embedded.driven import DrivenCompany
from deploy.imports.adventureworks import AdventureWorks, SalesOrder
from deploy.imports.adventureworks.naming import PRICE_LIST, reference_of, set_up_at
from deploy.imports.adventureworks.playing import Play
from deploy.imports.adventureworks.selling import left_at
from deploy.imports.adventureworks.setting_up import SettingUp
from deploy.imports.adventureworks.summary import Summary, summary_of
from deploy.imports.office import Office
from deploy.journeys.doors import into_app
from deploy.journeys.people import People, Refused
from deploy.registry import SERVICES
from shared.clocks.driven import DrivenClock

AFTERMATH: Final = timedelta(days=365)
"""Time enough for the last deadline, a survey without an answer: none is left behind for a company at work."""


class NothingToPlay(Exception):
    """The folder holds no order that can be played."""


class AnotherCompany(Exception):
    """The company has a life of its own already: years that passed cannot be played into it."""


class Watcher(Protocol):
    """Is told how far it is."""

    def stage(self, what: str, total: int, done: int = 0) -> None:
        """A stage begins, of so many pieces of which some were done before."""
        ...

    def advance(self) -> None:
        """One more piece is done."""
        ...


async def import_folder(works: AdventureWorks, home: Path, watcher: Watcher, *, limit: int | None = None) -> Summary:
    """Plays the folder's orders, or the first so many of them, into the company in `home`."""
    started = time.monotonic()
    if not works.orders:
        raise NothingToPlay("there is no usable order")
    orders = works.orders[:limit]
    begin = set_up_at(works.orders[0].ordered_at)
    clock = DrivenClock(begin)
    async with open_company(home, SERVICES, clock=clock) as opened:
        company = DrivenCompany(opened, clock)
        office = Office(People(into_app(opened, opened.token, company.settle)))
        await _check_it_is_ours(company, office)
        await company.open()
        setting_up = SettingUp(works, office, begin.date(), watcher.advance)
        watcher.stage("setting up", setting_up.size())
        books = await setting_up.run()
        await company.settle()
        closing = _Closing(orders, watcher)
        play = Play(works, office, company, books.customers, closing.closed)
        await _take_up(play, orders, closing)
        watcher.stage("playing orders", len(orders), len(closing.done))
        await play.run()
        await company.pass_time_to(clock.now() + AFTERMATH)
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


async def _check_it_is_ours(company: DrivenCompany, office: Office) -> None:
    """A company without history, or one that an import began: that makes the price list before anything else."""
    if await company.recorded_until() is None:
        return
    try:
        await office.get("marc.sales-manager", f"/sales/price-lists/{PRICE_LIST}")
    except Refused as refused:
        raise AnotherCompany("choose a home without a company, with --home or O2C_HOME") from refused


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
