"""The one command handler. Everything that becomes true in a department passes through `execute`."""

import asyncio
import random
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from shared.event_store.codec import encode
from shared.event_store.partitioning import partition_of
from shared.event_store.port import (
    DeadlineGone,
    EventStore,
    HeardBefore,
    KeysKnown,
    StoreUnavailable,
    StreamMoved,
    UnitRefused,
)
from shared.event_store.unit import (
    Committed,
    DeadlineName,
    DeadlineRow,
    Key,
    Message,
    Unit,
)
from shared.handling.assembling import assemble, done
from shared.handling.department import Department
from shared.handling.desk import Desk, Draft, Held, StateCache
from shared.handling.work import (
    ByDeadline,
    ByKey,
    ByMessage,
    Done,
    KeyReused,
    Once,
    SomebodyWasFaster,
    TooMuchContention,
    UnknownDocument,
    Work,
)
from shared.kernel.clock import Clock, Ids, derived_id
from shared.kernel.decider import Deadline, Fact, Given, Send, StreamId, id_of
from shared.published.published import topic_of, type_of

TRIES: Final = 6
MOST_STEPS: Final = 10_000
Result = Done | Exception


class RunawayPolicies(Exception):
    """A department's own policies kept answering each other."""


class CommandHandler:
    """Runs works for one department over one event store."""

    def __init__(self, department: Department, store: EventStore, clock: Clock, ids: Ids) -> None:
        self.department = department
        self.store = store
        self.clock = clock
        self._ids = ids
        self._cache = StateCache()
        self._listeners: list[Callable[[Unit, Committed], None]] = []

    def on_commit(self, listener: Callable[[Unit, Committed], None]) -> None:
        """Be told after each commit, in process: to wake relays and consumers, never to do business."""
        self._listeners.append(listener)

    async def execute(self, works: Sequence[Work]) -> list[Result]:
        """Each work's outcome, in order: Done, or the Rejection or fault that stopped it. One transaction for all.

        A work that fails alone does not touch the others. Raises StoreUnavailable when the database does not answer.
        """
        results: dict[int, Result] = {}
        unavailable = 0
        tries = 0
        while pending := [index for index in range(len(works)) if index not in results]:
            if tries >= TRIES:
                for index in pending:
                    results[index] = TooMuchContention()
                break
            try:
                settled = await self._attempt(works, pending, results)
            except StoreUnavailable:
                unavailable += 1
                self._cache.clear()
                if unavailable > 2:
                    raise
                continue
            except UnitRefused as refused:
                if len(pending) == 1:
                    results[pending[0]] = refused
                    break
                for index in pending:
                    results[index] = (await self.execute([works[index]]))[0]
                break
            if not settled:
                tries += 1
                await asyncio.sleep(random.uniform(0, 0.005) * tries)  # noqa: S311 - jitter, not a secret
        return [results[index] for index in range(len(works))]

    async def _attempt(self, works: Sequence[Work], pending: list[int], results: dict[int, Result]) -> bool:
        """One try at all pending works; fills in what is settled. False when a stream had moved and all try again."""
        desk = Desk(self.department, self.store, self._cache)
        await desk.prepare(stream for index in pending for stream in self._streams(works[index]))
        drafts: dict[int, Draft] = {}
        refused: dict[int, Exception] = {}
        doubtful: set[StreamId] = set()
        now = self.clock.now()
        for index in pending:
            draft = Draft(now)
            try:
                await self._play(desk, works[index], draft)
            except StoreUnavailable:
                raise
            except Exception as error:  # a Rejection, or a fault in a decision: it fails this work alone
                refused[index] = error
                doubtful.update(draft.seen)
                continue
            desk.accept(draft)
            drafts[index] = draft
        if refused and await desk.look_again(doubtful):
            return True
        if refused and any(doubtful & draft.states.keys() for draft in drafts.values()):
            # Refused on top of what others of this batch want to write: let those be true first, then ask again.
            refused = {}
        for index, refusal in refused.items():
            results[index] = await self._earlier(works[index]) or refusal
        return await self._commit(desk, works, drafts, results)

    async def _commit(
        self, desk: Desk, works: Sequence[Work], drafts: dict[int, Draft], results: dict[int, Result]
    ) -> bool:
        unit = assemble(self.department, desk, works, drafts)
        if unit.is_empty():
            return True
        try:
            committed = await self.store.commit(unit)
        except StreamMoved:
            await desk.reload({stream for draft in drafts.values() for stream in draft.seen})
            return False
        except (KeysKnown, HeardBefore, DeadlineGone) as known:
            results |= {index: result for index in drafts if (result := _earlier_of(works[index].once, known))}
            return True
        desk.remember()
        results |= {index: done(works[index], draft) for index, draft in drafts.items()}
        for listener in self._listeners:
            listener(unit, committed)
        return True

    @staticmethod
    def _streams(work: Work) -> Iterable[StreamId]:
        if work.answer is not None:
            yield work.answer
        for send in work.sends:
            yield send.to
            yield from send.given

    async def _earlier(self, work: Work) -> Result | None:
        """The outcome of the same request when it was done before: a repeated request is not refused."""
        if not isinstance(work.once, ByKey):
            return None
        row = await self.store.key(work.once.scope, work.once.key)
        return None if row is None else _repeat(row, work.once)

    async def _play(self, desk: Desk, work: Work, draft: Draft) -> None:
        """Runs the commands depth first: what a fact leads to in this department comes before the next command."""
        self._expect(desk, work, draft)
        stack = list(reversed(work.sends))
        steps = 0
        while stack:
            steps += 1
            if steps > MOST_STEPS:
                raise RunawayPolicies(f"more than {MOST_STEPS} commands from one cause")
            send = stack.pop()
            facts = await self._decide(desk, work, draft, send)
            follow_ups = [
                follow_up
                for fact in facts
                for policy in self.department.policies_for(type(fact.data))
                for follow_up in policy(fact)
            ]
            stack.extend(reversed(follow_ups))

    @staticmethod
    def _expect(desk: Desk, work: Work, draft: Draft) -> None:
        """What the caller takes for granted of the document: that it exists, and that it is as they saw it."""
        if not work.must_exist and work.expected_version is None:
            return
        stream = work.answer or work.sends[0].to
        held = desk.held(stream, draft)
        version = held.version if held is not None else 0
        draft.seen.setdefault(stream, version)
        if work.must_exist and version == 0:
            raise UnknownDocument("nothing has this id")
        if work.expected_version is not None and version != work.expected_version:
            raise SomebodyWasFaster(
                f"you saw version {work.expected_version}, it is at {version}",
                field="If-Match",
                version=version,
            )

    async def _decide(self, desk: Desk, work: Work, draft: Draft, send: Send) -> list[Fact[Any]]:
        needed = (send.to, *send.given)
        if any(desk.held(stream, draft) is None for stream in needed):
            await desk.prepare(needed)
        states: dict[StreamId, Held] = {}
        for stream in needed:
            held = desk.held(stream, draft)
            assert held is not None  # prepared above
            states[stream] = held
            draft.seen.setdefault(stream, held.version)
        decider = self.department.decider_of(send.to)
        given = Given({stream: states[stream].state for stream in send.given})
        decided = decider.decide(send.command, states[send.to].state, given)
        state, version = states[send.to].state, states[send.to].version
        facts: list[Fact[Any]] = []
        for data in decided:
            version += 1
            state = decider.evolve(state, data)
            fact = Fact(
                data=data,
                stream=send.to,
                version=version,
                event_id=self._event_id(work, draft),
                occurred_at=work.cause.occurred_at,
                recorded_at=draft.now,
                actor=work.cause.actor,
                correlation_id=work.cause.correlation_id,
                causation_id=work.cause.causation_id,
            )
            facts.append(fact)
            self._tell(work, draft, fact, state)
        if facts:
            draft.states[send.to] = Held(state, version)
            draft.facts.extend(facts)
        return facts

    def _event_id(self, work: Work, draft: Draft) -> UUID:
        """New for a command; derived from the cause for what a message or a deadline leads to."""
        draft.next_ordinal += 1
        if isinstance(work.once, ByKey):
            return self._ids.new()
        return derived_id(self.department.name, work.cause.causation_id, draft.next_ordinal)

    def _tell(self, work: Work, draft: Draft, fact: Fact[Any], state: Any) -> None:
        """Adds the published event and the deadlines that follow from a fact."""
        publish = self.department.publishing.get(type(fact.data))
        told = publish(fact, state) if publish is not None else None
        if told is not None:
            draft.messages.append(
                Message(
                    topic=topic_of(type(told)),
                    partition=partition_of(fact.stream),
                    key=id_of(fact.stream),
                    event_id=fact.event_id,
                    type=type_of(told),
                    stream=fact.stream,
                    stream_version=fact.version,
                    occurred_at=fact.occurred_at,
                    causation_id=work.cause.causation_id,
                    correlation_id=fact.correlation_id,
                    trace=work.cause.trace,
                    data=msgspec.Raw(encode(told)),
                    actor=work.cause.actor if isinstance(work.once, ByKey) else None,
                )
            )
        timing = self.department.decider_of(fact.stream).deadlines
        for change in timing(fact.data, state) if timing is not None else ():
            key = (fact.stream, change.name)
            if isinstance(change, Deadline):
                draft.deadlines[key] = DeadlineRow(
                    stream=fact.stream,
                    name=change.name,
                    due_at=change.due,
                    correlation_id=fact.correlation_id,
                    set_by=fact.event_id,
                )
            else:
                draft.deadlines[key] = DeadlineName(stream=fact.stream, name=change.name)


def _earlier_of(once: Once, known: KeysKnown | HeardBefore | DeadlineGone) -> Result | None:
    """The outcome of a work that is over already; of a message or a deadline there is none but that."""
    match once, known:
        case ByKey() as asked, KeysKnown(keys=keys):
            row = next((row for row in keys if (row.scope, row.key) == (asked.scope, asked.key)), None)
            return None if row is None else _repeat(row, asked)
        case ByMessage(heard=heard), HeardBefore(event_ids=event_ids) if heard.event_id in event_ids:
            return Done(id="", version=0, earlier=True)
        case ByDeadline(claim=claim), DeadlineGone(names=names) if (claim.stream, claim.name) in names:
            return Done(id="", version=0, earlier=True)
        case _:
            return None


def _repeat(row: Key, once: ByKey) -> Result:
    if row.fingerprint != once.fingerprint:
        return KeyReused("the same key came with a different body", field="Idempotency-Key")
    outcome = row.outcome
    return Done(
        id=outcome["id"],
        version=outcome["version"],
        events=tuple(UUID(event) for event in outcome["events"]),
        earlier=True,
    )
