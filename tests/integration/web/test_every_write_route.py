"""Every write route and every kind of bad input: the documented problem, never a fault, and nothing written."""

import json
from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import uuid4

import httpx2
import pytest

from shared.testing.company import MemoryCompany
from tests.integration.web.doorstep import (
    ROLES,
    Door,
    a_company,
    knocking,
    places,
    planted,
    problem_in,
    write_doors,
    written,
)

WRITES: Final = write_doors()
WITH_BODY: Final = [door for door in WRITES if door.body is not None]
every_write = pytest.mark.parametrize("door", WRITES, ids=str)
every_body = pytest.mark.parametrize("door", WITH_BODY, ids=str)
INVALID: Final = (422, "shared.request.invalid")
UNKNOWN: Final = "shared.request.unknown-document"
NOTHING_FITS: Final[dict[str, Any]] = {"": {"": []}}
"""Neither a text nor a number nor a list, and no object of ours has such a field."""


@pytest.fixture(scope="module")
def company() -> MemoryCompany:
    return a_company()


@pytest.fixture
async def client(company: MemoryCompany) -> AsyncIterator[httpx2.AsyncClient]:
    """Whoever holds it may do everything. Whatever a test does with it, nothing may be on record afterwards."""
    before = written(company)
    async with knocking(company, *ROLES) as opened:
        yield opened
    assert written(company) == before, "something was written"


async def ask(
    client: httpx2.AsyncClient, door: Door, body: Any = None, *, url: str | None = None, **headers: str
) -> httpx2.Response:
    """With a key of its own, and the example where no body is given; bytes go out as they are."""
    content = body if isinstance(body, bytes) else json.dumps(door.body if body is None else body).encode()
    sent = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.request(door.method, url or door.url(), content=content, headers=sent)


async def refused(
    client: httpx2.AsyncClient, door: Door, expected: tuple[int, str], body: Any = None, field: str = "", **more: str
) -> None:
    """Refused in this way; `field` is where the field that is named begins."""
    answer = await ask(client, door, body, **more)
    found = problem_in(door, answer)
    assert (answer.status_code, found["code"]) == expected, (body, found)
    if field:
        assert str(found["field"]).startswith(field), (body, found)


def dotted(path: tuple[Any, ...]) -> str:
    return ".".join(str(part) for part in path)


@every_body
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"reason": ', id="cut short"),
        pytest.param(b"reason=x", id="a form"),
        pytest.param(b'{"reason": "\xff\xfe"}', id="not UTF-8"),
        pytest.param(b"[" * 50_000 + b"]" * 50_000, id="nested too deeply"),
        pytest.param(b'{"revision": ' + b"9" * 5_000 + b"}", id="a number of 5,000 digits"),
    ],
)
async def test_what_is_not_json(client: httpx2.AsyncClient, door: Door, body: bytes) -> None:
    await refused(client, door, (400, "shared.request.malformed-json"), body, field="body")


@every_body
async def test_json_of_another_shape(client: httpx2.AsyncClient, door: Door) -> None:
    for body in (b"", b"null", b"[]", b'"text"', b"12", b"true", b"NaN"):
        await refused(client, door, INVALID, body, field="body")
    await refused(client, door, INVALID, field="body", Content_Type="text/plain")


@every_body
async def test_an_unknown_field(client: httpx2.AsyncClient, door: Door) -> None:
    await refused(client, door, INVALID, {**door.body, "colour": "red"}, field="colour")
    for path, value in places(door.body):
        if isinstance(value, dict):
            wrong = planted(door.body, path, {**value, "colour": "red"})
            await refused(client, door, INVALID, wrong, field=f"{dotted(path)}.colour")


@every_body
async def test_a_missing_field(client: httpx2.AsyncClient, door: Door) -> None:
    schema = door.body_schema()
    assert schema is not None
    for name in schema.get("required", ()):
        wrong = {key: value for key, value in door.body.items() if key != name}
        await refused(client, door, INVALID, wrong, field=name)


@every_body
async def test_a_value_of_the_wrong_type(client: httpx2.AsyncClient, door: Door) -> None:
    for path, _ in places(door.body):
        await refused(client, door, INVALID, planted(door.body, path, NOTHING_FITS), field=dotted(path))


@every_body
async def test_numbers_beyond_all_bounds(client: httpx2.AsyncClient, door: Door) -> None:
    for path, value in places(door.body):
        numeric = isinstance(value, int | float) or (isinstance(value, str) and value.replace(".", "").isdigit())
        if isinstance(value, bool) or not numeric:
            continue
        for huge in (10**30, -(10**30), 1e308, float("nan"), float("inf")):
            await refused(client, door, INVALID, planted(door.body, path, huge), field=dotted(path))
        for written_out in ("1E+999999999", "-1E+999999999"):
            problem_in(door, await ask(client, door, planted(door.body, path, written_out)))


@every_body
async def test_texts_that_cannot_be_kept(client: httpx2.AsyncClient, door: Door) -> None:
    for path, value in places(door.body):
        if not isinstance(value, str):
            continue
        for text in ("\ud800", "bell \a", "x" * 100_000, "escape \x1b[31m"):
            await refused(client, door, INVALID, planted(door.body, path, text), field=dotted(path))
        nul = planted(door.body, path, "before\x00after")
        await refused(client, door, (422, "shared.request.nul-character"), nul, field="body")


@every_body
async def test_days_at_the_ends_of_the_calendar(client: httpx2.AsyncClient, door: Door) -> None:
    schema = door.body_schema()
    assert schema is not None
    for name, described in schema["properties"].items():
        if '"date"' not in json.dumps(described):
            continue
        for day in ("0001-01-01", "9999-12-31", "2026-02-30", "10000-01-01", "-0001-01-01", 0, 10**12):
            await refused(client, door, INVALID, {**door.body, name: day}, field=name)


@every_body
async def test_moments_beyond_the_ends_of_the_calendar(client: httpx2.AsyncClient, door: Door) -> None:
    schema = door.body_schema()
    assert schema is not None
    for name, described in schema["properties"].items():
        if '"date-time"' not in json.dumps(described):
            continue
        for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-02T08:00:00"):
            await refused(client, door, INVALID, {**door.body, name: moment}, field=name)


@every_body
async def test_a_list_that_does_not_end(client: httpx2.AsyncClient, door: Door) -> None:
    for path, value in places(door.body):
        if isinstance(value, list) and value:
            await refused(client, door, INVALID, planted(door.body, path, value[:1] * 2_000), field=dotted(path))


@every_write
async def test_a_body_that_is_too_large(client: httpx2.AsyncClient, door: Door) -> None:
    too_large = (413, "shared.request.too-large")
    await refused(client, door, too_large, b" " * 1_000_001, field="body")

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 60_000

    headers = {"Idempotency-Key": "1", "Content-Type": "application/json"}
    answer = await client.request(door.method, door.url(), content=chunks(), headers=headers)
    assert (answer.status_code, problem_in(door, answer)["code"]) == too_large


@pytest.mark.parametrize("door", [door for door in WRITES if door.body], ids=str)
async def test_a_body_that_is_not_called_json(client: httpx2.AsyncClient, door: Door) -> None:
    content = json.dumps(door.body).encode()
    for called in ({}, {"Content-Type": "text/plain"}, {"Content-Type": "application/x-www-form-urlencoded"}):
        headers = {"Idempotency-Key": "1", **called}
        answer = await client.request(door.method, door.url(), content=content, headers=headers)
        problem = problem_in(door, answer)
        assert (answer.status_code, problem["code"], problem["field"]) == (422, "shared.request.invalid", "body")
        assert "Content-Type: application/json" in problem["detail"], called


@every_write
async def test_a_key_that_is_missing_or_no_key(client: httpx2.AsyncClient, door: Door) -> None:
    content = json.dumps(door.body).encode()
    headers = {"Content-Type": "application/json"}
    answer = await client.request(door.method, door.url(), content=content, headers=headers)
    missing = (400, "shared.request.idempotency-key-missing")
    assert (answer.status_code, problem_in(door, answer)["code"]) == missing
    for key in ("", "k" * 256, "k\xf6nig", "a\tb"):
        sent = [(b"Content-Type", b"application/json"), (b"Idempotency-Key", key.encode("latin-1"))]
        answer = await client.request(door.method, door.url(), content=content, headers=sent)
        problem = problem_in(door, answer)
        assert (problem["code"], problem["field"]) == ("shared.request.header-invalid", "Idempotency-Key")


@every_write
async def test_an_if_match_that_is_no_etag(client: httpx2.AsyncClient, door: Door) -> None:
    content = json.dumps(door.body).encode()
    for etag in ("abc", '"\xb2"', "-1", "99999999999", "", '"1","2"'):
        sent = [
            (b"Idempotency-Key", b"1"),
            (b"Content-Type", b"application/json"),
            (b"If-Match", etag.encode("latin-1")),
        ]
        answer = await client.request(door.method, door.url(), content=content, headers=sent)
        problem = problem_in(door, answer)
        assert (problem["code"], problem["field"]) == ("shared.request.header-invalid", "If-Match"), etag


@every_write
async def test_a_correlation_id_that_is_none(client: httpx2.AsyncClient, door: Door) -> None:
    invalid = (422, "shared.request.header-invalid")
    await refused(client, door, invalid, field="X-Correlation-Id", X_Correlation_Id="yesterday")


@every_write
async def test_ids_that_cannot_be(client: httpx2.AsyncClient, door: Door) -> None:
    for name in door.path_parameters():
        for wrong in ("%00", "a%20b", "x" * 65, "%F0%9F%92%A9", "-", "%ED%A0%80", "%0A"):
            await refused(client, door, INVALID, field=name, url=door.url(**{name: wrong}))


@pytest.mark.parametrize("door", [one for one in WRITES if one.path_parameters() and one.method != "PUT"], ids=str)
async def test_ids_that_nobody_has(client: httpx2.AsyncClient, door: Door) -> None:
    """A PUT is left out: it makes what it is asked about."""
    answer = await ask(client, door)
    problem = problem_in(door, answer)
    assert answer.status_code in (404, 409, 422), problem
    if answer.status_code == 404:
        assert problem["field"] in door.path_parameters()
    if problem["code"] == UNKNOWN:
        assert problem["field"] == next(iter(door.path_parameters()))


@every_write
async def test_a_version_that_is_not_there_yet(client: httpx2.AsyncClient, door: Door) -> None:
    answer = await ask(client, door, If_Match='"7"')
    problem = problem_in(door, answer)
    assert answer.status_code in (404, 412, 422), problem


@every_write
async def test_the_wrong_role_learns_nothing_of_the_input(company: MemoryCompany, door: Door) -> None:
    before = written(company)
    async with knocking(company, "visitor") as visitor:
        for body in (door.body, b"[" * 1_000):
            await refused(visitor, door, (403, "shared.auth.role-missing"), body)
    async with knocking(company) as stranger:
        for body in (door.body, b"[" * 1_000):
            await refused(stranger, door, (401, "shared.auth.not-signed-in"), body)
    assert written(company) == before
