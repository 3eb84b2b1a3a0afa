"""One statement on a pooled connection: it is its own transaction. Errors in the terms of the store's port."""

from typing import Any, Final

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.event_store.port import StoreUnavailable

TIMEOUT_SECONDS: Final = 5.0
AWAY: Final = (OSError, TimeoutError, asyncpg.InterfaceError, DBAPIError, PoolTimeout)
_OUR_MISTAKES: Final = ("22", "23", "42")


def unavailable(error: asyncpg.PostgresError) -> bool:
    """Whether asking again can help: it cannot when the statement itself is wrong."""
    return (error.sqlstate or "")[:2] not in _OUR_MISTAKES


async def fetch(engine: AsyncEngine, query: str, *arguments: Any) -> list[Any]:
    """The rows. Raises StoreUnavailable when the database does not answer."""
    try:
        async with engine.connect() as connection:
            proxied = await connection.get_raw_connection()
            raw: asyncpg.Connection[Any] = proxied.driver_connection  # type: ignore[assignment]
            return list(await raw.fetch(query, *arguments, timeout=TIMEOUT_SECONDS))
    except asyncpg.PostgresError as error:
        if unavailable(error):
            raise StoreUnavailable(f"{error.sqlstate}: {error}") from error
        raise
    except AWAY as error:
        raise StoreUnavailable(str(error) or type(error).__name__) from error
