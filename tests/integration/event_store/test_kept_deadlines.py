"""What every event store must do with deadlines; the same cases on memory and on PostgreSQL."""

from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from shared.event_store.port import DeadlineGone, EventStore
from shared.event_store.unit import DeadlineClaim, DeadlineName, DeadlineRow, Unit
from tests.integration.event_store.test_store_behaviour import NOW, a_stream, an_event


async def test_deadlines_are_set_moved_cleared_and_claimed_once(store: EventStore) -> None:
    stream = a_stream()
    row = DeadlineRow(stream=stream, name="answer", due_at=NOW, correlation_id=uuid4())
    later = msgspec.structs.replace(row, due_at=NOW + timedelta(hours=1))
    await store.commit(Unit(deadlines_set=[row]))
    await store.commit(Unit(deadlines_set=[later]))
    assert stream not in {r.stream for r in await store.due_deadlines(NOW, 100)}
    assert (await store.due_deadlines(later.due_at, 100))[0].due_at == later.due_at
    assert await store.next_deadline() == later.due_at
    claim = DeadlineClaim(stream=stream, name="answer", due_at=later.due_at)
    moved = msgspec.structs.replace(claim, due_at=NOW)
    with pytest.raises(DeadlineGone):
        await store.commit(Unit(deadlines_claimed=[moved], events=[an_event(stream, 1)]))
    await store.commit(Unit(deadlines_claimed=[claim]))
    with pytest.raises(DeadlineGone):
        await store.commit(Unit(deadlines_claimed=[claim], events=[an_event(stream, 1)]))
    assert await store.load({stream: 0}) == []
    await store.commit(Unit(deadlines_set=[row]))
    await store.commit(Unit(deadlines_cleared=[DeadlineName(stream=stream, name="answer")]))
    assert await store.due_deadlines(later.due_at, 100) == []


async def test_a_deadline_keeps_what_set_it_while_it_stays_for_the_same_moment(store: EventStore) -> None:
    stream, (first, second, third) = a_stream(), (uuid4() for _ in range(3))

    async def known_by(row: DeadlineRow) -> list[UUID | None]:
        await store.commit(Unit(deadlines_set=[row]))
        return [one.set_by for one in await store.due_deadlines(row.due_at, 100) if one.stream == stream]

    row = DeadlineRow(stream=stream, name="answer", due_at=NOW, correlation_id=uuid4(), set_by=first)
    again = msgspec.structs.replace(row, set_by=second)
    moved = msgspec.structs.replace(again, due_at=NOW + timedelta(hours=1))
    assert [await known_by(one) for one in (row, again, moved)] == [[first], [first], [second]]
    claim = DeadlineClaim(stream=stream, name="answer", due_at=moved.due_at)
    set_again = msgspec.structs.replace(moved, set_by=third)
    await store.commit(Unit(deadlines_claimed=[claim], deadlines_set=[set_again]))
    assert await known_by(moved) == [third]
    await store.commit(Unit(deadlines_cleared=[DeadlineName(stream=stream, name="answer")], deadlines_set=[moved]))
    assert await known_by(moved) == [second]


async def test_a_deadline_that_was_set_anew_for_the_moment_at_which_it_fired_is_another(store: EventStore) -> None:
    """Two workers saw it due; one fired it, and something set it for that moment again before the other came."""
    stream, (first, second) = a_stream(), (uuid4() for _ in range(2))
    row = DeadlineRow(stream=stream, name="answer", due_at=NOW, correlation_id=uuid4(), set_by=first)
    again = msgspec.structs.replace(row, set_by=second)
    fired, fired_again = (
        Unit(deadlines_claimed=[DeadlineClaim(stream=stream, name="answer", due_at=NOW, set_by=event)])
        for event in (first, second)
    )
    await store.commit(Unit(deadlines_set=[row]))
    await store.commit(fired)
    await store.commit(Unit(deadlines_set=[again]))
    with pytest.raises(DeadlineGone):
        await store.commit(fired)
    await store.commit(fired_again)


async def test_a_deadline_of_before_is_not_told_what_set_it(store: EventStore) -> None:
    row = DeadlineRow(stream=a_stream(), name="answer", due_at=NOW, correlation_id=uuid4())
    for one in (row, msgspec.structs.replace(row, set_by=uuid4())):
        await store.commit(Unit(deadlines_set=[one]))
    assert [one.set_by for one in await store.due_deadlines(NOW, 100) if one.stream == row.stream] == [None]


async def test_deadlines_are_read_page_by_page_in_their_turn(store: EventStore) -> None:
    first, second = sorted([a_stream(), a_stream()])
    turns = [(NOW, second, "b"), (NOW + timedelta(minutes=1), first, "a"), (NOW + timedelta(minutes=1), first, "b")]
    rows = [DeadlineRow(stream=stream, name=name, due_at=due, correlation_id=uuid4()) for due, stream, name in turns]
    too_late = DeadlineRow(stream=second, name="c", due_at=NOW + timedelta(hours=2), correlation_id=uuid4())
    await store.commit(Unit(deadlines_set=[too_late, *reversed(rows)]))
    now, found = NOW + timedelta(hours=1), list[DeadlineRow]()
    while page := await store.due_deadlines(now, 2, found[-1] if found else None):
        found += page
    assert [row for row in found if row.stream in (first, second)] == rows
