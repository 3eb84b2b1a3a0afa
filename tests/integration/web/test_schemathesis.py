"""schemathesis over the five documents: no fault, no undocumented status, no undocumented kind of answer.

What it makes up fits the descriptions in one half of the requests and breaks them in the other; ids are made up
in one half, and those of documents that exist in the other, because most of the code is behind an id that is known.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final
from uuid import uuid4

import hypothesis
import pytest
import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.python.asgi import get_client
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from deploy.journeys.doors import over_tcp
from deploy.journeys.people import People
from shared.testing.company import MemoryCompany
from tests.integration.web.conftest import OpenHouse
from tests.integration.web.doorstep import ROLES, Door, collection_of, document_of, doors
from tests.integration.web.trading import trade, traded_in_memory
from tests.real.fixtures import run_apart

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def company() -> MemoryCompany:
    """In memory, with two contracts behind it."""
    return run_apart(traded_in_memory())


@pytest.fixture(scope="module")
def busy_house(open_house: OpenHouse) -> OpenHouse:
    """On PostgreSQL, with two contracts behind it."""

    async def open_and_trade() -> None:
        doors_in = over_tcp(open_house.url, open_house.token)
        await trade(People(doors_in))
        await doors_in.client.aclose()

    run_apart(open_and_trade())
    return open_house


@cache
def operation_of(door: Door) -> Any:
    """schemathesis' view of an operation."""
    return _schema_of(door.department)[door.path][door.method]


@cache
def _schema_of(department: str) -> Any:
    return schemathesis.openapi.from_dict(dict(document_of(department)))


def _known_ids(get: Callable[[str], requests.Response], door: Door) -> Sequence[str]:
    """Of documents of the kind that the path is about."""
    answer = get(collection_of(door))
    rows = answer.json().get("items", []) if answer.ok and isinstance(answer.json(), dict) else []
    return [next(iter(row.values())) for row in rows if isinstance(next(iter(row.values())), str)]


def _cases(door: Door, known: Sequence[str]) -> st.SearchStrategy[schemathesis.Case[Any]]:
    operation = operation_of(door)
    parameters = door.path_parameters()
    if not parameters or not known:
        ways: list[Mapping[str, Any]] = [{}]
    else:
        first = next(iter(parameters))
        ways = [{}, *({**parameters, first: identity} for identity in known[:3])]
    modes = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
    return st.one_of([operation.as_strategy(mode, path_parameters=dict(way) or None) for mode in modes for way in ways])


def _try(
    door: Door, known: Sequence[str], examples: int, send: Callable[[schemathesis.Case[Any]], schemathesis.Response]
) -> None:
    @hypothesis.settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[hypothesis.Phase.generate],  # what is found is short enough as it is
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=_cases(door, known))
    def each(case: schemathesis.Case[Any]) -> None:
        if "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = str(uuid4())
        answer = send(case)
        case.validate_response(answer, checks=CHECKS)

    each()


@pytest.mark.parametrize("door", doors(), ids=str)
def test_in_memory(company: MemoryCompany, door: Door) -> None:
    with get_client(company) as session:
        session.headers["Authorization"] = f"Bearer {company.token('schema.thesis', *ROLES)}"
        known = _known_ids(session.get, door)
        _try(
            door,
            known,
            3 if door.method == "GET" else 6,
            lambda case: case.call(session=session, base_url=session.base_url),
        )


@pytest.fixture(scope="module")
def session(busy_house: OpenHouse) -> Iterator[requests.Session]:
    with requests.Session() as opened:
        opened.headers["Authorization"] = f"Bearer {busy_house.token('schema.thesis', *ROLES)}"
        yield opened


@pytest.mark.campaign
@pytest.mark.slow
@pytest.mark.parametrize("door", doors(), ids=str)
def test_on_postgresql(busy_house: OpenHouse, session: requests.Session, door: Door) -> None:
    known = _known_ids(lambda path: session.get(busy_house.url + path), door)
    _try(
        door,
        known,
        6 if door.method == "GET" else 12,
        lambda case: case.call(session=session, base_url=busy_house.url),
    )
