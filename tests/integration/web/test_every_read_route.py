"""Every read route and every kind of made-up question, in memory and on PostgreSQL: never a fault."""

import base64
import json
from collections.abc import AsyncIterator
from typing import Any, Final

import httpx2
import pytest

from tests.integration.web.conftest import OpenHouse
from tests.integration.web.doorstep import IN_MEMORY, ROLES, Door, a_company, doors, knocking, problem_in, resolved

READS: Final = [door for door in doors() if door.method == "GET"]
PAGED: Final = [door for door in READS if any(one["name"] == "cursor" for one in door.operation.get("parameters", ()))]
LISTS: Final = [
    door
    for door in PAGED
    if any(one["name"] == "order_by" for one in door.operation["parameters"]) and not door.path.endswith("{queue}")
]


def cursor(value: Any) -> str:
    """With the mark of no question, where it has two parts: what a cursor holds is looked at before whose it is."""
    value = [*value, "mark"] if isinstance(value, list) and len(value) == 2 else value
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


CURSORS: Final = {
    "a number too large for a column": cursor([2**31, "x"]),
    "a number too large for any column": cursor([2**63, "x"]),
    "a number without end": cursor([10**400, "x"]),
    "NUL": cursor(["a\x00", "x"]),
    "NUL in the id": cursor(["a", "x\x00"]),
    "half a character": cursor(["\ud800", "x"]),
    "half a character in the id": cursor(["a", "\udfff"]),
    "too few": cursor(["a"]),
    "too many": cursor(["a", "b", "c", "d"]),
    "one of another question": cursor(["a", "b", "c"]),
    "an object": cursor({"a": 1, "b": 2}),
    "truth": cursor([True, "x"]),
    "nothing": cursor([None, None]),
    "nothing in the order": cursor([None, "x"]),
    "no JSON": "AAAA",
    "no base64": "é",
    "empty": "",
    "NUL as it is": "2026-03-02_\x00",
    "a day that is none": "2026-02-30_x",
    "the last day": cursor(["9999-12-31", "x"]),
    "a day before the first": cursor(["0000-01-01", "x"]),
}
TEXTS: Final = ("", "\x00", "a\x00b", "\ud800", "9" * 30, "-1", "1e400", "NaN", "9999-12-31", "0000-00-00", "x" * 300)
OF_PAGES: Final = ("limit", "descending", "order_by")
"""What every list takes. Wrong ones are refused before a database is asked, and none is read as a moment."""
ANSWERED: Final = {
    ("/warehouse/availability/{sku}", "99999999999999999999"),
    ("/accounting/accounts/{account}/lines", "99999999999999999999"),
}
"""What might be a name, and is answered without being known: nothing is on hand, nothing was posted."""
MOMENTS: Final = (
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-03-02",
    "1e400",
    "-99999999999999999",
    "2026-03-02T00:00:00",
)


@pytest.fixture(scope="module", params=[pytest.param("memory", marks=pytest.mark.campaign), "postgresql"])
async def client(request: pytest.FixtureRequest) -> AsyncIterator[httpx2.AsyncClient]:
    """One for all tests: made anew, each loads all certificates that there are."""
    if request.param == "memory":
        async with knocking(a_company(), *ROLES) as opened:
            yield opened
        return
    house: OpenHouse = request.getfixturevalue("open_house")
    headers = {"Authorization": f"Bearer {house.token('ada', *ROLES)}"}
    async with httpx2.AsyncClient(base_url=house.url, headers=headers, timeout=30) as opened:
        yield opened


def queries(door: Door) -> dict[str, Any]:
    parameters = [one for one in door.operation.get("parameters", ()) if one["in"] == "query"]
    return {one["name"]: resolved(door.department, one["schema"]) for one in parameters}


def escaped(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


async def ask(client: httpx2.AsyncClient, door: Door, **query: str) -> httpx2.Response:
    words = "&".join(f"{name}={escaped(value)}" for name, value in query.items())
    answer = await client.get(f"{door.url()}?{words}")
    if answer.status_code != 200:
        problem_in(door, answer)
    else:
        assert ("ETag" in answer.headers) == ("ETag" in door.operation["responses"]["200"].get("headers", ()))
    assert answer.status_code in (200, 404, 422), answer.text
    return answer


@pytest.mark.parametrize("door", PAGED, ids=str)
async def test_cursors_that_nobody_gave(client: httpx2.AsyncClient, door: Door) -> None:
    orders: list[dict[str, str]] = [{}]
    if "order_by" in queries(door):
        orders = [{"order_by": name} for name in queries(door)["order_by"].get("enum", ["id"])]
    for order in orders:
        for kind, text in CURSORS.items():
            answer = await ask(client, door, cursor=text, **order)
            assert kind != "NUL" or answer.status_code != 200


@pytest.mark.parametrize("door", LISTS, ids=str)
async def test_filters_that_no_list_has(client: httpx2.AsyncClient, door: Door) -> None:
    answer = await ask(client, door, favourite_colour="blue")
    assert (answer.status_code, answer.json().get("field")) == (422, "favourite_colour")


@pytest.mark.parametrize("door", READS, ids=str)
async def test_questions_that_cannot_be_answered(client: httpx2.AsyncClient, door: Door) -> None:
    in_memory = client.base_url.host == IN_MEMORY
    for name in queries(door):
        texts = (*TEXTS, *MOMENTS) if name not in OF_PAGES else TEXTS if in_memory else ()
        for text in texts:
            await ask(client, door, **{name: text})


@pytest.mark.parametrize("door", READS, ids=str)
async def test_ids_that_cannot_be(client: httpx2.AsyncClient, door: Door) -> None:
    for name in door.path_parameters():
        for wrong in ("%00", "x" * 300, "%ED%A0%80", "a%0Ab", "-1", "99999999999999999999"):
            answer = await client.get(door.url(**{name: wrong}))
            if answer.status_code == 200:
                assert (door.path, wrong) in ANSWERED, wrong
            else:
                assert problem_in(door, answer)["status"] in (404, 422), wrong
