"""A company with two contracts behind it."""

from collections.abc import Awaitable, Callable
from typing import Any

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People
from deploy.journeys.shop import PUMPS, SHORT, customer, opening_stock, supplier_of, tax_and_prices
from deploy.journeys.short_of_stock import short_of_stock
from deploy.journeys.straight import straight
from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany


async def trade(people: People) -> None:
    """Both journeys, from an empty shop on."""
    await tax_and_prices(people, (*PUMPS, SHORT))
    await opening_stock(people, PUMPS)
    await supplier_of(people, SHORT)
    buyer = await customer(people)
    await straight(people, buyer)
    await short_of_stock(people, buyer)


async def traded_in_memory(
    settle_of: Callable[[MemoryCompany], Callable[[], Awaitable[Any]]] = lambda company: company.settle,
) -> MemoryCompany:
    """The same in memory; `settle_of` may deliver the messages in another way than the company itself does."""
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), settle_of(company))
    await trade(People(doors, patience_seconds=20))
    await doors.settle()
    await doors.client.aclose()
    return company
