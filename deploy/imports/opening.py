"""What every import needs of a company: one in driven time that has no life of its own, and somebody to watch."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from deploy.embedded.company import open_company
from deploy.embedded.driven import DrivenCompany
from deploy.imports.office import Office
from deploy.journeys.doors import into_app
from deploy.journeys.people import People
from deploy.registry import SERVICES
from shared.clocks.driven import DrivenClock


class NothingToPlay(Exception):
    """Nothing that was read can be played."""


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


@asynccontextmanager
async def company_for_import(
    home: Path, begin: datetime, is_ours: Callable[[Office], Awaitable[bool]]
) -> AsyncIterator[tuple[DrivenCompany, Office]]:
    """The company in `home` and its staff, where its record ends, or on its first day at `begin`.

    `is_ours` says whether what this import does before anything else was done. Raises AnotherCompany where there is a
    record and it was not.
    """
    clock = DrivenClock(begin)
    async with open_company(home, SERVICES, clock=clock) as opened:
        company = DrivenCompany(opened, clock)
        office = Office(People(into_app(opened, opened.token, company.settle)))
        if await company.recorded_until() is not None and not await is_ours(office):
            raise AnotherCompany("choose a home without a company, with --home or O2C_HOME")
        await company.open()
        yield company, office
