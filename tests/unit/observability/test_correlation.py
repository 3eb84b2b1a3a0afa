"""Every line about a request says to which chain of events it belongs, and so does the answer."""

import io
import json
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
import structlog
from prometheus_client import REGISTRY

from services.sales.composition import SERVICE
from shared.testing.company import MemoryCompany
from shared.web import app

REP = ("sales.rep",)
OWN = "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11"


@pytest.fixture
async def company(written: io.BytesIO, monkeypatch: pytest.MonkeyPatch) -> MemoryCompany:
    # A logger of the test's own: the module's would keep this test's stream.
    monkeypatch.setattr(app, "log", structlog.get_logger("web"))
    return await MemoryCompany.open([SERVICE])


async def ask(company: MemoryCompany, method: str, path: str, **headers: str) -> httpx2.Response:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=company), base_url="http://o2c") as client:
        return await client.request(method, f"/sales{path}", headers=headers, json={} if method == "POST" else None)


def lines_in(written: io.BytesIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("method", "path", "signed_in", "status"),
    [
        ("GET", "/customers", True, 200),
        ("GET", "/customers/nobody", True, 404),
        ("GET", "/customers", False, 401),
        ("POST", "/customers", True, 422),
        ("GET", "/nowhere", True, 404),
    ],
)
async def test_every_line_and_the_answer_carry_the_callers_id(
    company: MemoryCompany, written: io.BytesIO, method: str, path: str, signed_in: bool, status: int
) -> None:
    headers = {"X-Correlation-Id": OWN, "Idempotency-Key": str(uuid4())}
    if signed_in:
        headers["Authorization"] = f"Bearer {company.token('rep', *REP)}"
    answer = await ask(company, method, path, **headers)
    assert (answer.status_code, answer.headers["X-Correlation-Id"]) == (status, OWN)
    lines = lines_in(written)
    assert [line["status"] for line in lines if line["event"] == "request"] == [status]
    assert {line["correlation_id"] for line in lines} == {OWN}


@pytest.mark.parametrize(
    ("method", "path", "code", "field"),
    [
        ("GET", "/customers", None, None),
        ("GET", "/customers?taxid=1", "shared.request.filter-invalid", "taxid"),
        ("HEAD", f"/customers?{'x' * 999}=1", "shared.request.filter-invalid", "x" * 200),
        ("POST", "/customers", "shared.request.invalid", "name"),
        ("GET", "/nowhere", "shared.http.not-found", None),
    ],
)
async def test_the_line_of_a_refused_request_says_what_refused_it(
    company: MemoryCompany, written: io.BytesIO, method: str, path: str, code: str | None, field: str | None
) -> None:
    signed_in = {"Authorization": f"Bearer {company.token('rep', *REP)}", "Idempotency-Key": str(uuid4())}
    await ask(company, method, path, **signed_in)
    (line,) = lines_in(written)
    assert (line["department"], line.get("code"), line.get("field")) == ("sales", code, field)
    await ask(company, method, path)
    assert {one["department"] for one in lines_in(written)} == {"sales"}
    wanted = "shared.http.not-found" if path == "/nowhere" else "shared.auth.not-signed-in"
    assert lines_in(written)[-1]["code"] == wanted


async def test_without_one_of_theirs_each_request_has_its_own(company: MemoryCompany, written: io.BytesIO) -> None:
    sent: list[dict[str, str]] = [{}, {}, {"X-Correlation-Id": "none of ours"}]
    told = [(await ask(company, "GET", "/customers", **headers)).headers["X-Correlation-Id"] for headers in sent]
    assert len({UUID(one) for one in told}) == 3
    assert [line["correlation_id"] for line in lines_in(written) if line["event"] == "request"] == told


async def test_a_probe_that_is_content_writes_no_line(company: MemoryCompany, written: io.BytesIO) -> None:
    for path in ("/health/live", "/health/ready", "/metrics"):
        assert (await ask(company, "GET", path)).status_code == 200
    assert lines_in(written) == []


async def test_a_request_that_fails_by_our_fault_is_logged_and_counted_like_any_other(
    company: MemoryCompany, written: io.BytesIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(company.departments["sales"].runtime.reader, "page", broken)
    before = counted("list customers", 500)
    with pytest.raises(RuntimeError, match="a defect"):  # for the server's log: the answer has left by then
        await ask(company, "GET", "/customers", Authorization=f"Bearer {company.token('rep', *REP)}")
    assert counted("list customers", 500) == before + 1
    assert [line["status"] for line in lines_in(written) if line["event"] == "request"] == [500]


def counted(route: str, status: int) -> float:
    labels = {"department": "sales", "route": route, "status": str(status)}
    return REGISTRY.get_sample_value("o2c_requests_total", labels) or 0.0
