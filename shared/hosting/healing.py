"""A pool of connections that outlives its database: no connection is handed out that is known to be closed.

We speak to asyncpg directly, past SQLAlchemy, which therefore never learns that a connection broke: it would hand the
same closed connections out for ever. Asking each connection whether it is closed costs no round trip.
"""

from typing import Any

from sqlalchemy import ExceptionContext, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.event_store.port import StoreUnavailable


def heal(engine: AsyncEngine) -> None:
    """From now on the engine replaces what is closed, and says StoreUnavailable when the database is not there yet."""
    event.listen(engine.sync_engine, "checkout", _replace_closed)
    event.listen(engine.sync_engine, "handle_error", _away)


def _replace_closed(connection: Any, _: Any, __: Any) -> None:
    if connection.driver_connection.is_closed():
        raise DisconnectionError("the connection was closed")


def _away(context: ExceptionContext) -> None:
    """A server that is starting up or shutting down refuses new connections with an error of its own."""
    if context.connection is None:
        raise StoreUnavailable(f"no connection: {context.original_exception}") from context.original_exception
