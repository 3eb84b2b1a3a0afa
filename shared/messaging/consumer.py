"""Hears what other departments publish: in order, once, with gaps seen and refilled, and poison set aside.

The inbox is the first statement of the transaction that holds the effects; the transport is told afterwards.

Order comes from the sequence that the source's database gave each message of a (topic, partition), and from nothing
else. A relay that lost its lead may still send: what it sends stands in the outbox with the same sequence and event
id, so it is either a repetition, which the inbox notices, or the message that is due, or one too early, which shows
as a gap. Its older fence therefore needs no refusal here; it is in the header for those who investigate.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

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
from shared.messaging.port import Delivery, Place, Refill, Subscription
from shared.messaging.set_aside import parked, parked_record
from shared.observability.counters import GAPS, HEARD, PARKED
from shared.published.published import TYPES, topic_of

IMMEDIATE_TRIES: Final = 5
REFILL_LIMIT: Final = 500
REMEMBER_EVERY_SECONDS: Final = 5.0
LISTEN_SECONDS: Final = 1.0

T = TypeVar("T")

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
        self._positions: dict[Place, Position] = {}
        self._surely_heard: dict[Place, Position] = {}
        self._remembered: dict[Place, Position] = {}
        self._parked: set[tuple[str, str]] = set()
        self._turn = asyncio.Lock()
        kinds = [kind for kind in self._department.heard_kinds() if hasattr(kind, "__published_type__")]
        self._decoders: dict[str, msgspec.json.Decoder[Any]] = {
            kind.__published_type__: msgspec.json.Decoder(kind) for kind in kinds
        }
        self._bases = {name.rpartition(".v")[0] for name in self._decoders}

    async def load_positions(self) -> None:
        """Reads how far this department has come, in this process or another, and which streams wait."""
        async with self._turn:
            for position in await self._handler.store.positions():
                place = (position.topic, position.partition)
                self._remembered[place] = position
                known = self._surely_heard.get(place)
                if known is None or known.epoch != position.epoch or known.next_seq < position.next_seq:
                    self._surely_heard[place] = position
            self._positions = dict(self._surely_heard)
            self._parked = await self._handler.store.parked_keys()

    async def run(self, subscription: Subscription) -> None:
        """Hears for ever. A database or source that does not answer is waited for; nothing is skipped."""
        await self._patiently(self.load_positions)
        clock = asyncio.get_running_loop().time
        remembered_at = clock()
        while True:
            delivery = await self._patiently(lambda: subscription.receive(LISTEN_SECONDS))
            if delivery is not None:
                await self._take_patiently(delivery)
                await delivery.done()
            if delivery is None or clock() - remembered_at > REMEMBER_EVERY_SECONDS:
                await self._patiently(self.remember_positions)
                remembered_at = clock()

    async def _take_patiently(self, delivery: Delivery) -> None:
        await self._patiently(lambda: self.take(delivery))

    async def _patiently(self, step: Callable[[], Awaitable[T]]) -> T:
        delay = 0.05
        while True:
            try:
                return await step()
            except StoreUnavailable as error:
                log.warning("store-away", department=self._department.name, detail=str(error))
                await asyncio.sleep(delay)
                delay = min(delay * 2, 2.0)

    async def take(self, delivery: Delivery) -> None:
        """Everything of a delivery; it may be called `done` when this returns."""
        if delivery.moved:
            await self.load_positions()
        for record in delivery.unreadable:
            await self._park(parked_record(record, self._handler.clock.now()))
        await self.hear(delivery.messages)

    async def hear(self, messages: Sequence[Envelope]) -> None:
        """All of these, in order per stream; returns when each is heard, known, irrelevant or set aside.

        Only then is the place remembered (with the next message): a crash in between makes messages come again,
        which the inbox notices, and never makes one go missing.
        """
        async with self._turn:
            try:
                await self._hear_in_sequence(messages)
            except BaseException:
                # What was meant to be heard was not: the next try sees, and fills, the same gaps again.
                self._positions = dict(self._surely_heard)
                raise

    @property
    def positions(self) -> dict[Place, int]:
        """The next sequence expected of each (topic, partition) heard so far."""
        return {place: position.next_seq for place, position in self._surely_heard.items()}

    async def remember_positions(self) -> None:
        """Writes down how far was heard, where no later message has done so: a restart then need not ask again."""
        heard = dict(self._surely_heard)
        ahead = [position for place, position in heard.items() if self._remembered.get(place) != position]
        if ahead:
            await self._handler.store.commit(Unit(positions=ahead))
            self._remembered = heard

    async def forget_settled(self) -> None:
        """Lets the streams flow again behind which nothing waits any more.

        It takes its turn with hearing, and only this consumer sets messages of its places aside: between looking and
        forgetting none can be added, so none is overtaken.
        """
        if self._parked:
            async with self._turn:
                self._parked = await self._handler.store.parked_keys()

    async def hear_again(self, message: Envelope) -> Result:
        """A message that was set aside, in a transaction that also settles it; its outcome, also when it fails."""
        try:
            work = self.work_for(message, was_parked=True)
        except Poison as poison:
            return poison
        return await self._tried(work, *await self._writer.perform_all([work]))

    async def _hear_in_sequence(self, messages: Sequence[Envelope]) -> None:
        """The messages, each after those that should have come before it. One heard before is left to the inbox."""
        waiting: list[Envelope] = []
        for message in messages:
            place = (message.topic, message.partition)
            known = self._positions.get(place)
            if known is not None and known.epoch != message.epoch:
                if message.epoch < known.epoch:
                    continue
                raise SourceRestored(f"{message.source} is in epoch {message.epoch}, heard until {known.epoch}")
            expected = 1 if known is None else known.next_seq
            if expected < message.seq:
                GAPS.labels(self._department.name, message.topic).inc()
                log.warning("gap-seen", topic=place[0], partition=place[1], expected=expected, got=message.seq)
            while expected < message.seq:
                missed = await self._missed(message, expected)
                waiting.extend(missed)
                expected = missed[-1].seq + 1
                self._expect(place, expected, message.epoch)
                if len(waiting) >= REFILL_LIMIT:
                    await self._hear_all(waiting)
                    waiting = []
            waiting.append(await self._fetched(message) if message.elsewhere else message)
            if message.seq == expected:
                self._expect(place, expected + 1, message.epoch)
        await self._hear_all(waiting)

    def _expect(self, place: Place, next_seq: int, epoch: int) -> None:
        self._positions[place] = Position(topic=place[0], partition=place[1], next_seq=next_seq, epoch=epoch)

    async def _missed(self, message: Envelope, expected: int) -> list[Envelope]:
        """A page of what the source said from `expected` on and before the message. Never empty."""
        said = await self._refill(message.topic, message.partition, expected - 1, REFILL_LIMIT)
        if any(one.epoch > message.epoch for one in said):
            raise SourceRestored(f"{message.source} refills from a later epoch than {message.epoch}")
        missed = [one for one in said if one.seq < message.seq]
        if [one.seq for one in missed] != list(range(expected, expected + len(missed))) or not missed:
            raise StoreUnavailable(f"{message.topic}/{message.partition} from {expected} on is not to be had again")
        return missed

    async def _fetched(self, message: Envelope) -> Envelope:
        """The message that the broker only held a reference to."""
        for one in await self._refill(message.topic, message.partition, message.seq - 1, 1):
            if one.event_id == message.event_id:
                return one
        raise StoreUnavailable(f"{message.topic}/{message.partition} {message.seq} is not to be had from its source")

    async def _hear_all(self, waiting: list[Envelope]) -> None:
        while waiting:
            wave, waiting = self._wave(waiting)
            await self._hear_wave(wave)
        self._surely_heard = dict(self._positions)

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

    async def _settle(self, message: Envelope, work: Work, first: Result) -> None:
        result = await self._tried(work, first)
        if isinstance(result, Done):
            HEARD.labels(self._department.name, message.type).inc()
        elif isinstance(result, Rejection):
            await self._set_aside(message, f"rejected: {result.code}", result.detail, status="parked")
        else:
            await self._set_aside(message, type(result).__name__, str(result), status="retrying")

    async def _tried(self, work: Work, result: Result) -> Result:
        """The outcome after as many tries at once as make sense. Raises StoreUnavailable."""
        tries = 1
        while isinstance(result, Exception) and not isinstance(result, Rejection):
            if isinstance(result, StoreUnavailable):
                raise result
            if tries >= IMMEDIATE_TRIES and not isinstance(result, TooMuchContention):
                break
            tries += 1
            (result,) = await self._writer.perform_all([work])
        return result

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
            causation_id=message.causation_id,
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
        """Parks the message's stream: this message and the later ones of the stream wait; others flow.

        A repetition of one that was heard is not parked: only that its effects are there already has failed it.
        """
        if await self._handler.store.heard([message.event_id]):
            return
        await self._park(parked(message, cause, detail, status, self._handler.clock.now()))
        self._parked.add((message.topic, message.key))

    async def _park(self, message: ParkedMessage) -> None:
        await self._handler.store.commit(Unit(parked=[message]))
        PARKED.labels(self._department.name, message.topic).inc()
        log.error(
            "parked",
            topic=message.topic,
            key=message.key,
            type=message.type,
            cause=message.cause,
            detail=message.detail,
        )
