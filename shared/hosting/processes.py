"""What a department's processes have in common, and the simpler one: `api` serves HTTP. SIGTERM lets it finish."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Final

import structlog
import uvicorn
from joserfc.jwk import KeySet

from shared.clocks.shifted import ShiftedClock
from shared.clocks.wall import TimeOrderedIds, WallClock
from shared.event_store.port import StoreUnavailable
from shared.hosting.collecting import collect_seldom
from shared.hosting.dying import Doom
from shared.hosting.lagging import LoopWatch
from shared.hosting.opening import OpenedDepartment, open_department
from shared.hosting.service import Service
from shared.hosting.settings import DepartmentSettings
from shared.web.app import create_app
from shared.web.auth import TokenVerifier

STOP_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
GRACE_SECONDS: Final = 20
FIRST_DELAY_SECONDS: Final = 0.2
LONGEST_DELAY_SECONDS: Final = 3.0

log = structlog.get_logger("process")


def _keys(path: Path) -> KeySet:
    return KeySet.import_key_set(json.loads(path.read_text()))


class AskedToStop(Exception):
    """Nothing was begun yet, so there is nothing to finish."""


async def _open_patiently(service: Service, settings: DepartmentSettings, asked: asyncio.Event) -> OpenedDepartment:
    """The database may come up after this process: it is waited for. Raises AskedToStop."""
    dsn = settings.database_dsn.get_secret_value()
    clock = ShiftedClock(settings.clock_shift_file) if settings.clock_shift_file else WallClock()
    delay = FIRST_DELAY_SECONDS
    while True:
        try:
            return await open_department(service, dsn, clock, TimeOrderedIds())
        except StoreUnavailable as error:
            log.warning("database-away", department=service.name, detail=str(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(asked.wait(), delay)
                raise AskedToStop from error
            delay = min(delay * 2, LONGEST_DELAY_SECONDS)


@asynccontextmanager
async def opened_department(
    service: Service, settings: DepartmentSettings, asked: asyncio.Event
) -> AsyncIterator[OpenedDepartment]:
    """The department on its database, for as long as this is entered. Raises AskedToStop."""
    opened = await _open_patiently(service, settings, asked)
    try:
        yield opened
    finally:
        await opened.close()


async def serve_api(service: Service, settings: DepartmentSettings) -> None:
    """Serves the department's API until SIGTERM; requests that were begun are answered first."""
    asked = stop_signal()
    with suppress(AskedToStop):
        await _serve(service, settings, asked)


async def _serve(service: Service, settings: DepartmentSettings, asked: asyncio.Event) -> None:
    async with opened_department(service, settings, asked) as opened:
        verifier = TokenVerifier(_keys(settings.jwks_file), service.name)
        app = create_app(
            opened.runtime,
            service.routers,
            service.permissions,
            verifier,
            desk=opened.desk(),
            ready=opened.store.ready,
        )
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        log.info("serving", department=service.name, host=settings.host, port=settings.port)
        Doom.from_environment().over_answers(opened.runtime.handler)
        collect_seldom()
        watching = asyncio.create_task(LoopWatch(service.name).run())
        try:
            await Server(config, asked).serve()
        finally:
            watching.cancel()


class Server(uvicorn.Server):
    """A server that returns when it was asked to stop.

    uvicorn's own handlers raise the signal anew after the last answer: the process would then end by the signal, with
    its connections to the database open.
    """

    def __init__(self, config: uvicorn.Config, asked: asyncio.Event) -> None:
        super().__init__(config)
        self._asked = asked

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves the signals to those who run this server."""
        yield

    async def on_tick(self, counter: int) -> bool:
        """Whether to stop, ten times a second."""
        return await super().on_tick(counter) or self._asked.is_set()


def stop_signal() -> asyncio.Event:
    """Set as soon as this process is asked to stop."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in STOP_SIGNALS:
        loop.add_signal_handler(name, asked.set)
    return asked
