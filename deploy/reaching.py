"""What stands between a command and a database, in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import asyncpg
from sqlalchemy.exc import DBAPIError

from deploy.refusals import Refused
from shared.event_store.port import StoreUnavailable


class DatabaseAway(Refused):
    """A database is not there, lets nobody in, or does not do what was asked. How far it was done nobody knows."""


_FAILURES: Final = (OSError, StoreUnavailable, asyncpg.PostgresError, asyncpg.ClientConfigurationError, DBAPIError)
_CUT: Final = "connection is closed"
"""What tells a connection that was cut from a fault of ours, among all that asyncpg calls wrong use of itself."""


@contextmanager
def reaching_databases() -> Iterator[None]:
    """Whatever a database has against what is done within is told as a refusal: never as the finding of a command.

    Raises DatabaseAway.
    """
    try:
        yield
    except BrokenPipeError:
        raise  # of whoever reads what is printed
    except _FAILURES as failure:
        why = failure.orig if isinstance(failure, DBAPIError) else failure  # the outer one adds SQL and a web page
        raise DatabaseAway(f"a database cannot be asked: {why or type(failure).__name__}") from failure
    except asyncpg.InterfaceError as failure:
        if _CUT not in str(failure):
            raise
        raise DatabaseAway(f"a database cannot be asked: {failure}") from failure
