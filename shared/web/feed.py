"""What a department published, straight from its outbox: for integrators, and for departments that missed something.

Permissions: ``list feed`` and ``read feed`` belong to the role `INTEGRATOR`, which the departments' own service tokens
have as well.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final

import httpx2
import msgspec
from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from shared.event_store.port import StoreUnavailable
from shared.handling.runtime import Runtime
from shared.kernel.rejection import Ground, Rejection
from shared.messaging.envelope import (
    CloudEvent,
    Envelope,
    feed_path,
    from_cloud_event,
    from_outbox,
    to_cloud_event,
)
from shared.published.topics import ALL, PARTITIONS, owner_of
from shared.web.asking import Look
from shared.web.problems import refusals

INTEGRATOR: Final = "company.integrator"
FEED_PERMISSIONS: Final[Mapping[str, frozenset[str]]] = {
    "list feed": frozenset({INTEGRATOR}),
    "read feed": frozenset({INTEGRATOR}),
}
MOST_PER_PAGE: Final = 500
BATCH_MEDIA_TYPE: Final = "application/cloudevents-batch+json"
LARGEST_SEQUENCE: Final = 2**63 - 1


class Batch(JSONResponse):
    """Several events in one answer. A kind of JSON, so that the documents describe each event and not a text."""

    media_type = BATCH_MEDIA_TYPE

    def render(self, content: bytes) -> bytes:
        """As it is: the caller has written it out."""
        return content


class TopicNotPublished(Rejection):
    """This department publishes no such topic."""

    code = "shared.feed.unknown-topic"
    ground = Ground.NOT_FOUND


class FeedEnd(BaseModel):
    """How far a partition of a topic has come."""

    topic: str = Field(examples=["sales.order"])
    partition: int = Field(examples=[0])
    last: int = Field(description="the sequence of its last event; 0 when there is none", examples=[4711])


class FeedEvent(BaseModel):
    """A published event in the structured form of CloudEvents 1.0, with our extension attributes."""

    specversion: str = Field(examples=["1.0"])
    id: str
    source: str = Field(examples=["/sales"])
    type: str = Field(examples=["sales.order.placed.v1"])
    time: datetime
    subject: str = Field(description="the aggregate's stream")
    partitionkey: str
    sequence: str = Field(description="without gaps within the topic and partition, from 1")
    sourceepoch: int = Field(description="rises when the source is restored from a backup")
    streamversion: int
    causationid: str
    correlationid: str
    datacontenttype: str
    data: dict[str, Any]
    traceparent: str | None = None
    committedat: datetime | None = Field(default=None, description="when the department's database had it")
    actor: str | None = Field(default=None, description="the person who did it; none where it followed by rule")


def feed_routes(topics: Sequence[str] = ALL) -> APIRouter:
    """The routes named ``list feed`` and ``read feed``, over those of the topics that the department owns."""
    router = APIRouter(tags=["feed"])

    def own(runtime: Runtime) -> list[str]:
        return [topic for topic in topics if owner_of(topic) == runtime.department.name]

    @router.get("/feed", name="list feed", response_model=list[FeedEnd])
    async def list_feed(runtime: Look) -> list[FeedEnd]:
        """The topics of this department, and how far each of their partitions has come."""
        ends = await runtime.store.outbox_ends(own(runtime))
        return [
            FeedEnd(topic=topic, partition=partition, last=ends[topic, partition]) for topic, partition in sorted(ends)
        ]

    @router.get(
        "/feed/{topic}/{partition}",
        name="read feed",
        response_model=list[FeedEvent],
        response_class=Batch,
        responses=refusals(TopicNotPublished),
    )
    async def read_feed(
        runtime: Look,
        topic: Annotated[str, Path(max_length=100, examples=["sales.order"])],
        partition: Annotated[int, Path(ge=0, lt=PARTITIONS)],
        after: Annotated[int, Query(ge=0, le=LARGEST_SEQUENCE, description="the last sequence you have")] = 0,
        limit: Annotated[int, Query(ge=1, le=MOST_PER_PAGE)] = 100,
    ) -> Response:
        """Published events in order, as they were committed; fewer than `limit` mean that there are no more yet."""
        if topic not in own(runtime):
            raise TopicNotPublished(f"there are: {', '.join(own(runtime))}", field="topic")
        rows = await runtime.store.read_outbox(topic, partition, after, limit)
        events = [to_cloud_event(from_outbox(row, runtime.store.epoch)) for row in rows]
        return Batch(msgspec.json.encode(events))

    return router


_events: Final = msgspec.json.Decoder(list[CloudEvent])


class HttpRefill:
    """A `Refill` that asks the feed of the owning department, under a service token."""

    def __init__(self, client: httpx2.AsyncClient, origins: Mapping[str, str], token: Callable[[], str]) -> None:
        """`origins` names where each department is served, such as ``http://sales:8000``."""
        self._client = client
        self._origins = origins
        self._token = token

    async def __call__(self, topic: str, partition: int, after: int, limit: int) -> Sequence[Envelope]:
        """Messages in order. Raises StoreUnavailable for every way to get none: the consumer then asks again."""
        owner = owner_of(topic)
        if owner not in self._origins:
            raise StoreUnavailable(f"nobody has said where {owner} is served")
        try:
            answer = await self._client.get(
                self._origins[owner] + feed_path(topic, partition),
                params={"after": after, "limit": min(limit, MOST_PER_PAGE)},
                headers={"Authorization": f"Bearer {self._token()}"},
            )
            answer.raise_for_status()
            return [from_cloud_event(topic, partition, event) for event in _events.decode(answer.content)]
        except (httpx2.HTTPError, msgspec.DecodeError, ValueError) as error:
            raise StoreUnavailable(f"the feed of {owner} does not answer: {error!r}") from error
