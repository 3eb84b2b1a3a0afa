"""Hears what other departments publish: in order, once, with gaps seen and refilled, and poison set aside.

The inbox is the first statement of the transaction that holds the effects; the transport is told afterwards.

Order comes from the sequence that the source's database gave each message of a (topic, partition), and from nothing
else. A relay that lost its lead may still send: what it sends stands in the outbox with the same sequence and event
id, so it is either a repetition, which the inbox notices, or the message that is due, or one too early, which shows
as a gap. Its older fence therefore needs no refusal here; it is in the header for those who investigate.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar
from uuid import UUID

import structlog

from shared.event_store.port import StoreUnavailable
from shared.event_store.unit import ParkedMessage, ParkedStatus, Position, Unit
from shared.handling.department import Department
from shared.handling.handler import Result
from shared.handling.work import Done, TooMuchContention, Work
from shared.handling.writer import Writer
from shared.kernel.rejection import Rejection
from shared.messaging.envelope import Envelope, digest_of
from shared.messaging.gaps import ASK_AGAIN_SECONDS, REFILL_LIMIT, SourceAway, SourceRestored, Sources, epoch_of
from shared.messaging.meaning import Meaning, Poison
from shared.messaging.port import Delivery, Place, Refill, Subscription
from shared.messaging.set_aside import parked, parked_again, parked_record
from shared.observability.counters import GAPS, HALTED, HEARD, LAG_SECONDS, PARKED, PASSED_OVER, RESTORED
from shared.observability.from_zero import begin_at_zero
from shared.published.published import TYPES, topic_of

IMMEDIATE_TRIES: Final = 5
REMEMBER_EVERY_SECONDS: Final = 5.0
LISTEN_SECONDS: Final = 1.0
LOOK_BEHIND_EVERY_SECONDS: Final = 20.0
"""How long the end of a topic that was lost and filled again may stay unheard, if nothing follows it."""

T = TypeVar("T")

log = structlog.get_logger("consumer")


class _Unfinished(Exception):
    """Asked to stop with something in hand that cannot be heard now. It comes again."""


def subscribed_topics(department: Department) -> list[str]:
    """The topics of the published events that the department's reactions hear."""
    return sorted({topic_of(kind) for kind in department.heard_kinds() if hasattr(kind, "__topic__")})


class Consumer:
    """One department's ear: turns messages into works, and keeps the place in every (topic, partition)."""

    def __init__(
        self,
        writer: Writer,
        refill: Refill,
        *,
        ask_again_after: float = ASK_AGAIN_SECONDS,
        look_behind_every: float = LOOK_BEHIND_EVERY_SECONDS,
    ) -> None:
        """A source that did not answer is asked again after `ask_again_after` seconds; its gaps wait until then.

        Every `look_behind_every` seconds the last message of each place is looked at again.
        """
        self._writer = writer
        self._handler = writer.handler
        self._department = writer.handler.department
        self._sources = Sources(refill, ask_again_after)
        self._look_behind_every = look_behind_every
        self._positions: dict[Place, Position] = {}
        self._surely_heard: dict[Place, Position] = {}
        self._remembered: dict[Place, Position] = {}
        self._halted: set[Place] = set()
        self._parked: set[tuple[str, str]] = set()
        self._by_themselves: set[UUID] = set()
        self._turn = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._meaning = Meaning(writer.handler.department)
        self._topics = frozenset(subscribed_topics(self._department))
        begin_at_zero(self._department.name, self._topics)

    @property
    def department(self) -> Department:
        """Whose ear it is."""
        return self._department

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
        """Hears until it is told to stop. A database that does not answer is waited for; nothing is skipped."""
        try:
            await self._hear_on(subscription)
        except _Unfinished as left:
            log.warning("left-unfinished", department=self._department.name, detail=str(left))

    def stop(self) -> None:
        """Lets `run` return as soon as what it has in hand is heard, told to the transport and written down."""
        self._stopping.set()

    async def _hear_on(self, subscription: Subscription) -> None:
        await self._patiently(self.load_positions)
        clock = asyncio.get_running_loop().time
        remembered_at = looked_behind_at = clock()
        while not self._stopping.is_set():
            delivery = await self._patiently(lambda: subscription.receive(LISTEN_SECONDS))
            if delivery is not None:
                await self._take_patiently(delivery)
                await delivery.done()
            if delivery is None or clock() - remembered_at > REMEMBER_EVERY_SECONDS:
                await self._patiently(self.remember_positions)
                remembered_at = clock()
            if clock() - looked_behind_at > self._look_behind_every:
                await subscription.look_behind()
                looked_behind_at = clock()
        await self._patiently(self.remember_positions)

    async def _take_patiently(self, delivery: Delivery) -> None:
        try:
            await self._patiently(lambda: self.take(delivery))
        except SourceRestored as restored:
            await self._halt(restored)

    async def _halt(self, restored: SourceRestored) -> None:
        """Hears nothing more in this process, which goes on with its other work: only a person can say what is true."""
        RESTORED.labels(self._department.name, restored.source).set(1)
        log.error(
            "source-restored",
            department=self._department.name,
            source=restored.source,
            detail=str(restored),
            action="stop the workers, run `o2c reconcile`, start them: docs/howto/back-up-and-restore.md",
        )
        await self._stopping.wait()
        raise _Unfinished(str(restored)) from restored

    async def _patiently(self, step: Callable[[], Awaitable[T]]) -> T:
        delay = 0.05
        while True:
            try:
                return await step()
            except StoreUnavailable as error:
                log.warning("store-away", department=self._department.name, detail=str(error))
                if self._stopping.is_set():
                    raise _Unfinished(str(error)) from error
                await asyncio.sleep(delay)
                delay = min(delay * 2, 2.0)

    async def take(self, delivery: Delivery) -> None:
        """Everything of a delivery, but places that wait for their source, which are put off; then call it `done`."""
        if delivery.moved:
            await self.load_positions()
            self._note_halted(self._halted, set())  # another ear may have them now; those of ours show it again
        for record in delivery.unreadable:
            await self._park_by_itself(parked_record(record, self._handler.clock.now()))
        halted = await self.hear(delivery.messages)
        if halted:
            delivery.put_off(halted)

    async def hear(self, messages: Sequence[Envelope]) -> frozenset[Place]:
        """All of these, in order per stream; returns when each is heard, known, irrelevant or set aside.

        Only then is the place remembered (with the next message): a crash in between makes messages come again,
        which the inbox notices, and never makes one go missing. The places that are returned have a gap that their
        source cannot fill now: their messages from there on were not heard, and have to come again.
        """
        async with self._turn:
            try:
                halted = await self._hear_in_sequence(messages)
            except BaseException:
                # What was meant to be heard was not: the next try sees, and fills, the same gaps again.
                self._positions = dict(self._surely_heard)
                raise
            self._note_halted({(message.topic, message.partition) for message in messages}, halted)
            return frozenset(halted)

    @property
    def positions(self) -> dict[Place, int]:
        """The next sequence expected of each (topic, partition) heard so far."""
        return {place: position.next_seq for place, position in self._surely_heard.items()}

    async def remember_positions(self, silent: Sequence[Position] = ()) -> None:
        """Writes down how far was heard, where no later message has done so: a restart then need not ask again."""
        heard = dict(self._surely_heard)
        ahead = [*silent, *(position for place, position in heard.items() if self._remembered.get(place) != position)]
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
            work = self._work_for(message, was_parked=True)
        except Poison as poison:
            return poison
        return await self._tried(work, *await self._writer.perform_all([work]))

    async def _hear_in_sequence(self, messages: Sequence[Envelope]) -> set[Place]:
        """The messages, each after those that should have come before it.

        Of one before the place that was surely reached nothing would come but work. What others may have heard, or this
        department before it was restarted, is left to the inbox.
        """
        waiting: list[Envelope] = []
        halted: set[Place] = set()
        for message in messages:
            place = (message.topic, message.partition)
            if place in halted:
                continue
            known = self._positions.get(place)
            if known is not None and known.epoch < message.epoch:
                raise SourceRestored(message.source, f"it is in epoch {message.epoch}, heard until {known.epoch}")
            if known is not None and (message.epoch < known.epoch or message.seq < known.next_seq):
                continue
            try:
                if known is None and (epoch := epoch_of(message, self._positions, self._topics)) > message.epoch:
                    await self._hear_anew(message, epoch, waiting)
                    continue
                await self._fill_gap(message, 1 if known is None else known.next_seq, waiting)
                waiting.append(await self._sources.whole(message))
            except SourceAway as away:
                log.warning("place-halted", topic=place[0], partition=place[1], detail=str(away))
                halted.add(place)
                continue
            known = self._positions.get(place)
            if message.seq == (1 if known is None else known.next_seq):
                self._expect(place, message.seq + 1, message.epoch)
        await self._hear_all(waiting)
        return halted

    async def _hear_anew(self, message: Envelope, epoch: int, waiting: list[Envelope]) -> None:
        """All that its source says now in a place that was silent, for one message there in an earlier epoch.

        The source may have forgotten that message, and what it did not forget it need not say again in the new epoch:
        the topic is heard only since then. Raises SourceAway, SourceRestored; the place is as silent as before, then.
        """
        expected = 1
        async for page in self._sources.all_of(message, epoch):
            waiting.extend(page)
            expected = page[-1].seq + 1
            await self._hear_if_many(waiting)
        self._expect((message.topic, message.partition), expected, epoch)

    async def _fill_gap(self, message: Envelope, expected: int, waiting: list[Envelope]) -> None:
        """Adds to what waits to be heard all that should have come before the message, hearing as it grows long.

        Raises SourceAway; what the source said until then waits, as the place was moved on behind it.
        """
        place = (message.topic, message.partition)
        if expected < message.seq and place not in self._halted:
            GAPS.labels(self._department.name, message.topic).inc()
            log.warning("gap-seen", topic=place[0], partition=place[1], expected=expected, got=message.seq)
        while expected < message.seq:
            missed = await self._sources.missed(message, expected)
            waiting.extend(missed)
            expected = missed[-1].seq + 1
            self._expect(place, expected, message.epoch)
            await self._hear_if_many(waiting)

    async def _hear_if_many(self, waiting: list[Envelope]) -> None:
        if len(waiting) >= REFILL_LIMIT:
            await self._hear_all(waiting)
            waiting.clear()

    def _note_halted(self, looked_at: set[Place], halted: set[Place]) -> None:
        for place in (looked_at | halted) & (self._halted ^ halted):
            change = HALTED.labels(self._department.name, place[0])
            (change.inc if place in halted else change.dec)()
        self._halted = (self._halted - looked_at) | halted

    def _expect(self, place: Place, next_seq: int, epoch: int) -> None:
        self._positions[place] = Position(topic=place[0], partition=place[1], next_seq=next_seq, epoch=epoch)

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

    async def _hear_wave(self, wave: Sequence[Envelope]) -> None:
        works: list[tuple[Envelope, Work]] = []
        for message in wave:
            if not self._meaning.is_relevant(message):
                if message.type not in TYPES:
                    PASSED_OVER.labels(self._department.name, message.topic).inc()
                continue
            if (message.topic, message.key) in self._parked:
                await self._set_aside(message, "behind", "an earlier message of its stream waits", ParkedStatus.WAITING)
                continue
            try:
                works.append((message, self._work_for(message)))
            except Poison as poison:
                await self._set_aside(message, "unreadable", str(poison), ParkedStatus.PARKED)
        results = await self._writer.perform_all([work for _, work in works]) if works else []
        for (message, work), result in zip(works, results, strict=True):
            await self._settle(message, work, result)

    async def _settle(self, message: Envelope, work: Work, first: Result) -> None:
        result = await self._tried(work, first)
        if isinstance(result, Done):
            if result.earlier:
                await self._was_heard(message)
                return
            HEARD.labels(self._department.name, message.type).inc()
            if message.committed_at is not None:
                lag = self._handler.clock.now() - message.committed_at
                LAG_SECONDS.labels(self._department.name, message.topic).observe(max(lag.total_seconds(), 0.0))
        elif isinstance(result, Rejection):
            await self._set_aside(message, f"rejected: {result.code}", result.detail, ParkedStatus.PARKED)
        else:
            await self._set_aside(message, type(result).__name__, str(result), ParkedStatus.RETRYING)

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

    def _work_for(self, message: Envelope, *, was_parked: bool = False) -> Work:
        """Raises Poison."""
        heard_before = self._surely_heard.get((message.topic, message.partition))
        return self._meaning.work_for(message, self._handler.clock.now(), heard_before, was_parked=was_parked)

    async def _set_aside(self, message: Envelope, cause: str, detail: str, status: ParkedStatus) -> None:
        """Parks the message's stream: this message and the later ones of the stream wait; others flow.

        A repetition of one that was heard is not parked: only that its effects are there already has failed it.
        """
        if await self._was_heard(message):
            return
        await self._park(parked(message, cause, detail, status, self._handler.clock.now()))
        self._parked.add((message.topic, message.key))

    async def _was_heard(self, message: Envelope) -> bool:
        """Whether it was, in whatever words. Where these are others now, a person has to know."""
        known = await self._handler.store.heard([message.event_id])
        if message.event_id not in known:
            return False
        if known[message.event_id] not in (None, digest_of(message)):
            await self._park_by_itself(parked_again(message, self._handler.clock.now()))
        return True

    async def _park_by_itself(self, message: ParkedMessage) -> None:
        """What nothing waits behind, once in the life of this ear however often it comes."""
        if message.event_id not in self._by_themselves:
            await self._park(message)
            self._by_themselves.add(message.event_id)

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
