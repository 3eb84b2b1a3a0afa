"""Whose turn it is to send, held by a session lock in the department's database: one mail room sends, others wait."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.event_store.port import StoreUnavailable

_LOCK: Final = text("SELECT pg_try_advisory_lock(7020004)")
_STILL_THERE: Final = text("SELECT 1")


class PostgresTurn:
    """Keeps a connection of its own for as long as it has the turn."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None

    async def is_mine(self) -> bool:
        """Takes the turn when nobody has it. Raises StoreUnavailable."""
        try:
            if self._connection is not None:
                await self._connection.execute(_STILL_THERE)
                return True
            connection = await self._engine.connect()
            connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            if await connection.scalar(_LOCK):
                self._connection = connection
                return True
            await connection.close()
        except (DBAPIError, OSError, TimeoutError) as error:
            await self.give_up()
            raise StoreUnavailable(f"no turn: {error}") from error
        return False

    async def give_up(self) -> None:
        """Lets another mail room send. The connection is not used again: the lock goes with it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()
