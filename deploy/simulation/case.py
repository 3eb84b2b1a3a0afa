"""One order of a run: who looks after it, under which contract, and its luck."""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from deploy.journeys.people import Refused
from deploy.simulation.staff import SimulatedStaff

MEAN_PAUSE_SECONDS: Final = 0.1


async def went_through(doing: Awaitable[Any], *expected: str) -> bool:
    """Whether it was done. It may be refused for these reasons, and for no other."""
    try:
        await doing
    except Refused as refused:
        if refused.code not in expected:
            raise
        return False
    return True


@dataclass(frozen=True)
class Customer:
    """A customer, and the contract under which they order."""

    id: str
    contract_id: str


@dataclass(frozen=True)
class Case:
    """One order, the people who look after it, and its luck."""

    staff: SimulatedStaff
    chance: random.Random
    customer: Customer
    bank: str
    site: str = "main"
    """Where its goods are to leave from."""

    def luck(self, what: str) -> random.Random:
        """Luck of its own for what cases came to do later: one that it spares plays on as it did before."""
        return random.Random(f"{self.bank} {what}")  # noqa: S311 - repeatable on purpose

    async def pause(self) -> None:
        """People do something else in between."""
        await self.staff.nap(MEAN_PAUSE_SECONDS)

    async def order(self, order_id: str, come: Callable[[Mapping[str, Any]], bool], what: str) -> dict[str, Any]:
        """The order, once sales knows it to be so."""
        return await self.staff.until("sara.rep", f"/sales/orders/{order_id}", come, what)
