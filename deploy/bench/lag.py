"""How long it takes from a commit in one department to the commit of its effects in the next, by their own clocks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import asyncpg

from deploy.embedded.company import Access


async def _moments(access: Access, query: str, since: datetime) -> list[Any]:
    connection = await asyncpg.connect(access.owner_dsn)
    try:
        return list(await connection.fetch(query, since))
    finally:
        await connection.close()


async def percentile_of_hops(access: Mapping[str, Access], since: datetime, share: float) -> float:
    """That percentile in milliseconds, over every message told after `since`; all databases are on one server."""
    told: dict[Any, datetime] = {}
    for way in access.values():
        query = "SELECT event_id, committed_at FROM outbox WHERE committed_at > $1"
        told |= {row[0]: row[1] for row in await _moments(way, query, since)}
    hops: list[float] = []
    for way in access.values():
        query = "SELECT event_id, committed_at FROM inbox WHERE committed_at > $1"
        for event_id, heard in await _moments(way, query, since):
            if event_id in told:
                hops.append((heard - told[event_id]).total_seconds() * 1000)
    hops.sort()
    return round(hops[int(len(hops) * share)], 1) if hops else 0.0
