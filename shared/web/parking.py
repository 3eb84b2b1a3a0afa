"""The desk for messages that a department set aside: what waits and why; try again, or never hear it, with a reason.

The same decisions as `o2c parked`. Asked twice, each happens once: what is discarded stays so, and a retry that is
asked for again changes only when the next try is. Permissions: `PARKING_PERMISSIONS`, of the role `OPERATOR`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from shared.event_store.unit import ParkedMessage, ParkedStatus
from shared.messaging.parking import (
    ParkedIsSettled,
    ParkedUnknown,
    ParkedUnreadable,
    ParkedWaitsBehind,
    ParkingDesk,
)
from shared.web.asking import ALWAYS, Ask
from shared.web.fields import Identity, Reason, Strict
from shared.web.problems import refusals

OPERATOR: Final = "company.operator"
AUDITOR: Final = "company.auditor"
PARKING_PERMISSIONS: Final[Mapping[str, frozenset[str]]] = {
    "list parked messages": frozenset({OPERATOR, AUDITOR}),
    "read parked message": frozenset({OPERATOR, AUDITOR}),
    "retry parked message": frozenset({OPERATOR}),
    "discard parked message": frozenset({OPERATOR}),
}
MOST_PER_PAGE: Final = 200
LONGEST_DATA: Final = 20_000

router = APIRouter(tags=["parked messages"])
"""The routes of `PARKING_PERMISSIONS`, over the `desk` of the app that has them."""

EventId = Annotated[
    Identity, Path(description="the message's event id", examples=["0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11"])
]


class Parked(BaseModel):
    """A message that was set aside, with why."""

    event_id: str
    topic: str = Field(examples=["sales.order"])
    partition: int
    sequence: int = Field(description="where it stands in its partition; of an unreadable record, its offset")
    key: str = Field(description="the later messages with this topic and key wait behind it")
    type: str = Field(examples=["sales.order.placed.v1"])
    status: str = Field(
        description="retrying: tried again by itself; parked: waits for an operator; waiting: behind an earlier one; "
        "unreadable: no message of ours, or one that was heard in other words, and nothing waits behind it; "
        "settled: was heard; discarded: will never be"
    )
    cause: str = Field(examples=["rejected: accounting.invoice.unknown-order"])
    detail: str
    attempts: int
    parked_at: datetime
    next_try_at: datetime | None


class ParkedPage(BaseModel):
    """Some of many."""

    items: list[Parked]
    next: str | None = Field(description="give it as `after` for the next page; null on the last one")


class DeskEntry(BaseModel):
    """What an operator did to it, and why."""

    action: str = Field(examples=["retry"])
    actor: str
    reason: str
    acted_at: datetime


class ParkedWhole(Parked):
    """The message with its content and all that was done to it."""

    data: str = Field(description=f"its content, as text, up to {LONGEST_DATA} characters")
    audit: list[DeskEntry]


class WhyIn(Strict):
    """Why; it is kept with who and when."""

    model_config = Strict.model_config | ConfigDict(
        json_schema_extra={"examples": [{"reason": "the customer is known to us by now"}]}
    )
    reason: Reason


def _shown(message: ParkedMessage) -> dict[str, Any]:
    found = msgspec.structs.asdict(message)
    return {**found, "event_id": str(message.event_id), "sequence": message.seq}


async def _whole(desk: ParkingDesk, event_id: UUID) -> ParkedWhole:
    message = await desk.lot.one(event_id)
    if message is None:
        raise ParkedUnknown("nothing with this id was set aside", field="event_id")
    audit = [DeskEntry(**_entry(entry)) for entry in await desk.lot.audit(event_id)]
    text = message.data.decode(errors="replace").replace("\x00", "\ufffd")[:LONGEST_DATA]
    return ParkedWhole(**{**_shown(message), "data": text}, audit=audit)


def _entry(entry: Any) -> dict[str, Any]:
    found = msgspec.structs.asdict(entry)
    del found["event_id"]
    return found


def _uuid(text: str, field: str = "event_id") -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ParkedUnknown("event ids are UUIDs", field=field) from None


def _desk(request: Request) -> ParkingDesk:
    desk: ParkingDesk = request.app.state.desk
    return desk


@router.get("/parked", name="list parked messages", response_model=ParkedPage, responses=refusals(ParkedUnknown))
async def list_parked(
    request: Request,
    status: Annotated[ParkedStatus | None, Query(description="only those of which this is true")] = None,
    topic: Annotated[
        str | None, Query(max_length=100, pattern=r"^[a-z0-9.-]+$", description="only those of this topic")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_PER_PAGE)] = 50,
    after: Annotated[Identity | None, Query(description="the `next` of the page before")] = None,
) -> dict[str, Any]:
    """What was set aside, in order of event ids; by status, or all that ever was."""
    beyond = None if after is None else _uuid(after, "after")
    found = await _desk(request).lot.listed(topic=topic, status=status, after=beyond, limit=limit + 1)
    items = [_shown(message) for message in found[:limit]]
    return {"items": items, "next": items[-1]["event_id"] if len(found) > limit else None}


@router.get(
    "/parked/{event_id}",
    name="read parked message",
    response_model=ParkedWhole,
    responses=refusals(ParkedUnknown),
)
async def read_parked(request: Request, event_id: EventId) -> ParkedWhole:
    """One message with its content, and what operators did to it."""
    return await _whole(_desk(request), _uuid(event_id))


@router.post(
    "/parked/{event_id}/retry",
    name="retry parked message",
    response_model=ParkedWhole,
    responses=refusals(ParkedUnknown, ParkedIsSettled, ParkedWaitsBehind, ParkedUnreadable, *ALWAYS),
)
async def retry_parked(request: Request, event_id: EventId, body: WhyIn, ask: Ask) -> ParkedWhole:
    """Tries the first message of a stream again within a second; those behind it follow by themselves."""
    desk, identity = _desk(request), _uuid(event_id)
    await desk.retry(identity, ask.person, body.reason)
    return await _whole(desk, identity)


@router.post(
    "/parked/{event_id}/discard",
    name="discard parked message",
    response_model=ParkedWhole,
    responses=refusals(ParkedUnknown, ParkedIsSettled, *ALWAYS),
)
async def discard_parked(request: Request, event_id: EventId, body: WhyIn, ask: Ask) -> ParkedWhole:
    """Never hears this message: its effects will be missing for good. Those behind it follow by themselves."""
    desk, identity = _desk(request), _uuid(event_id)
    await desk.discard(identity, ask.person, body.reason)
    return await _whole(desk, identity)
