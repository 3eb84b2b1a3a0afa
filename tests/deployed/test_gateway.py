"""The gateway's own configuration in the gateway's own program, before the departments' real APIs in memory."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn

from deploy.departments import NAMES
from deploy.embedded.kept_process import free_port
from deploy.registry import SERVICES
from shared.testing.company import MemoryCompany
from tests.deployed.composed import services

CADDYFILE = Path(__file__).resolve().parents[2] / "deploy" / "gateway" / "Caddyfile"


class _Server(uvicorn.Server):
    """In the tests' loop: signals are not its own."""

    def install_signal_handlers(self) -> None:
        """None."""


@dataclass
class Gateway:
    """Where it listens, and what stands behind it."""

    client: httpx2.AsyncClient
    origin: str
    company: MemoryCompany
    seen: dict[str, list[dict[str, str]]]
    servers: dict[str, _Server]


def _caddy() -> str:
    beside = Path(sys.executable).parent / "caddy"
    return str(beside) if beside.exists() else shutil.which("caddy") or "caddy"


def _noting(name: str, company: MemoryCompany, seen: list[dict[str, str]]) -> Any:
    """The department's API, with a note of the headers that came and a mark on what goes."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append({key.decode(): value.decode() for key, value in scope["headers"]})

        async def marked(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-answered-by", name.encode())]
            await send(message)

        await company.departments[name].app(scope, receive, marked)

    return app


@pytest.fixture(scope="module")
async def gateway(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gateway]:
    """Caddy on one port, five departments on others."""
    company = await MemoryCompany.open(SERVICES)
    ports = {name: free_port() for name in NAMES}
    seen: dict[str, list[dict[str, str]]] = {name: [] for name in NAMES}
    servers = {
        name: _Server(
            uvicorn.Config(
                _noting(name, company, seen[name]), port=port, log_config=None, access_log=False, lifespan="off"
            )
        )
        for name, port in ports.items()
    }
    serving = [asyncio.create_task(server.serve()) for server in servers.values()]
    port, home = free_port(), str(tmp_path_factory.mktemp("caddy"))
    variables = {f"GATEWAY_{name.upper()}_HOST": "127.0.0.1" for name in NAMES}
    variables |= {f"GATEWAY_{name.upper()}_PORT": str(one) for name, one in ports.items()}
    variables |= {"O2C_SITE": f"http://:{port}", "GATEWAY_HEALTH_PORT": str(free_port())}
    variables |= {"XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
    caddy = _started(variables, Path(home, "log"))
    origin = f"http://127.0.0.1:{port}"
    async with httpx2.AsyncClient(base_url=origin, timeout=20) as client:
        await _until_open(client, caddy, Path(home, "log"))
        yield Gateway(client, origin, company, seen, servers)
    caddy.terminate()
    await asyncio.to_thread(caddy.wait)
    for server in servers.values():
        server.should_exit = True
    await asyncio.gather(*serving)


def _started(variables: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
    with log.open("wb") as stream:
        return subprocess.Popen(
            [_caddy(), "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"],
            env={**os.environ, **variables},
            stdout=stream,
            stderr=stream,
        )


async def _until_open(client: httpx2.AsyncClient, caddy: "subprocess.Popen[bytes]", log: Path) -> None:
    async with asyncio.timeout(60):
        while True:
            assert caddy.poll() is None, log.read_text()
            try:
                await client.get("/")
                return
            except httpx2.TransportError:
                await asyncio.sleep(0.05)


@pytest.mark.parametrize("name", NAMES)
async def test_each_department_answers_under_its_name(gateway: Gateway, name: str) -> None:
    answer = await gateway.client.get(f"/{name}/health/ready")
    assert (answer.status_code, answer.headers["x-answered-by"]) == (200, name)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "server" not in answer.headers


@pytest.mark.parametrize("name", NAMES)
async def test_its_api_page_works_with_all_that_the_page_loads(gateway: Gateway, name: str) -> None:
    page = await gateway.client.get(f"/{name}/docs")
    assert f"'/{name}/openapi.json'" in page.text
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert f"/{name}/static/{asset}" in page.text
        assert (await gateway.client.get(f"/{name}/static/{asset}")).status_code == 200
    assert (await gateway.client.get(f"/{name}/openapi.json")).json()["info"]["title"] == f"o2c {name}"


async def test_the_first_page_leads_to_every_department(gateway: Gateway) -> None:
    page = (await gateway.client.get("/")).text
    assert [name for name in NAMES if f'href="/{name}/docs"' not in page] == []


@pytest.mark.parametrize(
    "path", ["/sales/metrics", "/sales/metrics/", "/care/%6Detrics", "/nobody/metrics", "/nobody/x"]
)
async def test_numbers_and_unknown_paths_are_nobodys_business(gateway: Gateway, path: str) -> None:
    answer = await gateway.client.get(path)
    assert answer.status_code == 404
    assert "x-answered-by" not in answer.headers


async def test_the_departments_learn_the_origin_that_was_asked_and_nothing_that_was_made_up(gateway: Gateway) -> None:
    await gateway.client.get(
        "/sales/health/live", headers={"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "gopher"}
    )
    headers = gateway.seen["sales"][-1]
    assert headers["host"] == gateway.origin.removeprefix("http://")
    assert headers["x-forwarded-proto"] == "http"
    assert headers["x-forwarded-for"] == "127.0.0.1"
    moved = await gateway.client.get("/sales/customers/")
    assert moved.status_code in (401, 307, 404)
    assert moved.headers.get("location", gateway.origin).startswith(gateway.origin)


async def test_a_write_passes_with_its_token_and_its_key(gateway: Gateway) -> None:
    customer = {
        "name": "Acme Pumps Ltd",
        "tax_id": "12-3456789",
        "country": "US",
        "currency": "USD",
        "billing_email": "ap@acme.example",
        "terms": [{"percent": "100", "due_in_days": 30}],
    }
    token = gateway.company.token("sara.rep", "sales.rep")
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "gateway-1"}
    first = await gateway.client.post("/sales/customers", json=customer, headers=headers)
    again = await gateway.client.post("/sales/customers", json=customer, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.json()["id"], again.json()["repeated"]) == (again.json()["id"], True)


async def test_a_body_without_measure_is_cut_off(gateway: Gateway) -> None:
    answer = await gateway.client.post("/sales/customers", content=b"x" * 3_000_000)
    assert answer.status_code == 413


def test_nobody_is_sent_to_http_3_which_is_not_published() -> None:
    assert [port for port in services()["gateway"]["ports"] if port.endswith("/udp")] == []
    assert "protocols h1 h2 " in CADDYFILE.read_text()


async def test_a_department_that_is_away_is_the_only_one(gateway: Gateway) -> None:
    gateway.servers["care"].should_exit = True
    for _ in range(400):
        if (await gateway.client.get("/care/health/live")).status_code != 200:
            break
        await asyncio.sleep(0.05)
    assert (await gateway.client.get("/care/health/live")).status_code in (502, 503, 504)
    assert (await gateway.client.get("/sales/health/live")).status_code == 200
