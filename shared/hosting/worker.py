"""The `worker` of a department in a deployment: relays, hears, keeps time, and works through what was set aside.

One TaskGroup; the failure of any task ends the process, and the supervisor starts it again. SIGTERM stops the intake;
what was begun is finished, sent and told to the broker, and then the worker leaves.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

import httpx2
import structlog
import uvicorn
from aiokafka.errors import KafkaError
from fastapi import FastAPI

from shared.event_store.postgres_parking import PostgresParkingLot
from shared.event_store.postgres_relay import PostgresOutbox
from shared.hosting.collecting import collect_seldom
from shared.hosting.dying import Doom
from shared.hosting.figures import Figures
from shared.hosting.lagging import LoopWatch
from shared.hosting.opening import OpenedDepartment
from shared.hosting.processes import (
    FIRST_DELAY_SECONDS,
    GRACE_SECONDS,
    LONGEST_DELAY_SECONDS,
    AskedToStop,
    Server,
    opened_department,
    stop_signal,
)
from shared.hosting.service import Service
from shared.hosting.settings import DepartmentSettings
from shared.mail.postgres_turn import PostgresTurn
from shared.mail.room import MailRoom
from shared.mail.settings import MailingSettings
from shared.mail.smtp import SmtpMailer
from shared.messaging.consumer import Consumer, subscribed_topics
from shared.messaging.kafka import KafkaTransport
from shared.messaging.kafka_publisher import kafka_publisher
from shared.messaging.kafka_topics import TopicsAbsent, TopicsUnfit, check_topics
from shared.messaging.parking import Parking
from shared.messaging.port import Subscription
from shared.messaging.relay import Relay
from shared.observability.counters import TOO_LARGE
from shared.processes.deadlines import Deadlines
from shared.published.topics import ALL, PARTITIONS, owner_of
from shared.web.app import health_routes
from shared.web.feed import HttpRefill
from shared.web.heads import HeadAsGet

FINISH_SECONDS: Final = GRACE_SECONDS - 5
REFILL_SECONDS: Final = 2.0

log = structlog.get_logger("process")


async def run_worker(service: Service, settings: DepartmentSettings) -> None:
    """Works until SIGTERM. Exits with 1 when a topic is not as it has to be."""
    asked = stop_signal()
    unfit = ""
    try:
        with suppress(AskedToStop):
            await _work(service, settings, asked)
    except* TopicsUnfit as found:
        unfit = "; ".join(map(str, found.exceptions))
    if unfit:
        log.error("topics-unfit", department=service.name, detail=unfit)
        raise SystemExit(1)


async def _work(service: Service, settings: DepartmentSettings, asked: asyncio.Event) -> None:
    doom = Doom.from_environment()
    async with (
        opened_department(service, settings, asked) as opened,
        httpx2.AsyncClient(timeout=REFILL_SECONDS) as client,
    ):
        consumer = Consumer(opened.runtime.writer, _refill(client, settings))
        relay = _relay(opened, settings, doom)
        opened.runtime.handler.on_commit(relay.committed)
        parking = Parking(consumer, PostgresParkingLot(opened.engine), opened.runtime.clock)
        beside: tuple[Callable[[], Awaitable[Any]], ...] = (
            Deadlines(opened.runtime.writer).run,
            parking.run,
            opened.following.run,
            LoopWatch(service.name).run,
            *_mailing(opened, settings),
            *([Figures(service.figures, opened.engine).run] if service.figures else []),
            *_watched(opened, settings, asked),
        )
        collect_seldom()
        log.info("working", department=service.name)
        async with asyncio.TaskGroup() as group:
            hearing = group.create_task(_listen(consumer, service, settings, doom, asked))
            sending = group.create_task(relay.run())
            others = [group.create_task(_as_coroutine(loop)) for loop in beside]
            await asked.wait()
            with suppress(TimeoutError):
                async with asyncio.timeout(FINISH_SECONDS):
                    consumer.stop()
                    await asyncio.wait([hearing])
                    for task in others:
                        task.cancel()
                    await asyncio.wait(others)
                    await opened.runtime.writer.drain()
                    relay.stop()  # last, as all of the others make work for it
                    await asyncio.wait([sending])
            for task in (hearing, sending, *others):
                task.cancel()
        log.info("left", department=service.name)


async def _as_coroutine(loop: Callable[[], Awaitable[Any]]) -> None:
    await loop()


def _mailing(opened: OpenedDepartment, settings: DepartmentSettings) -> list[Callable[[], Awaitable[Any]]]:
    """The mail room, where the department writes mail and a mail server is set."""
    outgoing = opened.service.mail
    if outgoing is None or not isinstance(settings, MailingSettings):
        return []
    server = settings.mail_server
    if server is None:
        log.warning("no-mail-server", department=opened.service.name, detail="mail waits in its queue")
        return []
    mailer = SmtpMailer(server, opened.runtime.clock)
    return [MailRoom(opened.runtime, outgoing, mailer, PostgresTurn(opened.engine)).run]


def _watched(
    opened: OpenedDepartment, settings: DepartmentSettings, asked: asyncio.Event
) -> list[Callable[[], Awaitable[Any]]]:
    """The worker's own little server of health and numbers, where a port is set for it."""
    if settings.worker_port is None:
        return []
    app = FastAPI(openapi_url=None)
    app.state.ready = opened.store.ready
    app.include_router(health_routes(f"/{opened.service.name}"))
    config = uvicorn.Config(
        HeadAsGet(app), host=settings.host, port=settings.worker_port, log_config=None, access_log=False, lifespan="off"
    )
    return [Server(config, asked).serve]


def _refill(client: httpx2.AsyncClient, settings: DepartmentSettings) -> HttpRefill:
    def token() -> str:
        return settings.service_token_file.read_text().strip() if settings.service_token_file else ""

    return HttpRefill(client, settings.feed_urls, token)


def _relay(opened: OpenedDepartment, settings: DepartmentSettings, doom: Doom) -> Relay:
    name = opened.service.name
    topics = _own_topics(name)
    for topic in topics:
        TOO_LARGE.labels(name, topic)  # there as 0 from the start: only what rises while it is watched is an alert
    connect = kafka_publisher(settings.kafka_bootstrap_servers, name, settings.kafka_security)
    return Relay(name, PostgresOutbox(opened.engine, topics), doom.over_publishers(connect))


def _own_topics(department: str) -> list[str]:
    return [topic for topic in ALL if owner_of(topic) == department]


async def _listen(
    consumer: Consumer, service: Service, settings: DepartmentSettings, doom: Doom, asked: asyncio.Event
) -> None:
    """Subscribes as soon as the broker answers, and hears until the process is asked to stop."""
    subscription = await _subscribe_patiently(consumer, service, settings, asked)
    if subscription is None:
        return
    try:
        await consumer.run(doom.over_subscription(subscription))
    finally:
        await subscription.close()


async def _subscribe_patiently(
    consumer: Consumer, service: Service, settings: DepartmentSettings, asked: asyncio.Event
) -> Subscription | None:
    """The broker and its topics may come up after this process: they are waited for. Raises TopicsUnfit."""
    bootstrap, heard = settings.kafka_bootstrap_servers, subscribed_topics(service.department)
    security = settings.kafka_security
    transport = KafkaTransport(
        bootstrap,
        security=security,
        member=settings.kafka_member,
        session_seconds=settings.kafka_session_seconds,
    )
    delay = FIRST_DELAY_SECONDS
    while not asked.is_set():
        try:
            wanted = sorted({*heard, *_own_topics(service.name)})
            await check_topics(bootstrap, wanted, PARTITIONS, security=security)
            return await transport.subscribe(service.name, heard, consumer.positions)
        except (KafkaError, OSError, TimeoutError, TopicsAbsent) as error:
            log.warning("broker-away", department=service.name, detail=repr(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(asked.wait(), delay)
            delay = min(delay * 2, LONGEST_DELAY_SECONDS)
    return None
