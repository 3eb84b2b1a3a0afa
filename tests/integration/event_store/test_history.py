"""The history of a stream, whole or from a moment on, from either store."""

from datetime import timedelta

import msgspec

from shared.event_store.port import EventStore
from shared.event_store.unit import Unit
from tests.integration.event_store.test_store_behaviour import NOW, a_stream, an_event


async def test_it_is_told_whole_or_from_a_moment_on(store: EventStore) -> None:
    stream, later = a_stream(), NOW + timedelta(hours=1)
    moments = (NOW, later, later + timedelta(microseconds=1))
    events = [
        msgspec.structs.replace(an_event(stream, version), recorded_at=moment)
        for version, moment in enumerate(moments, 1)
    ]
    await store.commit(Unit(events=events))
    for since, versions in ((None, [1, 2, 3]), (NOW, [2, 3]), (later, [3])):
        assert [entry.version for entry in await store.history(stream, since=since)] == versions
    assert await store.history(a_stream(), since=NOW) == []
