"""The proof over the in-memory company: it holds after a journey, and each breach of the record is seen."""

from collections.abc import AsyncIterator, Callable, Mapping

import msgspec
import pytest

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People
from deploy.journeys.shop import PUMPS, customer, opening_stock, tax_and_prices
from deploy.journeys.straight import straight
from deploy.proof.memory import prove_in_memory
from deploy.registry import SERVICES
from shared.event_store.memory import MemoryEventStore
from shared.testing.company import MemoryCompany

Stores = Mapping[str, MemoryEventStore]


@pytest.fixture
async def company() -> AsyncIterator[MemoryCompany]:
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    people = People(doors, patience_seconds=5)
    await tax_and_prices(people, PUMPS)
    await opening_stock(people, PUMPS)
    await straight(people, await customer(people, 1))
    await company.settle()
    yield company
    await doors.client.aclose()


async def breached(company: MemoryCompany) -> set[str]:
    stores = {name: department.store for name, department in company.departments.items()}
    return {verdict.id for verdict in await prove_in_memory(stores, company.clock.now()) if not verdict.holds}


async def test_it_holds(company: MemoryCompany) -> None:
    assert await breached(company) == set()


def _lose_a_message(stores: Stores) -> None:
    stores["sales"].inbox.popitem()


def _hear_other_words(stores: Stores) -> None:
    inbox = stores["sales"].inbox
    event_id, heard = next(iter(inbox.items()))
    inbox[event_id] = msgspec.structs.replace(heard, digest=b"other words")


def _hear_backwards(stores: Stores) -> None:
    inbox = stores["sales"].inbox
    for event_id, heard in reversed(list(inbox.items())):
        inbox[event_id] = inbox.pop(event_id)
        assert heard is inbox[event_id]


def _skip_a_number(stores: Stores) -> None:
    rows = next(rows for rows in stores["sales"].outbox.values() if len(rows) > 1)
    rows[-1] = msgspec.structs.replace(rows[-1], seq=len(rows) + 1)


def _touch_a_view(stores: Stores) -> None:
    rows = stores["warehouse"].views["item"]
    rows["PUMP-40"] = {**rows["PUMP-40"], "version": 9}


def _touch_an_event(stores: Stores) -> None:
    log = next(log for log in stores["sales"].logs if log)
    log[0] = msgspec.structs.replace(log[0], data=b"{}")


@pytest.mark.parametrize(
    ("breach", "invariant"),
    [
        (_skip_a_number, "I9"),
        (_lose_a_message, "I10"),
        (_hear_other_words, "I10"),
        (_hear_backwards, "I11"),
        (_touch_a_view, "I13"),
        (_touch_an_event, "I15"),
    ],
)
async def test_a_breach_is_seen(company: MemoryCompany, breach: Callable[[Stores], None], invariant: str) -> None:
    breach({name: department.store for name, department in company.departments.items()})
    assert await breached(company) == {invariant}


async def test_an_id_that_two_events_have_is_seen(company: MemoryCompany) -> None:
    log = next(log for log in company.departments["sales"].store.logs if len(log) > 1)
    log[1] = msgspec.structs.replace(log[1], event_id=log[0].event_id)
    assert "I9" in await breached(company)


async def test_what_a_person_discarded_is_in_no_order(company: MemoryCompany) -> None:
    """It may have waited behind one that was heard later on."""
    inbox = company.departments["sales"].store.inbox
    places = [(heard.topic, heard.stream) for heard in inbox.values()]
    last = next(heard for heard in reversed(inbox.values()) if places.count((heard.topic, heard.stream)) > 1)
    del inbox[last.event_id]
    earlier = dict(inbox)
    inbox.clear()
    inbox |= {last.event_id: msgspec.structs.replace(last, outcome="discarded"), **earlier}
    assert await breached(company) == set()


@pytest.mark.parametrize(("role", "holds"), [("inventory-adjustment", True), ("revenue", False)])
async def test_opening_stock_may_be_where_earlier_releases_booked_it_and_nowhere_else(
    company: MemoryCompany, role: str, holds: bool
) -> None:
    lines = company.departments["accounting"].store.views["journal_line"]
    taken_over = {key: row for key, row in lines.items() if row["role"] == "opening-balance"}
    assert taken_over
    lines.update({key: {**row, "role": role} for key, row in taken_over.items()})
    assert ("I3" not in await breached(company)) == holds
