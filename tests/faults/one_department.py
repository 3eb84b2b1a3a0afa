"""The sales department alone, over a database of its own that can be made to misbehave."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import asyncpg
import httpx2

from deploy.embedded.keys import issuer_of
from deploy.embedded.postgres import PostgresServer
from deploy.embedded.postgres_roles import DatabaseAccess, ensure_database
from deploy.embedded.staff import STAFF
from services.sales.composition import SERVICE
from shared.clocks.wall import TimeOrderedIds, WallClock
from shared.event_store.verifying import heads_of, verify_partition
from shared.hosting.migrating import migrate
from shared.hosting.opening import OpenedDepartment, open_department
from shared.web.app import create_app
from shared.web.auth import TokenVerifier

SALES: Final = "sales"
ACME: Final[dict[str, Any]] = {
    "country": "US",
    "currency": "USD",
    "billing_email": "pay@acme.example",
    "terms": [{"percent": "100", "due_in_days": 30}],
}
_SESSIONS: Final = """
SELECT state FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
_WRITTEN: Final = """
SELECT (SELECT array_agg(event_id) FROM events), (SELECT array_agg(event_id) FROM outbox),
    (SELECT array_agg(key) FROM idempotency_keys), (SELECT array_agg(outcome ->> 'events') FROM idempotency_keys),
    (SELECT array_agg(stream || '/' || version) FROM events), (SELECT sum(version) FROM customer)
"""


@dataclass(frozen=True, eq=False)
class Call:
    """One request; a write has a key of its own and is one event that others are told of."""

    method: str
    path: str
    body: dict[str, Any] | None = None
    key: str = field(default_factory=lambda: str(uuid4()))

    @classmethod
    def to_register(cls) -> "Call":
        """A new customer."""
        return cls("POST", "/sales/customers", {**ACME, "name": f"Acme {uuid4()}"})

    @classmethod
    def to_correct(cls, customer_id: str) -> "Call":
        """Another name for a customer."""
        details = {"name": f"Acme {uuid4()}", "tax_id": "", "country": "US", "billing_email": "pay@acme.example"}
        return cls("POST", f"/sales/customers/{customer_id}/details", details)

    async def by(self, client: httpx2.AsyncClient) -> httpx2.Response:
        """The answer."""
        headers = {"Idempotency-Key": self.key} if self.body else {}
        return await client.request(self.method, self.path, json=self.body, headers=headers)


@dataclass(frozen=True)
class Written:
    """What the database has: ids of events, of messages, the keys and what their requests came to."""

    events: list[UUID]
    outbox: list[UUID]
    keys: list[str]
    outcomes: list[UUID]
    versions: list[str]
    shown: int

    def must_agree(self) -> None:
        """Every request wrote its event, its message, its view row and its key, or none of them."""
        assert len(self.events) == len(set(self.events)) == len(set(self.versions))
        assert sorted(self.events) == sorted(self.outbox) == sorted(self.outcomes)
        assert self.shown == len(self.events) == len(self.keys)


@dataclass(frozen=True)
class Sales:
    """The department at work, and what its database has to say of it."""

    opened: OpenedDepartment
    access: DatabaseAccess
    app: Any
    token: str

    @asynccontextmanager
    async def client(self, **options: Any) -> AsyncIterator[httpx2.AsyncClient]:
        """Somebody of the staff; in process, unless there is a `base_url`."""
        inside = {"base_url": "http://sales", "transport": httpx2.ASGITransport(app=self.app)}
        headers = {"Authorization": f"Bearer {self.token}"}
        async with httpx2.AsyncClient(**{**inside, **options} if "base_url" not in options else options) as opened:
            opened.headers.update(headers)
            yield opened

    async def sessions(self) -> Counter[str]:
        """In which states the database sees our connections."""
        return Counter(row[0] for row in await self._rows(_SESSIONS))

    async def written(self) -> Written:
        """What is in the database now."""
        ((events, outbox, keys, outcomes, versions, shown),) = await self._rows(_WRITTEN)
        ids = [UUID(one) for outcome in outcomes or [] for one in json.loads(outcome)]
        return Written(events or [], outbox or [], keys or [], ids, versions or [], shown or 0)

    async def the_record_must_be_whole(self) -> None:
        """Without a gap or a fork, every hash as it was written, and nothing half done."""
        (await self.written()).must_agree()
        heads = await heads_of(self.opened.engine)
        verdicts = [await verify_partition(self.opened.store, partition, head) for partition, head in heads.items()]
        assert [one for one in verdicts if one.problem] == []

    async def _rows(self, query: str) -> list[Any]:
        connection = await asyncpg.connect(self.access.app_dsn)
        try:
            return list(await connection.fetch(query))
        finally:
            await connection.close()


async def patiently(call: Call, client: httpx2.AsyncClient) -> httpx2.Response:
    """Asks again, under the same key, for as long as the department is not ready."""
    while (answer := await call.by(client)).status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        pass
    return answer


async def a_database(server: PostgresServer) -> DatabaseAccess:
    """A new one with the department's schema."""
    name = f"t_faulty_{uuid4().hex[:8]}"
    access = await ensure_database(server, name, f"{name}_owner", f"{name}_app")
    await asyncio.to_thread(migrate, SALES, access.owner_dsn, f"{name}_app")
    return access


@asynccontextmanager
async def sales_at_work(access: DatabaseAccess, home: Path, dsn: str = "") -> AsyncIterator[Sales]:
    """The department, over `dsn` where its way to the database is another one."""
    issuer = issuer_of(home)
    opened = await open_department(SERVICE, dsn or access.app_dsn, WallClock(), TimeOrderedIds())
    try:
        verifier = TokenVerifier(issuer.keys(), SALES)
        app = create_app(opened.runtime, SERVICE.routers, SERVICE.permissions, verifier, ready=opened.store.ready)
        yield Sales(opened, access, app, issuer.issue("sara.rep", STAFF["sara.rep"], [SALES]))
    finally:
        await opened.close()
