"""One statement on a pooled connection: it is its own transaction. Errors in the terms of the store's port."""

import asyncio
from typing import Any, Final

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.event_store.port import StoreFull, StoreUnavailable, UnitRefused

TIMEOUT_SECONDS: Final = 5.0
AWAY: Final = (OSError, TimeoutError, asyncpg.InterfaceError, asyncpg.InternalClientError, DBAPIError, PoolTimeout)
"""How it shows that the database is not there, or does not answer in time.

asyncpg calls it an internal error where the connection was cut just as it was about to ask.
"""
PLAN_ONCE: Final = "SET plan_cache_mode = force_generic_plan"
"""For a connection that asks the same few questions for ever, each by keys that it is given: whatever the keys, the
plan is the same. Left to itself PostgreSQL plans the ones with arrays anew at each call, for more than they cost."""

_OUR_MISTAKES: Final = ("22", "23", "42")
_DISK_FULL: Final = "53100"
_NAMELESS: Final = "XX000"
_CANNOT_GROW: Final = ("could not extend file", "could not write to file")
"""PostgreSQL knows only ENOSPC as a full disk: a quota (EDQUOT) or a limit on files (EFBIG) it just reports."""


def refusal(error: asyncpg.PostgresError) -> UnitRefused | StoreUnavailable:
    """What an error of the database means: asking again helps, unless a value cannot be held (22) or the like."""
    state, text = error.sqlstate or "", str(error)
    if state == _DISK_FULL or (state == _NAMELESS and text.startswith(_CANNOT_GROW)):
        return StoreFull(f"{state}: {text}")
    meaning = UnitRefused if state[:2] in _OUR_MISTAKES else StoreUnavailable
    return meaning(f"{state}: {text}")


async def fetch(engine: AsyncEngine, query: str, *arguments: Any) -> list[Any]:
    """The rows, in TIMEOUT_SECONDS with all waiting for a connection.

    Raises UnitRefused for a value that the database cannot hold, StoreUnavailable when it does not answer.
    """
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS), engine.connect() as connection:
            proxied = await connection.get_raw_connection()
            raw: asyncpg.Connection[Any] = proxied.driver_connection  # type: ignore[assignment]
            return list(await raw.fetch(query, *arguments))
    except asyncpg.PostgresError as error:
        raise refusal(error) from error
    except AWAY as error:
        raise StoreUnavailable(str(error) or type(error).__name__) from error
