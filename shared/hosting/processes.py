"""The two processes of a department in a deployment: `api` serves HTTP, `worker` relays, hears, and keeps time.

One TaskGroup each; the failure of any task ends the process, and the supervisor starts it again. SIGTERM stops the
intake, finishes what was begun, and leaves.
"""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import httpx2
import structlog
import uvicorn
from aiokafka.errors import KafkaError
from fastapi import FastAPI
from joserfc.jwk import KeySet

from shared.clocks.wall import TimeOrderedIds, WallClock
from shared.event_store.port import StoreUnavailable
from shared.event_store.postgres_parking import PostgresParkingLot
from shared.event_store.postgres_relay import PostgresOutbox
from shared.hosting.dying import Doom
from shared.hosting.opening import OpenedDepartment, open_department
from shared.hosting.service import Service
from shared.hosting.settings import DepartmentSettings
from shared.messaging.consumer import Consumer, subscribed_topics
from shared.messaging.kafka import KafkaTransport
from shared.messaging.kafka_publisher import kafka_publisher
from shared.messaging.parking import Parking
from shared.messaging.port import Subscription, Transport
from shared.messaging.relay import Relay
from shared.processes.deadlines import Deadlines
from shared.published.topics import ALL, owner_of
from shared.web.app import create_app, health_routes
from shared.web.auth import TokenVerifier
from shared.web.feed import HttpRefill

STOP_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
GRACE_SECONDS: Final = 20
REFILL_SECONDS: Final = 2.0
FIRST_DELAY_SECONDS: Final = 0.2
LONGEST_DELAY_SECONDS: Final = 3.0

log = structlog.get_logger("process")


def _keys(path: Path) -> KeySet:
    return KeySet.import_key_set(json.loads(path.read_text()))


class _AskedToStop(Exception):
    """Nothing was begun yet, so there is nothing to finish."""


async def _open_patiently(service: Service, dsn: str, asked: asyncio.Event) -> OpenedDepartment:
    """The database may come up after this process: it is waited for. Raises _AskedToStop."""
    delay = FIRST_DELAY_SECONDS
    while True:
        try:
            return await open_department(service, dsn, WallClock(), TimeOrderedIds())
        except StoreUnavailable as error:
            log.warning("database-away", department=service.name, detail=str(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(asked.wait(), delay)
                raise _AskedToStop from error
            delay = min(delay * 2, LONGEST_DELAY_SECONDS)


@asynccontextmanager
async def _opened(
    service: Service, settings: DepartmentSettings, asked: asyncio.Event
) -> AsyncIterator[OpenedDepartment]:
    opened = await _open_patiently(service, settings.database_dsn.get_secret_value(), asked)
    try:
        yield opened
    finally:
        await opened.close()


async def serve_api(service: Service, settings: DepartmentSettings) -> None:
    """Serves the department's API until SIGTERM; requests that were begun are answered first."""
    asked = _stop_signal()
    with suppress(_AskedToStop):
        await _serve(service, settings, asked)


async def _serve(service: Service, settings: DepartmentSettings, asked: asyncio.Event) -> None:
    async with _opened(service, settings, asked) as opened:
        verifier = TokenVerifier(_keys(settings.jwks_file), service.name)
        app = create_app(opened.runtime, service.routers, service.permissions, verifier)
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
        await _Server(config, asked).serve()


class _Server(uvicorn.Server):
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


def _stop_signal() -> asyncio.Event:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in STOP_SIGNALS:
        loop.add_signal_handler(name, asked.set)
    return asked


async def run_worker(service: Service, settings: DepartmentSettings) -> None:
    """Relays, hears and keeps time until SIGTERM."""
    asked = _stop_signal()
    with suppress(_AskedToStop):
        await _work(service, settings, asked)


async def _work(service: Service, settings: DepartmentSettings, asked: asyncio.Event) -> None:
    doom = Doom.from_environment()
    async with _opened(service, settings, asked) as opened, httpx2.AsyncClient(timeout=REFILL_SECONDS) as client:
        consumer = Consumer(opened.runtime.writer, _refill(client, settings))
        relay = _relay(opened, settings, doom)
        opened.runtime.handler.on_commit(relay.committed)
        parking = Parking(consumer, PostgresParkingLot(opened.engine), opened.runtime.clock)
        loops: tuple[Callable[[], Awaitable[Any]], ...] = (
            lambda: _listen(consumer, service, settings, doom),
            relay.run,
            Deadlines(opened.runtime.writer).run,
            parking.run,
            *_watched(opened, settings, asked),
        )
        log.info("working", department=service.name)
        with suppress(asyncio.CancelledError):
            await _together(loops, asked)
        await opened.runtime.writer.drain()
        log.info("left", department=service.name)


def _watched(
    opened: OpenedDepartment, settings: DepartmentSettings, asked: asyncio.Event
) -> list[Callable[[], Awaitable[Any]]]:
    """The worker's own little server of health and numbers, where a port is set for it."""
    if settings.worker_port is None:
        return []
    app = FastAPI(openapi_url=None)
    app.include_router(health_routes(opened.runtime, f"/{opened.service.name}"))
    config = uvicorn.Config(
        app, host=settings.host, port=settings.worker_port, log_config=None, access_log=False, lifespan="off"
    )
    return [_Server(config, asked).serve]


async def _together(loops: tuple[Callable[[], Awaitable[Any]], ...], asked: asyncio.Event) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_as_coroutine(loop)) for loop in loops]
        await asked.wait()
        for task in tasks:
            task.cancel()


async def _as_coroutine(loop: Callable[[], Awaitable[Any]]) -> None:
    await loop()


def _refill(client: httpx2.AsyncClient, settings: DepartmentSettings) -> HttpRefill:
    def token() -> str:
        return settings.service_token_file.read_text().strip() if settings.service_token_file else ""

    return HttpRefill(client, settings.feed_urls, token)


def _relay(opened: OpenedDepartment, settings: DepartmentSettings, doom: Doom) -> Relay:
    name = opened.service.name
    own = [topic for topic in ALL if owner_of(topic) == name]
    connect = kafka_publisher(settings.kafka_bootstrap_servers, name)
    return Relay(name, PostgresOutbox(opened.engine, own), doom.over_publishers(connect))


async def _listen(consumer: Consumer, service: Service, settings: DepartmentSettings, doom: Doom) -> None:
    """Subscribes as soon as the broker answers, and hears until the process ends."""
    transport = KafkaTransport(settings.kafka_bootstrap_servers, session_seconds=settings.kafka_session_seconds)
    subscription = await _subscribe_patiently(transport, consumer, service)
    try:
        await consumer.run(doom.over_subscription(subscription))
    finally:
        await subscription.close()


async def _subscribe_patiently(transport: Transport, consumer: Consumer, service: Service) -> Subscription:
    """The broker may come up after this process: it is waited for."""
    topics = subscribed_topics(service.department)
    delay = FIRST_DELAY_SECONDS
    while True:
        try:
            return await transport.subscribe(service.name, topics, consumer.positions)
        except (KafkaError, OSError, TimeoutError) as error:
            log.warning("broker-away", department=service.name, detail=repr(error))
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_DELAY_SECONDS)
