"""Journeys as load: so many at a time, each a straight one with five order lines, over HTTP."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Callable
from typing import Final

from deploy.bench.wire import WireClient
from deploy.journeys.people import People
from deploy.journeys.shop import PUMPS, Article, customer, opening_stock, tax_and_prices
from deploy.journeys.straight import straight

CUSTOMERS: Final = 40
STOCK: Final = 5_000_000


class WireDoors:
    """The doors of a running company for the load client."""

    def __init__(self, ports: dict[str, int], token: Callable[[str], str]) -> None:
        self.client = WireClient(ports)
        self._token = token

    def token(self, person: str) -> str:
        """A token for one of the staff."""
        return self._token(person)

    async def settle(self) -> None:
        """The company runs by itself."""


def _people(doors: WireDoors, nap_seconds: float) -> People:
    """The staff over the wire client, which answers the few questions of theirs as httpx2 would.

    They look again at an even pace: with naps that grow, a wait that is a little longer would count as half longer.
    """
    return People(
        doors,  # type: ignore[arg-type]
        patience_seconds=60,
        first_nap_seconds=nap_seconds,
        longest_nap_seconds=nap_seconds,
        patient=True,
    )


class Load:
    """A furnished company under load."""

    def __init__(self, doors: WireDoors) -> None:
        self._doors = doors
        # A crowd looks again after a tenth of a second, as pages that refresh themselves do; who measures how long
        # one journey takes has to look more often.
        self._people = _people(doors, nap_seconds=0.1)
        self._watchful = _people(doors, nap_seconds=0.004)
        self._customers: list[str] = []
        self._turn = itertools.count()

    async def furnish(self) -> None:
        """Goods with plenty of stock, prices, and customers without a credit limit in the way."""
        goods = tuple(Article(a.sku, a.name, a.price, a.floor, a.cost, STOCK) for a in PUMPS)
        await tax_and_prices(self._people, goods)
        await opening_stock(self._people, goods)
        for serial in range(CUSTOMERS):
            self._customers.append(await customer(self._people, 500 + serial, limit=10**14))

    async def journey(self, people: People | None = None) -> float:
        """One journey until its payment is allocated; the seconds it took."""
        started = time.perf_counter()
        buyer = self._customers[next(self._turn) % CUSTOMERS]
        await straight(people or self._people, buyer, quantity=1, revised=False, instalments=1, wait_for_the_end=False)
        return time.perf_counter() - started

    async def for_seconds(self, seconds: float, at_a_time: int) -> tuple[int, float]:
        """Journeys in a closed loop; how many were finished, and in how many seconds."""
        started = time.perf_counter()
        finished = 0

        async def loop() -> None:
            nonlocal finished
            while time.perf_counter() - started < seconds:
                await self.journey()
                finished += 1

        await asyncio.gather(*(loop() for _ in range(at_a_time)))
        return finished, time.perf_counter() - started

    async def paced(self, seconds: float, per_second: float) -> None:
        """Journeys begun at an even rate, whatever the ones before them do."""
        tasks = []
        started = time.perf_counter()
        for number in range(int(seconds * per_second)):
            await asyncio.sleep(max(0.0, started + number / per_second - time.perf_counter()))
            tasks.append(asyncio.create_task(self.journey()))
        await asyncio.gather(*tasks)

    async def one_by_one(self, count: int) -> float:
        """The median seconds of journeys that have the company to themselves."""
        return statistics.median([await self.journey(self._watchful) for _ in range(count)])

    async def close(self) -> None:
        """Closes the connections."""
        await self._doors.client.close()
