"""The feed over HTTP, and a consumer that fills its gaps from it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import httpx2
import pytest

from shared.event_store.memory import MemoryEventStore
from shared.event_store.partitioning import partition_of_key
from shared.event_store.port import StoreUnavailable
from shared.handling.runtime import Runtime
from shared.messaging.consumer import Consumer
from shared.web.app import create_app
from shared.web.auth import TokenIssuer, TokenVerifier
from shared.web.feed import FEED_PERMISSIONS, INTEGRATOR, HttpRefill, feed_routes
from tests.unit.messaging.small_talk import Parties, heard_of, parties, runtime_of, say, told_by

ISSUER = TokenIssuer.generate()


@dataclass
class Feed:
    """A speaker with its API."""

    parties: Parties
    speaker: Runtime
    client: httpx2.AsyncClient

    @property
    def path(self) -> str:
        """Where the topic is."""
        return f"/{self.parties.speaker.name}/feed"

    def token(self, *roles: str) -> str:
        """Of a service."""
        return ISSUER.issue("service:listener", roles, [self.parties.speaker.name], timedelta(hours=1))

    def as_one_of(self, *roles: str) -> dict[str, str]:
        """Headers."""
        return {"Authorization": f"Bearer {self.token(*roles)}"}


@pytest.fixture
async def feed() -> AsyncIterator[Feed]:
    new = parties()
    speaker = runtime_of(new.speaker, MemoryEventStore())
    routes = feed_routes([new.topic, "else.where"])
    app = create_app(speaker, [routes], FEED_PERMISSIONS, TokenVerifier(ISSUER.keys(), new.speaker.name))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://speaker") as client:
        yield Feed(new, speaker, client)


async def test_the_list_says_how_far_every_partition_has_come(feed: Feed) -> None:
    await say(feed.speaker, "bee", "one", "two")
    answer = await feed.client.get(feed.path, headers=feed.as_one_of(INTEGRATOR))
    assert answer.status_code == 200
    assert {end["topic"] for end in answer.json()} == {feed.parties.topic}
    assert {end["partition"]: end["last"] for end in answer.json()}[partition_of_key("bee")] == 2
    assert len(answer.json()) == 4


async def test_events_come_in_order_as_cloud_events(feed: Feed) -> None:
    await say(feed.speaker, "bee", "one", "two", "three")
    where = f"{feed.path}/{feed.parties.topic}/{partition_of_key('bee')}"
    answer = await feed.client.get(where, params={"after": 1, "limit": 1}, headers=feed.as_one_of(INTEGRATOR))
    assert answer.headers["Content-Type"] == "application/cloudevents-batch+json"
    (found,) = answer.json()
    assert (
        found.items()
        >= {
            "specversion": "1.0",
            "type": f"{feed.parties.topic}.said.v1",
            "source": f"/{feed.parties.speaker.name}",
            "subject": "note-bee",
            "partitionkey": "bee",
            "sequence": "2",
            "streamversion": 2,
            "data": {"text": "two"},
        }.items()
    )
    beyond = await feed.client.get(where, params={"after": 3}, headers=feed.as_one_of(INTEGRATOR))
    assert beyond.json() == []


@pytest.mark.parametrize(
    ("where", "status"),
    [
        ("else.where/0", 404),
        ("sales.order/0", 404),
        ("{topic}/4", 422),
        ("{topic}/-1", 422),
        ("{topic}/0?after=-1", 422),
        ("{topic}/0?after=9223372036854775808", 422),
        ("{topic}/0?limit=501", 422),
        ("{topic}/0?limit=0", 422),
    ],
)
async def test_what_is_not_there_is_refused(feed: Feed, where: str, status: int) -> None:
    url = f"{feed.path}/{where.format(topic=feed.parties.topic)}"
    answer = await feed.client.get(url, headers=feed.as_one_of(INTEGRATOR))
    assert answer.status_code == status, answer.text


async def test_only_integrators_may_read(feed: Feed) -> None:
    for where in (feed.path, f"{feed.path}/{feed.parties.topic}/0"):
        assert (await feed.client.get(where)).status_code == 401
        assert (await feed.client.get(where, headers=feed.as_one_of("company.reader"))).status_code == 403


async def test_a_consumer_fills_its_gaps_from_the_feed(feed: Feed) -> None:
    texts = [str(number) for number in range(620)]
    await say(feed.speaker, "bee", *texts)
    refill = HttpRefill(feed.client, {feed.parties.speaker.name: "http://speaker"}, lambda: feed.token(INTEGRATOR))
    listener = runtime_of(feed.parties.listener, MemoryEventStore())
    messages = await told_by(feed.speaker, feed.parties.topic)
    await Consumer(listener.writer, refill).hear([messages[-1]])
    assert await heard_of(listener, "bee") == texts


async def test_a_feed_that_gives_nothing_is_asked_again_later(feed: Feed) -> None:
    name = feed.parties.speaker.name
    for refill in (
        HttpRefill(feed.client, {name: "http://speaker"}, lambda: feed.token("company.reader")),
        HttpRefill(feed.client, {name: "http://speaker/not-here"}, lambda: feed.token(INTEGRATOR)),
        HttpRefill(feed.client, {}, lambda: feed.token(INTEGRATOR)),
    ):
        with pytest.raises(StoreUnavailable):
            await refill(feed.parties.topic, 0, 0, 10)
