"""Deadlines that cannot be fired stay, and are seen by those who watch."""

import asyncio
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from prometheus_client import REGISTRY

from shared.clocks.driven import DrivenClock, SeededIds
from shared.event_store.memory import MemoryEventStore
from shared.event_store.unit import Cause, DeadlineRow, Unit
from shared.handling.department import Department
from shared.handling.handler import CommandHandler
from shared.handling.work import ByKey, Work
from shared.handling.writer import Writer
from shared.kernel.decider import Deadline, Decider, Send, StreamId
from shared.kernel.shapes import command, event, state
from shared.processes.deadlines import PAGE, Deadlines

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@event("egg.put-on")
class EggPutOn:
    """It boils."""

    done_at: datetime


@event("egg.taken-off")
class EggTakenOff:
    """It is done."""


@state
class Egg:
    """An egg."""


@command
class PutOn:
    """Boil it until then."""

    done_at: datetime


@command
class TakeOff:
    """It is time."""

    egg: str


class Kitchen:
    """Eggs on the stove; those in `burning` cannot be taken off."""

    def __init__(self, store: MemoryEventStore | None = None, seed: int = 1) -> None:
        self.burning: set[str] = set()
        self.taken_off: list[str] = []
        self.clock = DrivenClock(NOON)
        self.store = store or MemoryEventStore()
        self.writer = Writer(CommandHandler(self._department(), self.store, self.clock, SeededIds(seed)))
        self.timers = Deadlines(self.writer)

    def _department(self) -> Department:
        def take_off(request: TakeOff, _: Egg) -> Sequence[EggTakenOff]:
            if request.egg in self.burning:
                raise RuntimeError("the kitchen is on fire")
            self.taken_off.append(request.egg)
            return [EggTakenOff()]

        def deadlines(fact: object, _: Egg) -> Iterable[Deadline]:
            return [Deadline(name="done", due=fact.done_at)] if isinstance(fact, EggPutOn) else []

        egg = Decider[Egg](
            category="egg",
            initial=Egg(),
            evolve=lambda held, _: held,
            decisions={PutOn: lambda request, _: [EggPutOn(done_at=request.done_at)], TakeOff: take_off},
            events=(EggPutOn, EggTakenOff),
            shapes=(Egg,),
            deadlines=deadlines,
            on_deadline={"done": lambda passed: TakeOff(egg=passed.stream)},
        )
        return Department(name="kitchen", deciders=(egg,), views=(), reactions=(), publishing={})

    async def put_on(self, egg: str, minutes: int, asked: str = "") -> None:
        cause = uuid4()
        by_ada = Cause(command_id=cause, actor="ada", correlation_id=cause, causation_id=cause, occurred_at=NOON)
        send = Send(PutOn(done_at=NOON + timedelta(minutes=minutes)), StreamId(egg))
        await self.writer.perform(
            Work(sends=(send,), cause=by_ada, once=ByKey(scope="ada", key=egg + asked, fingerprint=""))
        )


async def test_what_cannot_be_fired_stays_overdue_until_it_can() -> None:
    kitchen = Kitchen()
    await kitchen.put_on("egg-1", minutes=5)
    kitchen.burning.add("egg-1")
    kitchen.clock.pass_time(timedelta(minutes=6))
    await kitchen.timers.fire_due()
    assert _seen() == (1, 60)
    kitchen.burning.clear()
    await kitchen.timers.fire_due()
    assert (kitchen.taken_off, _seen()) == (["egg-1"], (0, 0))


async def test_however_many_cannot_be_fired_those_behind_them_are() -> None:
    kitchen = Kitchen()
    for number in range(PAGE):
        await kitchen.put_on(f"egg-{number}", minutes=1)
        kitchen.burning.add(f"egg-{number}")
    await kitchen.put_on("egg-good", minutes=2)
    kitchen.clock.pass_time(timedelta(minutes=2))
    assert await kitchen.timers.fire_due() == PAGE + 1
    assert (kitchen.taken_off, _seen()) == (["egg-good"], (PAGE, 60))


async def test_one_that_this_version_does_not_know_is_overdue_and_keeps_nothing_waiting() -> None:
    kitchen = Kitchen()
    await kitchen.put_on("egg-1", minutes=2)
    unknown = (("egg-1", "shelled"), ("toast-1", "done"))
    rows = [
        DeadlineRow(stream=StreamId(stream), name=name, due_at=NOON, correlation_id=uuid4()) for stream, name in unknown
    ]
    await kitchen.store.commit(Unit(deadlines_set=rows))
    kitchen.clock.pass_time(timedelta(minutes=2))
    assert await kitchen.timers.fire_due() == 3
    assert (kitchen.taken_off, _seen()) == (["egg-1"], (2, 120))


async def test_one_that_is_set_again_for_the_moment_that_has_passed_leads_to_events_of_their_own() -> None:
    """A review that was due at midnight, and is once more: what it leads to is booked by the ids of its events."""
    kitchen = Kitchen()
    for asked in ("at noon", "once more"):
        await kitchen.put_on("egg-1", minutes=5, asked=asked)
        kitchen.clock.pass_time(timedelta(minutes=6))
        await kitchen.timers.fire_due()
    told = [(event.type, event.event_id) for log in kitchen.store.logs for event in log]
    assert [name for name, _ in told] == ["egg.put-on", "egg.taken-off"] * 2
    assert len(set(told)) == len(told)


async def test_what_it_leads_to_has_its_ids_again_after_a_restore_although_its_stream_has_moved() -> None:
    """What was missed is heard before any worker fires what was due, and many a fact sets a deadline as it is set."""
    kitchen = Kitchen()
    await kitchen.put_on("egg-1", minutes=5)
    restored = Kitchen(deepcopy(kitchen.store), seed=2)
    await restored.put_on("egg-1", minutes=5, asked="what was missed")
    for one in (kitchen, restored):
        one.clock.pass_time(timedelta(minutes=6))
        await one.timers.fire_due()
    first, again = (
        [event.event_id for log in one.store.logs for event in log if event.type == "egg.taken-off"]
        for one in (kitchen, restored)
    )
    assert first == again


@pytest.mark.parametrize("together", [True, False], ids=["in one transaction", "one after the other"])
async def test_a_deadline_is_known_by_what_first_set_it_for_its_moment(*, together: bool) -> None:
    for minutes, by in (((5, 5), 0), ((5, 6), 1), ((5, 6, 5), 2)):
        kitchen = Kitchen()
        eggs = [kitchen.put_on("egg-1", minutes=some, asked=str(nth)) for nth, some in enumerate(minutes)]
        if together:
            await asyncio.gather(*eggs)
        else:
            for egg in eggs:
                await egg
        (row,) = kitchen.store.deadlines.values()
        assert row.set_by == [event.event_id for log in kitchen.store.logs for event in log][by]


def _seen() -> tuple[float | None, float | None]:
    """How many are overdue, and the oldest by how many seconds."""
    kitchen = {"department": "kitchen"}
    return (
        REGISTRY.get_sample_value("o2c_deadlines_overdue", kitchen),
        REGISTRY.get_sample_value("o2c_deadlines_oldest_overdue_seconds", kitchen),
    )
