"""``python -m deploy.bench``: measures, prints one JSON object, and writes it to ``build/bench.json``."""

import argparse
import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import asyncpg
import uvloop

from deploy.bench import cpu, storage
from deploy.bench.growth import Grown, slowdown
from deploy.bench.lag import percentile_of_hops
from deploy.bench.load import Load, WireDoors
from deploy.commands.running import until_open
from deploy.departments import NAMES
from deploy.deployed.company import deployed_company
from deploy.embedded.company import Access, database_of
from deploy.embedded.kafka import NoBroker, find_broker
from deploy.embedded.kept_process import free_port
from deploy.embedded.keys import issuer_of
from deploy.embedded.postgres import EmbeddedPostgres, PostgresServer
from deploy.embedded.postgres_roles import PasswordFile
from deploy.embedded.staff import STAFF
from deploy.home import ADDRESS_FILE
from shared.observability.logging import configure_logging

AT_A_TIME: Final = 24
SECONDS: Final = 15.0
PACED_SECONDS: Final = 12.0
HOPS_PER_JOURNEY: Final = 20
PACE_EVENTS_PER_S: Final = 50
OUTPUT: Final = Path("build/bench.json")


def say(words: str) -> None:
    """Progress, beside the JSON."""
    sys.stderr.write(f"bench: {words}\n")


class EmbeddedUnderLoad:
    """`o2c run` in a process of its own, as its users start it."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.port = free_port()
        command = [sys.executable, "-m", "deploy.cli", "run", "--port", str(self.port), "--home", str(home)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "O2C_LOG_LEVEL": "error"}
        )

    def doors(self) -> WireDoors:
        """Its one door."""
        issuer = issuer_of(self._home)
        return WireDoors({"*": self.port}, lambda person: issuer.issue(person, STAFF[person], list(NAMES)))

    def server(self) -> PostgresServer:
        """Its PostgreSQL."""
        address = json.loads((self._home / ADDRESS_FILE).read_text())
        return PostgresServer(
            address["host"], address["port"], PasswordFile(self._home / "postgres" / "passwords.json")
        )

    def access(self) -> dict[str, Access]:
        """Its databases."""
        server = self.server()
        return {
            name: Access(
                server.dsn(database_of(name), f"o2c_{name}_owner"),
                server.dsn(database_of(name), f"o2c_{name}_app"),
                f"o2c_{name}_app",
            )
            for name in NAMES
        }

    def grown(self, load: Load) -> Grown:
        """As one of two whose journeys are compared."""
        return Grown(self.server(), self.access(), self.process.pid, load)


@asynccontextmanager
async def embedded(home: Path) -> AsyncIterator[tuple[EmbeddedUnderLoad, Load]]:
    """A furnished embedded company, stopped at the end."""
    home.mkdir(mode=0o711)  # PostgreSQL may run as another user
    company = EmbeddedUnderLoad(home)
    try:
        await until_open(company.port)
        load = Load(company.doors())
        await load.furnish()
        yield company, load
        await load.close()
    finally:
        company.process.terminate()
        await asyncio.to_thread(company.process.wait, 60)


async def measure_embedded(home: Path, results: dict[str, Any], *, until_events: int) -> None:
    """Journeys per second, lag, slow-down and rebuild of the company in one process."""
    async with embedded(home / "old") as (company, load):
        say(f"embedded: {AT_A_TIME} journeys at a time")
        await load.for_seconds(3, AT_A_TIME)
        done, seconds = await load.for_seconds(SECONDS, AT_A_TIME)
        results["journeys_per_s_embedded"] = round(done / seconds, 1)
        say(f"embedded: {results['journeys_per_s_embedded']} journeys/s; lag at {PACE_EVENTS_PER_S} events/s")
        access = company.access()
        results["lag_p95_ms_embedded"] = await lag(access, load)
        say(f"embedded: on to {until_events:,} stored events")
        old = company.grown(load)
        while await old.events() < until_events:
            await load.for_seconds(10, AT_A_TIME)
        say("embedded: journeys one by one, in it and in a new company in turn")
        async with embedded(home / "young") as (newcomer, few):
            results |= await slowdown(newcomer.grown(few), old)
        say("rebuild of the busiest view")
        results |= await storage.rebuild_rate(access["sales"], "sales", "order")


async def lag(access: dict[str, Access], load: Load) -> float:
    """The 95th percentile, in ms, from a commit to the commit of its effects in the next department."""
    since = await now_of(access)
    await load.paced(PACED_SECONDS, PACE_EVENTS_PER_S / HOPS_PER_JOURNEY)
    return await percentile_of_hops(access, since, 0.95)


async def now_of(access: dict[str, Access]) -> Any:
    """The server's clock."""
    connection = await asyncpg.connect(access["sales"].owner_dsn)
    moment = await connection.fetchval("SELECT clock_timestamp()")
    await connection.close()
    return moment


async def measure_kafka(home: Path, results: dict[str, Any]) -> None:
    """Journeys per second, lag and CPU of the company as ten processes over Kafka."""
    try:
        broker = await find_broker()
    except NoBroker as missing:
        results["journeys_per_s_kafka"] = None
        results["no_broker"] = str(missing)
        return
    postgres = EmbeddedPostgres(home)
    try:
        server = await postgres.start()
        async with deployed_company(home / "company", server, broker.bootstrap_servers) as company:
            load = Load(WireDoors(dict(company.ports), company.token))
            await load.furnish()
            say(f"kafka: {AT_A_TIME} journeys at a time")
            await load.for_seconds(4, AT_A_TIME)
            before = {name: _cpu_of(company, name) for name in NAMES} | {
                "postgresql": cpu.seconds_of_family(postgres.pid)
            }
            done, seconds = await load.for_seconds(SECONDS, AT_A_TIME)
            after = {name: _cpu_of(company, name) for name in NAMES} | {
                "postgresql": cpu.seconds_of_family(postgres.pid)
            }
            results["journeys_per_s_kafka"] = round(done / seconds, 1)
            results["cpu_ms_per_journey"] = {
                name: round((after[name] - before[name]) / done * 1000, 1) for name in before
            }
            say(f"kafka: {results['journeys_per_s_kafka']} journeys/s; lag at {PACE_EVENTS_PER_S} events/s")
            results["lag_p95_ms"] = await lag(dict(company.access), load)
            await load.close()
    finally:
        await postgres.stop()
        await broker.close()


def _cpu_of(company: Any, name: str) -> float:
    return cpu.total(company.processes[name, kind].pid for kind in ("api", "worker"))


async def bench(arguments: argparse.Namespace) -> dict[str, Any]:
    """Everything, or the parts that were asked for."""
    results: dict[str, Any] = {"machine": {"cores": os.cpu_count(), "python": platform.python_version()}}
    parts = arguments.only or ["storage", "embedded", "kafka"]
    for part in parts:
        with tempfile.TemporaryDirectory(prefix="o2c-bench-", ignore_cleanup_errors=True) as folder:
            home = Path(folder)
            home.chmod(0o711)
            if part == "storage":
                say("appends against pgbench")
                async with EmbeddedPostgres(home) as server:
                    results |= await storage.append_vs_pgbench(server)
            elif part == "embedded":
                await measure_embedded(home, results, until_events=arguments.events)
            else:
                await measure_kafka(home, results)
        write(results)
    return results


def write(results: dict[str, Any]) -> str:
    """What has been measured so far, to the file; the text."""
    text = json.dumps(results, indent=2)
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(text + "\n")
    return text


def main() -> None:
    """Prints the JSON object."""
    parser = argparse.ArgumentParser(prog="python -m deploy.bench", description=__doc__)
    parser.add_argument("--only", nargs="*", choices=["storage", "embedded", "kafka"])
    parser.add_argument("--events", type=int, default=100_000, help="stored events for the slow-down")
    arguments = parser.parse_args()
    configure_logging("bench", level="warning")  # on standard error: what is printed is one JSON object
    results = uvloop.run(bench(arguments))
    sys.stdout.write(write(results) + "\n")


if __name__ == "__main__":
    main()
