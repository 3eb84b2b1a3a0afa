"""Hears what other departments publish: in order, once, with gaps seen and refilled, and poison set aside.

The inbox is the first statement of the transaction that holds the effects; the transport is told afterwards.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Final

import msgspec
import structlog

from shared.event_store.port import StoreUnavailable
from shared.event_store.unit import Cause, Heard, ParkedMessage, Position, Unit
from shared.handling.department import Department
from shared.handling.handler import Result
from shared.handling.work import ByMessage, Done, TooMuchContention, Work
from shared.handling.writer import Writer
from shared.kernel.decider import Fact, Send, StreamId
from shared.kernel.rejection import Rejection
from shared.messaging.envelope import Envelope
from shared.messaging.port import Refill, Subscription
from shared.observability.counters import GAPS, HEARD, PARKED
from shared.published.published import TYPES, topic_of

IMMEDIATE_TRIES: Final = 5
REFILL_LIMIT: Final = 500
FIRST_DELAY: Final = timedelta(seconds=1)

log = structlog.get_logger("consumer")


class SourceRestored(Exception):
    """A source speaks in a new epoch: it was restored from a backup, and what it said since then may differ."""


class Poison(Exception):
    """A message that can never be heard as it is."""


def subscribed_topics(department: Department) -> list[str]:
    """The topics of the published events that the department's reactions hear."""
    return sorted({topic_of(kind) for kind in department.heard_kinds() if hasattr(kind, "__topic__")})


class Consumer:
    """One department's ear: turns messages into works, and keeps the place in every (topic, partition)."""

    def __init__(self, writer: Writer, refill: Refill) -> None:
        self._writer = writer
        self._handler = writer.handler
        self._department = writer.handler.department
        self._refill = refill
        self._positions: dict[tuple[str, int], Position] = {}
        self._surely_heard: dict[tuple[str, int], Position] = {}
        self._parked: set[tuple[str, str]] = set()
        kinds = [kind for kind in self._department.heard_kinds() if hasattr(kind, "__published_type__")]
        self._decoders: dict[str, msgspec.json.Decoder[Any]] = {
            kind.__published_type__: msgspec.json.Decoder(kind) for kind in kinds
        }
        self._bases = {name.rpartition(".v")[0] for name in self._decoders}

    async def load_positions(self) -> None:
        """Reads how far this department has come, and which streams wait for an operator."""
        for position in await self._handler.store.positions():
            self._positions[position.topic, position.partition] = position
        self._surely_heard = dict(self._positions)
        self._parked = await self._handler.store.parked_keys()

    async def run(self, subscription: Subscription) -> None:
        """Hears for ever. A database that does not answer is waited for; nothing is skipped."""
        await self._patiently(self.load_positions)
        while True:
            delivery = await subscription.receive(1.0)
            if delivery is None:
                continue
            messages = delivery.messages
            await self._patiently(lambda messages=messages: self.hear(messages))
            await delivery.done()

    async def _patiently(self, step: Any) -> None:
        delay = 0.05
        while True:
            try:
                await step()
                return
            except StoreUnavailable as error:
                log.warning("database-away", department=self._department.name, detail=str(error))
                await asyncio.sleep(delay)
                delay = min(delay * 2, 2.0)

    async def hear(self, messages: Sequence[Envelope]) -> None:
        """All of these, in order per stream; returns when each is heard, known, irrelevant or set aside.

        Only then is the place remembered (with the next message): a crash in between makes messages come again,
        which the inbox notices, and never makes one go missing.
        """
        waiting: list[Envelope] = []
        for message in messages:
            waiting.extend(await self._in_sequence(message))
        while waiting:
            wave, waiting = self._wave(waiting)
            await self._hear_wave(wave)
        for message in messages:
            place = (message.topic, message.partition)
            self._surely_heard[place] = self._positions[place]

    @property
    def positions(self) -> dict[tuple[str, int], int]:
        """The next sequence expected of each (topic, partition) heard so far."""
        return {place: position.next_seq for place, position in self._surely_heard.items()}

    async def _in_sequence(self, message: Envelope) -> list[Envelope]:
        """The message, after those that should have come before it. One heard before is left to the inbox."""
        place = (message.topic, message.partition)
        known = self._positions.get(place)
        if known is not None and known.epoch != message.epoch:
            if message.epoch < known.epoch:
                return []
            raise SourceRestored(f"{message.source} is in epoch {message.epoch}, heard until {known.epoch}")
        expected = 1 if known is None else known.next_seq
        if message.seq < expected:
            return [message]
        found: list[Envelope] = []
        while expected < message.seq:
            GAPS.labels(self._department.name, message.topic).inc()
            log.warning(
                "gap-seen", topic=message.topic, partition=message.partition, expected=expected, got=message.seq
            )
            missed = await self._refill(message.topic, message.partition, expected - 1, REFILL_LIMIT)
            if not missed:
                raise StoreUnavailable(f"{message.source} does not have {place} {expected} for a refill")
            found.extend(one for one in missed if one.seq < message.seq)
            expected = missed[-1].seq + 1
        found.append(message)
        self._positions[place] = Position(
            topic=message.topic, partition=message.partition, next_seq=message.seq + 1, epoch=message.epoch
        )
        return found

    @staticmethod
    def _wave(waiting: Sequence[Envelope]) -> tuple[list[Envelope], list[Envelope]]:
        """At most one message per stream now, the others after it: so that none overtakes one that fails."""
        seen: set[tuple[str, str]] = set()
        now: list[Envelope] = []
        later: list[Envelope] = []
        for message in waiting:
            stream = (message.topic, message.key)
            (later if stream in seen else now).append(message)
            seen.add(stream)
        return now, later

    def _is_relevant(self, message: Envelope) -> bool:
        """Heard by some reaction, or a newer version of something that is: that must not pass unheard."""
        if message.type in self._decoders:
            return True
        return message.type not in TYPES and message.type.rpartition(".v")[0] in self._bases

    async def _hear_wave(self, wave: Sequence[Envelope]) -> None:
        works: list[tuple[Envelope, Work]] = []
        for message in wave:
            if not self._is_relevant(message):
                continue
            if (message.topic, message.key) in self._parked:
                await self._set_aside(message, "behind", "an earlier message of this stream waits", status="waiting")
                continue
            try:
                works.append((message, self.work_for(message)))
            except Poison as poison:
                await self._set_aside(message, "unreadable", str(poison), status="parked")
        results = await self._writer.perform_all([work for _, work in works]) if works else []
        for (message, work), result in zip(works, results, strict=True):
            await self._settle(message, work, result)

    async def _settle(self, message: Envelope, work: Work, result: Result) -> None:
        tries = 1
        while isinstance(result, Exception) and not isinstance(result, Rejection):
            if isinstance(result, StoreUnavailable):
                raise result
            if tries >= IMMEDIATE_TRIES and not isinstance(result, TooMuchContention):
                break
            tries += 1
            (result,) = await self._writer.perform_all([work])
        if isinstance(result, Done):
            HEARD.labels(self._department.name, message.type).inc()
        elif isinstance(result, Rejection):
            await self._set_aside(message, f"rejected: {result.code}", result.detail, status="parked")
        else:
            await self._set_aside(message, type(result).__name__, str(result), status="retrying")

    def work_for(self, message: Envelope, *, was_parked: bool = False) -> Work:
        """What hearing the message means: its inbox row, and the commands of every reaction to it.

        Raises Poison when it cannot be read, or when a reaction cannot make sense of it.
        """
        decoder = self._decoders.get(message.type)
        if decoder is None:
            raise Poison(f"{message.type} is newer than this version knows")
        try:
            data = decoder.decode(message.data)
        except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Poison(f"{message.type}: {error}") from error
        fact = Fact(
            data=data,
            stream=StreamId(message.stream),
            version=message.stream_version,
            event_id=message.event_id,
            occurred_at=message.occurred_at,
            actor=f"department:{message.source}",
            correlation_id=message.correlation_id,
        )
        sends = tuple(self._sends(type(data), fact))
        return Work(
            sends=sends,
            cause=Cause(
                command_id=message.event_id,
                actor=f"department:{message.source}",
                correlation_id=message.correlation_id,
                causation_id=message.event_id,
                occurred_at=message.occurred_at,
                trace=message.trace,
            ),
            once=ByMessage(
                heard=Heard(
                    event_id=message.event_id,
                    type=message.type,
                    topic=message.topic,
                    partition=message.partition,
                    seq=message.seq,
                    stream=message.stream,
                    outcome="heard",
                    heard_at=self._handler.clock.now(),
                ),
                position=self._surely_heard.get((message.topic, message.partition)),
                was_parked=was_parked,
            ),
        )

    def _sends(self, kind: type, fact: Fact[Any]) -> Iterable[Send]:
        for reaction in self._department.policies_for(kind):
            try:
                yield from reaction(fact)
            except Exception as error:
                raise Poison(f"{reaction.name}: {error!r}") from error

    async def _set_aside(self, message: Envelope, cause: str, detail: str, *, status: str) -> None:
        """Parks the message's stream: this message and the later ones of the stream wait; others flow."""
        now = self._handler.clock.now()
        unit = Unit(
            parked=[
                ParkedMessage(
                    event_id=message.event_id,
                    topic=message.topic,
                    partition=message.partition,
                    seq=message.seq,
                    key=message.key,
                    type=message.type,
                    headers=headers_of(message),
                    data=message.data if isinstance(message.data, str) else message.data.decode(errors="replace"),
                    cause=cause,
                    detail=detail[:2000].replace("\x00", ""),
                    parked_at=now,
                    status=status,
                    next_try_at=now + FIRST_DELAY if status == "retrying" else None,
                )
            ]
        )
        await self._handler.store.commit(unit)
        self._parked.add((message.topic, message.key))
        PARKED.labels(self._department.name, message.topic).inc()
        log.error("parked", topic=message.topic, key=message.key, type=message.type, cause=cause, detail=detail)


def headers_of(message: Envelope) -> dict[str, str]:
    """What a parked message needs besides its data to be heard later."""
    return {
        "stream": message.stream,
        "stream_version": str(message.stream_version),
        "epoch": str(message.epoch),
        "occurred_at": message.occurred_at.isoformat(),
        "causation_id": str(message.causation_id),
        "correlation_id": str(message.correlation_id),
        "trace": message.trace or "",
    }
