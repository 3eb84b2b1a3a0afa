"""The event store alone: appends against pgbench on the same rows, and the speed of a rebuild."""

import asyncio
import json
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import asyncpg
import msgspec

from deploy.departments import service_named
from deploy.embedded.company import Access
from deploy.embedded.postgres import PostgresServer
from deploy.embedded.postgres_place import postgres_binaries
from deploy.embedded.postgres_roles import ensure_database
from shared.clocks.wall import WallClock
from shared.event_store import schema
from shared.event_store.partitioning import partition_of
from shared.event_store.postgres import PostgresEventStore
from shared.event_store.unit import Key, Message, NewEvent, Unit
from shared.hosting.opening import engine_for
from shared.kernel.decider import StreamId
from shared.projections.rebuilding import Rebuild, view_named

SECONDS: Final = 8
_PLACEHOLDER: Final = "00000000-0000-4000-8000-000000000000"
_SCRIPT: Final = f"""
SELECT commit_unit(
    keys => CAST(replace(keys, '{_PLACEHOLDER}', f.fresh) AS json), heard => NULL, deadlines_claimed => NULL,
    events => CAST(replace(events, '{_PLACEHOLDER}', f.fresh) AS json), reads => NULL,
    outbox => CAST(replace(outbox, '{_PLACEHOLDER}', f.fresh) AS json), snapshots => NULL, views => NULL, rows => NULL,
    deadlines_cleared => NULL, deadlines_set => NULL, positions => NULL, parked => NULL, unparked => NULL)
FROM template, (SELECT CAST(gen_random_uuid() AS text) AS fresh OFFSET 0) f;
"""  # noqa: S608 - a constant of ours
_DATA: Final = {
    "lines": [{"sku": f"SKU-{n}", "quantity": "2", "net": {"minor": 1999, "currency": "USD"}} for n in range(3)]
}


def a_unit(identity: UUID | str) -> Unit:
    """One command's worth: a key, an event, its outbox row."""
    stream = StreamId(f"bench-{identity}")
    now = WallClock().now()
    data = msgspec.Raw(msgspec.json.encode(_DATA))
    event_id = identity if isinstance(identity, UUID) else UUID(identity)
    metadata = {"command_id": event_id, "actor": "bench", "correlation_id": event_id, "causation_id": event_id}
    event = NewEvent(
        partition=partition_of(stream),
        stream=stream,
        version=1,
        event_id=event_id,
        type="bench.happened",
        schema_version=1,
        occurred_at=now,
        recorded_at=now,
        data=data,
        metadata=msgspec.Raw(msgspec.json.encode(metadata)),
    )
    message = Message(
        topic="sales.order",
        partition=event.partition,
        key=str(identity),
        event_id=event_id,
        type="sales.order.placed.v1",
        stream=stream,
        stream_version=1,
        occurred_at=now,
        causation_id=event_id,
        correlation_id=event_id,
        trace=None,
        data=data,
    )
    outcome = {"id": str(identity), "version": 1}
    key = Key(scope="bench", key=str(identity), fingerprint="f" * 64, outcome=outcome, used_at=now)
    return Unit(keys=[key], events=[event], outbox=[message])


async def _database(server: PostgresServer, name: str) -> Access:
    access = await ensure_database(server, name, f"{name}_owner", f"{name}_app")
    connection = await asyncpg.connect(access.owner_dsn)
    for statement in (*schema.steps(), *schema.grants(f"{name}_app")):
        await connection.execute(statement)
    await connection.close()
    return Access(access.owner_dsn, access.app_dsn, f"{name}_app")


async def _ours(access: Access) -> float:
    engine = engine_for(access.app_dsn)
    store = PostgresEventStore(engine)
    await store.open()
    count = 0
    started = time.perf_counter()
    while time.perf_counter() - started < SECONDS:
        await store.commit(a_unit(uuid4()))  # tidy: allow commit-outside-store it is the store that is measured
        count += 1
    rate = count / (time.perf_counter() - started)
    await store.close()
    await engine.dispose()
    return rate


async def _keep_template(access: Access) -> None:
    """pgbench takes a colon for a variable, so the unit waits in a table."""
    connection = await asyncpg.connect(access.owner_dsn)
    unit = a_unit(_PLACEHOLDER)
    sections = [msgspec.json.encode(rows).decode() for rows in (unit.keys, unit.events, unit.outbox)]
    await connection.execute("CREATE TABLE template (keys text, events text, outbox text)")
    await connection.execute("INSERT INTO template VALUES ($1, $2, $3)", *sections)
    await connection.execute("GRANT SELECT ON template TO PUBLIC")
    await connection.close()


def _pgbench(access: Access, folder: Path) -> float:
    """The same function with the same rows, driven by pgbench with one client and prepared statements."""
    script = folder / "append.sql"
    script.write_text(_SCRIPT)
    binaries = postgres_binaries()
    done = subprocess.run(
        [
            str(binaries / "pgbench"),
            *("-n", "-M", "prepared", "-c", "1", "-T", str(SECONDS), "-f", str(script), access.app_dsn),
        ],
        capture_output=True,
        text=True,
        check=True,
        env={"LD_LIBRARY_PATH": str(binaries.parent / "lib")},
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("tps"))
    return float(line.split()[2])


async def append_vs_pgbench(server: PostgresServer) -> dict[str, float]:
    """Appends per second of our store and of pgbench, one client each, and their ratio."""
    ours = await _ours(await _database(server, "bench_ours"))
    with tempfile.TemporaryDirectory() as folder:
        access = await _database(server, "bench_theirs")
        await _keep_template(access)
        theirs = await asyncio.to_thread(_pgbench, access, Path(folder))
    return {"appends_per_s": round(ours), "pgbench_per_s": round(theirs), "append_vs_pgbench": round(ours / theirs, 2)}


async def rebuild_rate(access: Access, department: str, view: str) -> dict[str, Any]:
    """Events per second of rebuilding and comparing a view."""
    service = service_named(department)
    connection = await asyncpg.connect(access.owner_dsn)
    started = time.perf_counter()
    rebuild = Rebuild(service.department, view_named(service.department, view), connection)
    found = await rebuild.run(app_role=access.app_role, swap=False)
    elapsed = time.perf_counter() - started
    await connection.close()
    return {
        "rebuild_events_per_s": round(found.events / elapsed),
        "rebuilt": json.dumps({"view": view, "events": found.events, "differing": found.differing}),
    }
