"""HEAD wherever GET is: the same status and headers, no body, the same permissions; in memory and over a port."""

from typing import Any, Final

import httpx2
import pytest

from deploy.departments import NAMES
from tests.integration.web.conftest import OpenHouse
from tests.integration.web.doorstep import ROLES, Door, a_company, document_of, doors, knocking

READS: Final = [door for door in doors() if door.method == "GET"]
OPEN: Final = ("health/live", "health/ready", "docs", "openapi.json", "metrics")
ACME: Final[dict[str, Any]] = {
    "name": "Acme",
    "country": "US",
    "currency": "USD",
    "billing_email": "pay@acme.example",
    "terms": [{"percent": "100", "due_in_days": 30}],
}
_CHANGES: Final = {"x-correlation-id", "date"}


def _headers(answer: httpx2.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in _CHANGES}


async def the_same_without_a_body(client: httpx2.AsyncClient, path: str) -> httpx2.Response:
    """What GET answers, which HEAD has to answer too."""
    told, head = await client.get(path), await client.head(path)
    assert (head.status_code, head.content) == (told.status_code, b""), path
    length = {"content-length"} if path.endswith("metrics") else set()  # numbers go on between two questions
    assert {n: v for n, v in _headers(head).items() if n not in length} == {
        n: v for n, v in _headers(told).items() if n not in length
    }, path
    assert told.content, path
    return told


@pytest.mark.parametrize("door", READS, ids=str)
async def test_every_read_route_answers_head_as_get(door: Door) -> None:
    async with knocking(a_company(), *ROLES) as client:
        assert (await the_same_without_a_body(client, door.url())).status_code in (200, 404, 422)
    async with knocking(a_company(), "nobody.at-all") as client:
        assert (await the_same_without_a_body(client, door.url())).status_code == 403
    async with knocking(a_company()) as client:
        assert (await the_same_without_a_body(client, door.url())).status_code == 401


async def test_over_a_port_with_the_documents_etag_and_length(open_house: OpenHouse) -> None:
    headers = {"Authorization": f"Bearer {open_house.token('ada', *ROLES)}", "Idempotency-Key": "head-1"}
    async with httpx2.AsyncClient(base_url=open_house.url, headers=headers, timeout=30) as client:
        made = await client.post("/sales/customers", json=ACME)
        told = await the_same_without_a_body(client, f"/sales/customers/{made.json()['id']}")
        assert told.headers["etag"] == made.headers["etag"]
        assert int(told.headers["content-length"]) == len(told.content)
        for path in ("/", "/health/live", "/health/ready", "/metrics", "/nope", "/sales/nope"):
            await the_same_without_a_body(client, path)
        for name in NAMES:
            for path in OPEN:
                await the_same_without_a_body(client, f"/{name}/{path}")


@pytest.mark.parametrize("name", NAMES)
async def test_the_description_names_each_route_once_and_a_405_names_every_method(name: str) -> None:
    paths = document_of(name)["paths"]
    assert [path for path, item in paths.items() if "head" in item] == []
    async with knocking(a_company(), *ROLES) as client:
        for path, item in paths.items():
            methods = {method.upper() for method in item}
            url = path.replace("{", "").replace("}", "")
            refused = await client.request("TRACE", url)
            allowed = set(refused.headers["allow"].split(", "))
            assert (refused.status_code, refused.json()["code"]) == (405, "shared.http.method-not-allowed")
            assert methods | ({"HEAD"} if "GET" in methods else set()) <= allowed, path
            if "GET" not in methods:
                assert (await client.head(url)).status_code == (await client.get(url)).status_code, path
