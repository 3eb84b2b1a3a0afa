"""What is said about published events is generated, current, and true of what is told."""

import json

import msgspec
import pytest
from jsonschema import Draft202012Validator

from deploy.embedded.staff import STAFF
from deploy.journeys.doors import into_app
from deploy.journeys.people import People
from deploy.journeys.shop import PUMPS, SHORT, customer, opening_stock, supplier_of, tax_and_prices
from deploy.journeys.short_of_stock import short_of_stock
from deploy.registry import SERVICES
from shared.published.published import TYPES, topic_of, type_of
from shared.published.topics import ALL
from shared.testing.company import MemoryCompany
from tools.published_events import RELEASED, SCHEMAS, broken, wanted


def test_schemas_and_catalogue_are_current() -> None:
    stale = [path.name for path, text in wanted().items() if not path.exists() or path.read_text() != text]
    assert stale == [], "run python tools/published_events.py"
    assert {path.stem for path in SCHEMAS.glob("*.json")} == set(TYPES)


def test_what_was_released_has_not_broken() -> None:
    assert len(list(RELEASED.glob("*.json"))) > 30
    assert broken() == []


def test_only_the_newest_version_of_an_event_is_heard() -> None:
    newest: dict[str, int] = {}
    for name in TYPES:
        base, _, version = name.rpartition(".v")
        newest[base] = max(int(version), newest.get(base, 0))
    heard = {type_of(kind) for s in SERVICES for kind in s.department.heard_kinds() if kind in TYPES.values()}
    assert heard <= {f"{base}.v{version}" for base, version in newest.items()}


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_type_lives_on_a_topic_of_its_owner(name: str) -> None:
    assert topic_of(TYPES[name]) in ALL
    assert name.rpartition(".v")[2].isdigit()


async def test_what_a_journey_tells_fits_its_schema() -> None:
    company = await MemoryCompany.open(SERVICES)
    doors = into_app(company, lambda person: company.token(person, *STAFF[person]), company.settle)
    people = People(doors, patience_seconds=5)
    await tax_and_prices(people, (*PUMPS, SHORT))
    await opening_stock(people, PUMPS)
    await supplier_of(people, SHORT)
    await short_of_stock(people, await customer(people, 1))
    await doors.client.aclose()
    told = [row for d in company.departments.values() for rows in d.store.outbox.values() for row in rows]
    assert len({row.type for row in told}) > 20
    for row in told:
        schema = json.loads((SCHEMAS / f"{row.type}.json").read_text())
        Draft202012Validator(schema).validate(msgspec.json.decode(row.data))
