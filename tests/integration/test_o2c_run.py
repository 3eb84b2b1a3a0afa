"""`o2c run`, as a person uses it: it opens, Ctrl-C closes it, and no server stays behind."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import httpx2

from deploy.embedded.kept_process import free_port
from deploy.embedded.ownership import FolderLock
from tests.real.fixtures import gone_within


async def _is_answered(port: int) -> None:
    """Outside the departments: what is said at the front door, and that nothing else is there."""
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        assert "People to try it as" in (await client.get("/")).text
        for path, expected in {"/health/live": "alive", "/health/ready": "ready"}.items():
            answer = await client.get(path)
            assert (answer.status_code, answer.json()) == (200, {"status": expected})
        numbers = await client.get("/metrics")
        assert (numbers.status_code, "python_info" in numbers.text) == (200, True)
        for method, path, status, code in (
            ("GET", "/nope", 404, "not-found"),
            ("POST", "/nope", 404, "not-found"),
            ("GET", "/health", 404, "not-found"),
            ("GET", "/sales/nope", 404, "not-found"),
            ("POST", "/", 405, "method-not-allowed"),
        ):
            answer = await client.request(method, path)
            found = (answer.status_code, answer.headers["content-type"], answer.json()["code"])
            assert found == (status, "application/problem+json", f"shared.http.{code}"), (method, path)


async def test_a_busy_port_is_one_line_and_status_2(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        company = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "deploy.cli", "run", "--port", str(port), "--home", str(tmp_path)),
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await asyncio.wait_for(company.communicate(), 60)
    assert company.returncode == 2, said.decode()
    (line,) = said.decode().splitlines()
    assert line.startswith(f"port {port} cannot be used (Address already in use)")
    assert list(tmp_path.iterdir()) == []


async def test_a_home_in_use_is_one_line_and_status_2(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    lock = FolderLock(tmp_path / "postgres")
    lock.acquire()
    try:
        company = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "deploy.cli", "run", "--port", str(free_port()), "--home", str(tmp_path)),
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await asyncio.wait_for(company.communicate(), 60)
    finally:
        lock.release()
    assert company.returncode == 2, said.decode()
    (line,) = said.decode().splitlines()
    assert line.startswith(f"{tmp_path / 'postgres'} is in use by process {os.getpid()}: ")


async def test_ctrl_c_closes_the_company_and_its_servers(server_home: Path) -> None:
    port = free_port()
    company = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.cli", "run", "--port", str(port), "--home", str(server_home)),
        stderr=asyncio.subprocess.PIPE,
    )
    assert company.stderr is not None
    try:
        said = b""
        while b"the company is open" not in said:
            line = await asyncio.wait_for(company.stderr.readline(), 90)
            assert line, said.decode()
            said += line
        await _is_answered(port)
        postgres = int(next(server_home.glob("**/postmaster.pid")).read_text().splitlines()[0])
        company.send_signal(signal.SIGINT)
        _, said = await asyncio.wait_for(company.communicate(), 30)
    finally:
        if company.returncode is None:
            company.kill()
            await company.wait()
    assert company.returncode == 0, said.decode()
    assert "closed; nothing is lost" in said.decode()
    assert gone_within(postgres, 5)
