"""Messages on the wire: what goes in comes out, and what is not ours is refused."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.event_store.partitioning import partition_of_key
from shared.event_store.unit import ParkedStatus
from shared.messaging.envelope import (
    BadEnvelope,
    CloudEvent,
    Envelope,
    from_cloud_event,
    from_kafka,
    to_cloud_event,
    to_headers,
)
from shared.messaging.set_aside import parked, taken_up

EXAMPLE = Envelope(
    topic="sales.order",
    partition=partition_of_key("A-1"),
    seq=7,
    key="A-1",
    event_id=UUID(int=1),
    type="sales.order.placed.v1",
    epoch=1,
    stream="order-A-1",
    stream_version=3,
    occurred_at=datetime(2026, 3, 2, 8, 0, tzinfo=UTC),
    causation_id=UUID(int=2),
    correlation_id=UUID(int=3),
    trace=None,
    data=b'{"total": 1.10}',
)
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)


@st.composite
def envelopes(draw: st.DrawFn) -> Envelope:
    """Any that our outboxes can hold."""
    key = draw(texts)
    return Envelope(
        topic="sales.order",
        partition=partition_of_key(key),
        seq=draw(st.integers(1, 2**62)),
        key=key,
        event_id=draw(st.uuids()),
        type=f"sales.{draw(texts)}.v{draw(st.integers(1, 99))}",
        epoch=draw(st.integers(1, 9)),
        stream=draw(texts),
        stream_version=draw(st.integers(1, 2**31)),
        occurred_at=draw(st.datetimes(timezones=st.just(UTC))),
        causation_id=draw(st.uuids()),
        correlation_id=draw(st.uuids()),
        trace=draw(st.none() | texts.filter(bool)),
        actor=draw(st.none() | texts.filter(bool)),
        committed_at=draw(st.none() | st.datetimes(timezones=st.just(UTC))),
        data=msgspec.json.encode(draw(st.dictionaries(texts, texts | st.integers(-(2**53), 2**53), max_size=3))),
    )


def test_who_did_it_is_an_extension_attribute_that_messages_of_before_do_not_have() -> None:
    by_lan = msgspec.structs.replace(EXAMPLE, actor="lan")
    assert ("ce_actor", b"lan") in to_headers(by_lan, fence=1)
    before = [(name, value) for name, value in to_headers(by_lan, fence=1) if name != "ce_actor"]
    assert from_kafka(EXAMPLE.topic, EXAMPLE.partition, EXAMPLE.key.encode(), b'{"total": 1.10}', before) == EXAMPLE


@given(envelopes())
def test_through_kafka_it_stays_the_same(message: Envelope) -> None:
    assert isinstance(message.data, bytes)
    headers = to_headers(message, fence=4)
    assert ("ce_fence", b"4") in headers
    assert from_kafka(message.topic, message.partition, message.key.encode(), message.data, headers) == message


@given(envelopes())
def test_through_the_feed_it_stays_the_same_byte_for_byte(message: Envelope) -> None:
    wire = msgspec.json.encode(to_cloud_event(message))
    assert from_cloud_event(message.topic, message.partition, msgspec.json.decode(wire, type=CloudEvent)) == message


@given(envelopes())
def test_set_aside_and_taken_up_it_stays_the_same(message: Envelope) -> None:
    assert taken_up(parked(message, "cause", "detail", ParkedStatus.PARKED, datetime.now(UTC))) == (
        msgspec.structs.replace(message, committed_at=None)  # how long it took on its way is over
    )


def test_a_reference_says_where_the_data_is() -> None:
    headers = to_headers(msgspec.structs.replace(EXAMPLE, elsewhere=True), fence=1)
    where = f"/sales/feed/sales.order/{EXAMPLE.partition}?after=6&limit=1"
    assert ("ce_dataref", where.encode()) in headers
    assert from_kafka("sales.order", EXAMPLE.partition, b"A-1", b"", headers).elsewhere


Headers = dict[str, bytes]


def _without(name: str) -> Callable[[Headers], Headers]:
    return lambda headers: {key: value for key, value in headers.items() if key != name}


def _with(name: str, value: bytes) -> Callable[[Headers], Headers]:
    return lambda headers: headers | {name: value}


@pytest.mark.parametrize(
    "spoil",
    [
        _without("ce_id"),
        _without("ce_sequence"),
        _without("ce_specversion"),
        _with("ce_specversion", b"0.3"),
        _with("ce_sequence", b"0"),
        _with("ce_sequence", b"many"),
        _with("ce_id", b"not a uuid"),
        _with("ce_time", b"yesterday"),
        _with("ce_time", b"2026-03-02T08:00:00"),
        _with("ce_committedat", b"2026-03-02T08:00:00"),
        _with("ce_source", b"/accounting"),
        _with("ce_type", b"\xff"),
        _with("ce_type", b"sales.order.placed"),
        _with("ce_type", b"accounting.invoice.posted.v1"),
        _with("ce_subject", b"order\x00"),
    ],
)
def test_headers_that_are_not_ours_are_refused(spoil: Callable[[Headers], Headers]) -> None:
    headers = list(spoil(dict(to_headers(EXAMPLE, 1))).items())
    with pytest.raises(BadEnvelope):
        from_kafka("sales.order", EXAMPLE.partition, b"A-1", b"{}", headers)


def test_a_key_on_the_wrong_partition_a_missing_value_and_a_foreign_key_are_refused() -> None:
    headers = to_headers(EXAMPLE, 1)
    for partition, key, value in (
        (EXAMPLE.partition + 1, b"A-1", b"{}"),
        (EXAMPLE.partition, b"A-1", None),
        (EXAMPLE.partition, b"\xff", b"{}"),
    ):
        with pytest.raises(BadEnvelope):
            from_kafka("sales.order", partition, key, value, headers)


def test_a_time_with_another_offset_is_the_same_moment() -> None:
    elsewhere = EXAMPLE.occurred_at.astimezone(timezone(timedelta(hours=7)))
    headers = dict(to_headers(EXAMPLE, 1)) | {"ce_time": elsewhere.isoformat().encode()}
    read = from_kafka("sales.order", EXAMPLE.partition, b"A-1", b"{}", list(headers.items()))
    assert read.occurred_at == EXAMPLE.occurred_at
