"""Every write route on documents that are there: in whatever state they are, as their makers, late, and again."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import uuid4

import httpx2
import pytest

from shared.testing.company import MemoryCompany
from tests.integration.web.doorstep import ROLES, Door, collection_of, knocking, problem_in, write_doors, written
from tests.integration.web.trading import traded_in_memory
from tests.real.fixtures import run_apart

WRITES: Final = write_doors()
MAKERS: Final = ("sara.rep", "bao.buyer", "wim.storekeeper", "anh.accountant", "cara.agent", "marc.sales-manager")
every_write = pytest.mark.parametrize("door", WRITES, ids=str)


@pytest.fixture(scope="module")
def company() -> MemoryCompany:
    return run_apart(traded_in_memory())


async def urls_of(client: httpx2.AsyncClient, door: Door) -> Sequence[str]:
    """The route for every document of its kind; the route as it is when it is about none, or about none that exists."""
    parameters = door.path_parameters()
    if not parameters:
        return [door.url()]
    answer = await client.get(collection_of(door), params={"limit": 200})
    rows: list[Mapping[str, Any]] = answer.json()["items"] if answer.status_code == 200 else []
    first = next(iter(parameters))
    return [door.url(**{first: next(iter(row.values()))}) for row in rows] or [door.url()]


async def ask(
    client: httpx2.AsyncClient,
    door: Door,
    url: str,
    *,
    key: str | None = None,
    padding: bytes = b"",
    if_match: str = "",
) -> httpx2.Response:
    sent = {"Idempotency-Key": key or str(uuid4()), "Content-Type": "application/json"}
    if if_match:
        sent["If-Match"] = if_match
    content = json.dumps(door.body).encode() + padding
    return await client.request(door.method, url, content=content, headers=sent)


@every_write
async def test_a_version_that_was_never_seen(company: MemoryCompany, door: Door) -> None:
    before = written(company)
    async with knocking(company, *ROLES) as client:
        for url in await urls_of(client, door):
            answer = await ask(client, door, url, if_match='"99999"')
            assert problem_in(door, answer)["status"] in (404, 409, 412, 422), url
    assert written(company) == before


@every_write
async def test_in_any_state_and_as_its_own_maker(company: MemoryCompany, door: Door) -> None:
    """Done or refused in a documented way; refused means that nothing is on record."""
    for person in MAKERS:
        async with knocking(company, *ROLES, person=person) as client:
            for url in await urls_of(client, door):
                before = written(company)
                answer = await ask(client, door, url)
                if answer.status_code >= 400:
                    problem_in(door, answer)
                    assert written(company) == before, url
                else:
                    assert str(answer.status_code) in door.operation["responses"]
                    assert answer.headers["ETag"] == f'"{answer.json()["version"]}"'


@every_write
async def test_again_with_the_same_key(company: MemoryCompany, door: Door) -> None:
    """The same request is answered as before and does nothing more; another one is refused."""
    async with knocking(company, *ROLES, person="again.and-again") as client:
        for url in (await urls_of(client, door))[:3]:
            key = str(uuid4())
            first = await ask(client, door, url, key=key)
            before = written(company)
            second = await ask(client, door, url, key=key)
            assert second.status_code == first.status_code
            if first.status_code >= 400:
                assert second.json() == first.json()
                continue
            assert second.json() == {**first.json(), "repeated": True}
            third = await ask(client, door, url, key=key, padding=b" ")
            assert problem_in(door, third)["code"] == "shared.request.idempotency-key-reused"
            assert written(company) == before
