"""Deadlines that cannot be fired stay, and are seen by those who watch."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from prometheus_client import REGISTRY

from shared.clocks.driven import DrivenClock, SeededIds
from shared.event_store.memory import MemoryEventStore
from shared.event_store.unit import Cause
from shared.handling.department import Department
from shared.handling.handler import CommandHandler
from shared.handling.work import ByKey, Work
from shared.handling.writer import Writer
from shared.kernel.decider import Deadline, Decider, Send
from shared.kernel.shapes import command, event, state
from shared.processes.deadlines import Deadlines

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


async def test_what_cannot_be_fired_stays_overdue_until_it_can() -> None:
    broken = [True]

    def take_off(_: TakeOff, __: Egg) -> Sequence[EggTakenOff]:
        if broken[0]:
            raise RuntimeError("the kitchen is on fire")
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
        on_deadline={"done": lambda _: TakeOff()},
    )
    kitchen = Department(name="kitchen", deciders=(egg,), views=(), reactions=(), publishing={})
    clock = DrivenClock(NOON)
    writer = Writer(CommandHandler(kitchen, MemoryEventStore(), clock, SeededIds(1)))
    cause = uuid4()
    asked = Cause(command_id=cause, actor="ada", correlation_id=cause, causation_id=cause, occurred_at=NOON)
    send = Send(PutOn(done_at=NOON + timedelta(minutes=5)), egg.stream("1"))
    await writer.perform(Work(sends=(send,), cause=asked, once=ByKey(scope="ada", key="1", fingerprint="")))

    timers = Deadlines(writer)
    clock.pass_time(timedelta(minutes=6))
    await timers.fire_due()
    assert _seen() == (1, 60)
    broken[0] = False
    await timers.fire_due()
    assert _seen() == (0, 0)


def _seen() -> tuple[float | None, float | None]:
    """How many are overdue, and the oldest by how many seconds."""
    kitchen = {"department": "kitchen"}
    return (
        REGISTRY.get_sample_value("o2c_deadlines_overdue", kitchen),
        REGISTRY.get_sample_value("o2c_deadlines_oldest_overdue_seconds", kitchen),
    )
