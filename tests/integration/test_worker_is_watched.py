"""A worker shows its health and its numbers, also while it waits for its broker."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import httpx2

from deploy.deployed.secrets import make_secrets
from deploy.embedded.kept_process import free_port
from deploy.embedded.postgres import PostgresServer
from deploy.embedded.postgres_roles import ensure_database
from shared.hosting import probe
from shared.hosting.migrating import migrate
from shared.hosting.settings import SECRETS_DIR


async def test_a_worker_answers_its_health_check_and_prometheus(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    name, port = f"t_watched_{uuid4().hex[:8]}", free_port()
    access = await ensure_database(postgres_server, name, f"{name}_owner", f"{name}_app")
    await asyncio.to_thread(migrate, "sales", access.owner_dsn, f"{name}_app")
    make_secrets(tmp_path, "unused:5432")
    (tmp_path / "sales_database_dsn").write_text(access.app_dsn)
    settings = {
        SECRETS_DIR: str(tmp_path),
        "SALES_KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{free_port()}",
        "SALES_JWKS_FILE": str(tmp_path / "jwks.json"),
        "SALES_WORKER_PORT": str(port),
    }
    worker = _started(settings, tmp_path / "log")
    try:
        health = f"http://127.0.0.1:{port}/sales/health/ready"
        async with asyncio.timeout(60):
            while await _probed(health):
                assert worker.poll() is None, (tmp_path / "log").read_text()
                await asyncio.sleep(0.05)
        async with httpx2.AsyncClient(timeout=5) as client:
            numbers = await _until_it_says(client, port, "o2c_orders_held 0.0")
            assert "process_resident_memory_bytes" in numbers
            # Alerts look at how these rise: they are there before anything happened.
            assert 'o2c_messages_too_large_total{department="sales",topic="sales.order"} 0.0' in numbers
            assert 'o2c_gaps_seen_total{department="sales",topic="accounting.invoice"} 0.0' in numbers
            assert 'o2c_partitions_halted{department="sales",topic="accounting.invoice"} 0.0' in numbers
            assert 'o2c_source_restored{department="sales",source="accounting"} 0.0' in numbers
    finally:
        worker.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(worker.wait, 30) == 0


def _started(settings: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
    with log.open("wb") as stream:
        command = [sys.executable, "-m", "services.sales", "worker"]
        return subprocess.Popen(command, env={**os.environ, **settings}, stderr=stream)


async def _probed(url: str) -> int:
    """As a container's health check asks."""
    environment = {**os.environ, probe.PROBE_URL: url}
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "shared.hosting.probe", env=environment)
    return await process.wait()


async def _until_it_says(client: httpx2.AsyncClient, port: int, line: str) -> str:
    """All of its numbers, once that is among them."""
    async with asyncio.timeout(30):
        while True:
            numbers = (await client.get(f"http://127.0.0.1:{port}/sales/metrics")).text
            if line in numbers.splitlines():
                return numbers
            await asyncio.sleep(0.05)
