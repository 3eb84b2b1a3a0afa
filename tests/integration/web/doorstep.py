"""Every route of the company as its OpenAPI documents describe it, and a way to knock at them in memory."""

import re
from collections.abc import Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import httpx2

from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany
from shared.web.feed import FEED_PERMISSIONS
from shared.web.parking import PARKING_PERMISSIONS
from shared.web.problems import MEDIA_TYPE
from tests.real.fixtures import run_apart

Document = Mapping[str, Any]
PERMISSIONS: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    service.name: {**service.permissions, **FEED_PERMISSIONS, **PARKING_PERMISSIONS} for service in SERVICES
}
IN_MEMORY: Final = "company"
"""The host under which a company in memory is asked."""
ROLES: Final = sorted({role for rows in PERMISSIONS.values() for roles in rows.values() for role in roles})


@dataclass(frozen=True)
class Door:
    """One operation of one department's OpenAPI document."""

    department: str
    method: str
    path: str
    operation: Document = field(repr=False, compare=False)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def name(self) -> str:
        """The route's name, as the permissions know it."""
        return str(self.operation["operationId"]).replace("-", " ")

    @property
    def body(self) -> Any:
        """The first example of its body; None when it takes none."""
        schema = self.body_schema()
        return None if schema is None else schema["examples"][0]

    def body_schema(self) -> Document | None:
        """What its body has to be."""
        if "requestBody" not in self.operation:
            return None
        return resolved(self.department, self.operation["requestBody"]["content"]["application/json"]["schema"])

    def path_parameters(self) -> dict[str, Any]:
        """Something that fits each of them."""
        found = {}
        for parameter in self.operation.get("parameters", ()):
            if parameter["in"] == "path":
                schema = resolved(self.department, parameter["schema"])
                fallback = schema.get("enum", [schema.get("minimum", "unheard-of")])[0]
                found[parameter["name"]] = fallback
        return found

    def url(self, **replaced: Any) -> str:
        """Its path with parameters filled in."""
        return self.path.format(**(self.path_parameters() | replaced))


@cache
def a_company() -> MemoryCompany:
    """One for all tests that write nothing."""
    return run_apart(MemoryCompany.open(SERVICES))


@cache
def document_of(department: str) -> Document:
    """The OpenAPI document as it is served."""
    company = a_company()  # before the loop in which it is asked

    async def ask() -> Document:
        async with knocking(company) as client:
            found: Document = (await client.get(f"/{department}/openapi.json")).json()
            return found

    return run_apart(ask())


def resolved(department: str, schema: Document) -> Document:
    """A schema, followed to where it is spelled out."""
    while "$ref" in schema:
        schema = document_of(department)["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


@cache
def doors() -> tuple[Door, ...]:
    """Every operation that needs a token."""
    return tuple(
        Door(service.name, method.upper(), path, operation)
        for service in SERVICES
        for path, item in document_of(service.name)["paths"].items()
        for method, operation in item.items()
        if operation.get("security") != []
    )


def write_doors() -> list[Door]:
    """Every operation that changes something."""
    return [door for door in doors() if door.method != "GET"]


@asynccontextmanager
async def knocking(company: Any, *roles: str, person: str = "ada") -> Any:
    """A client into the company, with a token for these roles when there are any."""
    headers = {"Authorization": f"Bearer {company.token(person, *roles)}"} if roles else {}
    transport = httpx2.ASGITransport(app=company)
    async with httpx2.AsyncClient(transport=transport, base_url=f"http://{IN_MEMORY}", headers=headers) as client:
        yield client


def written(company: MemoryCompany) -> dict[str, Any]:
    """How much each department has on record; equal before and after means that nothing was written."""
    return {
        name: (
            [len(log) for log in department.store.logs],
            len(department.store.keys),
            {place: len(rows) for place, rows in department.store.outbox.items() if rows},
            {view: dict(rows) for view, rows in department.store.views.items() if rows},
            dict(department.store.deadlines),
            len(department.store.inbox),
        )
        for name, department in company.departments.items()
    }


def problem_in(door: Door, answer: httpx2.Response) -> Mapping[str, Any]:
    """The refusal, which must be of our form and foretold by the route's own description."""
    assert answer.status_code >= 400, answer.text
    assert answer.headers["Content-Type"] == MEDIA_TYPE, answer.text
    found: Mapping[str, Any] = answer.json()
    assert found["status"] == answer.status_code
    assert found["type"] == f"urn:o2c:problem:{found['code']}"
    assert found["title"]
    assert found["detail"]
    described = door.operation["responses"].get(str(answer.status_code), {})
    codes = described.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {})
    assert found["code"] in codes, f"{door}: {answer.status_code} {found['code']} is not in its description"
    return found


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every place within a body, the whole left out."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*path, key), inner
        yield from places(inner, (*path, key))


def planted(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy of the body with another value at that place."""
    if not path:
        return value
    copy = dict(body) if isinstance(body, dict) else list(body)
    copy[path[0]] = planted(copy[path[0]], path[1:], value)
    return copy


def collection_of(door: Door) -> str:
    """The path before the first parameter: where documents of its kind are listed."""
    return re.sub(r"/\{.*", "", door.path)
