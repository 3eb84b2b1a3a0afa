"""Keeps real histories of every stored event for ever, so that no change of the code can make one unreadable.

python tools/golden_events.py [DEPARTMENT ...]     add histories of the stored types and shapes that have none yet
python tools/golden_events.py --check              only say what is wrong
python tools/golden_events.py --restate            accept that the same histories now come to something else

Run it after a new stored event, a new version of one, or a new shape of a state. It overhears the department's own unit
tests and the journeys in memory, so what it adds is what really happens there; a type that no test makes happen is
named, and wants a test. When nothing is missing it runs no test and is done in a second.

It never changes or removes a history: what is stored under a name and version stays readable as it is, and a new
shape of it is a new version with an upcaster. Only where an event has never left your own branch may you delete its
lines and run the tool again. `--restate` is for a state or a deadline that has changed on purpose (a state that only
learned something more is no change): it writes what the histories come to today, never a fact, and refuses where a
fact cannot be read.
"""

import contextlib
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from deploy.departments import NAMES, service_named
from shared.event_store.codec import encode
from shared.event_store.memory import MemoryEventStore
from shared.handling.department import Department
from shared.kernel.decider import Deadline, StreamId, category_of
from shared.testing.specification import Decided, Specification

ROOT: Final = Path(__file__).resolve().parent.parent
STORED: Final = ROOT / "tests" / "golden" / "stored"
LONGEST: Final = 40
"""Events of a history. A longer one is cut after the last thing that only it shows."""


class GoldenEvent(msgspec.Struct, frozen=True):
    """A fact as it was stored."""

    type: str
    version: int
    data: msgspec.Raw


class Golden(msgspec.Struct, frozen=True, kw_only=True):
    """A history, and what it comes to: the state's shape and what it holds, and its deadlines as they went.

    A deadline is told as ``3 silence 2026-03-02 08:00:00+00:00`` where the third event sets it, and as
    ``5 silence cleared`` where the fifth ends it.
    """

    stream: StreamId
    shape: str
    state: msgspec.Raw
    deadlines: tuple[str, ...]
    events: tuple[GoldenEvent, ...]


_golden: Final = msgspec.json.Decoder(Golden)
Target = tuple[str, str | int]
"""Something that wants an example: a stored name and version, or a category and a shape of its state."""


def kept(department: Department) -> list[Golden]:
    """The department's golden histories."""
    path = STORED / f"{department.name}.jsonl"
    return [_golden.decode(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def targets(department: Department) -> set[Target]:
    """Every version of every stored event, and every shape that a history can end in."""
    versions = {(name, v) for name, latest in department.codec.names.items() for v in range(1, latest + 1)}
    shapes = {
        (decider.category, shape.__name__)
        for decider in department.deciders
        for shape in decider.shapes
        if shape is not type(decider.initial)
    }
    return versions | shapes


def shown_by(golden: Golden) -> set[Target]:
    """What this history is an example of."""
    return {(event.type, event.version) for event in golden.events} | {(category_of(golden.stream), golden.shape)}


def replayed(department: Department, stream: StreamId, events: Iterable[GoldenEvent]) -> tuple[Any, tuple[str, ...]]:
    """The state that today's code comes to, and the deadlines on the way. Raises whatever it raises on the way."""
    decider = department.decider_of(stream)
    state, standing, told = decider.initial, dict[str, datetime](), list[str]()
    for number, event in enumerate(events, 1):
        fact = department.codec.event(event.type, event.version, bytes(event.data))
        state = decider.evolve(state, fact)
        for change in decider.deadlines(fact, state) if decider.deadlines is not None else ():
            before = standing.pop(change.name, None)
            if isinstance(change, Deadline):
                standing[change.name] = change.due
            if before != standing.get(change.name):
                told.append(f"{number} {change.name} {getattr(change, 'due', None) or 'cleared'}")
    return state, tuple(told)


def golden_of(department: Department, stream: StreamId, events: Sequence[GoldenEvent]) -> Golden:
    """The history with what it folds to."""
    state, deadlines = replayed(department, stream, events)
    return Golden(
        stream=stream,
        shape=type(state).__name__,
        state=msgspec.Raw(msgspec.json.encode(state, order="deterministic")),
        deadlines=deadlines,
        events=tuple(events),
    )


def holds_all(again: Any, before: Any) -> bool:
    """Whether everything that was written is still there when it is written again; new fields may have come."""
    if isinstance(before, dict):
        return isinstance(again, dict) and all(k in again and holds_all(again[k], v) for k, v in before.items())
    if isinstance(before, list):
        return isinstance(again, list) and len(again) == len(before) and all(map(holds_all, again, before))
    return bool(again == before)


def unreadable(department: Department, golden: Golden) -> Iterator[str]:
    """What today's code cannot read of the facts, or loses of them."""
    codec = department.codec
    for event in golden.events:
        what = f"{department.name}: {event.type} version {event.version}"
        try:
            fact = codec.event(event.type, event.version, bytes(event.data))
        except Exception as error:  # whatever today's code raises about a stored fact is the finding
            yield f"{what} cannot be read any more: {type(error).__name__}: {error}"
            continue
        before = msgspec.json.decode(event.data)
        if codec.names[event.type] == event.version and not holds_all(msgspec.json.decode(encode(fact)), before):
            yield f"{what} loses some of what was stored: that is a new version with an upcaster"


def changed(department: Department, golden: Golden) -> Iterator[str]:
    """Whether the history comes to something else than it did."""
    today = golden_of(department, golden.stream, golden.events)
    which = f"{department.name}: {golden.stream} ({golden.events[-1].type} last)"
    hint = "if that is meant, run python tools/golden_events.py --restate"
    before, now = msgspec.json.decode(golden.state), msgspec.json.decode(today.state)
    if today.shape != golden.shape or not holds_all(now, before):
        yield f"{which} folded to {golden.shape} {before} and folds to {today.shape} {now}; {hint}"
    if today.deadlines != golden.deadlines:
        yield f"{which} had the deadlines {golden.deadlines} and has {today.deadlines}; {hint}"


def findings(department: Department) -> list[str]:
    """Everything that is wrong with the department's golden histories."""
    held = kept(department)
    found = [problem for golden in held for problem in unreadable(department, golden)]
    if not found:
        found = [problem for golden in held for problem in changed(department, golden)]
    missing = targets(department).difference(*(shown_by(golden) for golden in held))
    return found + [
        f"{department.name}: {name} {which} has no golden history; run python tools/golden_events.py"
        for name, which in sorted(missing, key=str)
    ]


class Overhearing:
    """A pytest plugin that keeps every history that comes about: in memory stores, and in specifications."""

    def __init__(self) -> None:
        self.stores: list[MemoryEventStore] = []
        self.told: list[Specification[Any]] = []
        self.failed = 0

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Until it ends, stores and specifications are remembered as they are made."""
        open_store, when = MemoryEventStore.__init__, Specification.when
        overheard = self

        def opened(store: MemoryEventStore) -> None:
            open_store(store)
            overheard.stores.append(store)

        def decided(before: Specification[Any], command: Any) -> Decided[Any]:
            outcome = when(before, command)
            overheard.told += [before, before.given(*outcome.facts)]
            return outcome

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(MemoryEventStore, "__init__", opened)
            patch.setattr(Specification, "when", decided)
            yield

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What a failing test makes happen is no example."""
        self.failed += report.failed

    def histories(self, department: Department) -> Iterator[tuple[StreamId, list[GoldenEvent]]]:
        """First what happened in a company, then what only a specification tells."""
        own = department.codec.names.keys()
        for store in self.stores:
            # By the whole store: two departments may store an event under the same name.
            if {event.type for stored in store.streams.values() for event in stored} <= own:
                for stream, stored in store.streams.items():
                    yield stream, [GoldenEvent(e.type, e.schema_version, msgspec.Raw(e.data)) for e in stored]
        for told in self.told:
            events = [GoldenEvent(f.__event_name__, f.__event_version__, msgspec.Raw(encode(f))) for f in told.history]
            if events and {event.type for event in events} <= own:
                yield told.decider.stream("example"), events


def _overhear(department: Department) -> Overhearing:
    overheard = Overhearing()
    folders = [f"tests/unit/{department.name}", "tests/journeys"]
    arguments = ["-q", "-p", "no:cacheprovider", "-W", "ignore", "-k", "not embedded and not processes", *folders]
    with overheard.listening(), contextlib.redirect_stdout(io.StringIO()) as said:
        pytest.main(arguments, plugins=[overheard])
    if overheard.failed:
        sys.stderr.write(said.getvalue())
    return overheard


def _examples(department: Department, overheard: Overhearing, missing: set[Target]) -> Iterator[Golden]:
    """As few histories as show everything that is missing: those that show most first, the shorter the better."""
    found: list[Golden] = []
    for stream, events in overheard.histories(department):
        whole = events if len(events) <= LONGEST else _cut(events, missing)
        golden = golden_of(department, stream, whole)
        if shown_by(golden) & missing:
            found.append(golden)
    wanted = set(missing)
    while wanted and found:
        best = max(found, key=lambda golden: (len(shown_by(golden) & wanted), -len(golden.events)))
        if not shown_by(best) & wanted:
            return
        yield best
        wanted -= shown_by(best)


def _cut(events: list[GoldenEvent], missing: set[Target]) -> list[GoldenEvent]:
    first = {(event.type, event.version): place for place, event in reversed(list(enumerate(events, 1)))}
    return events[: max([LONGEST, *(place for target, place in first.items() if target in missing)])]


def add_missing(department: Department) -> list[str]:
    """Appends histories of what has none yet; what stays missing because no test makes it happen."""
    held = kept(department)
    missing = targets(department).difference(*(shown_by(golden) for golden in held))
    if not missing:
        return []
    overheard = _overhear(department)
    if overheard.failed:
        return [f"{department.name}: {overheard.failed} of its tests fail; what they make happen is no example"]
    added = list(_examples(department, overheard, missing))
    with (STORED / f"{department.name}.jsonl").open("ab") as file:
        for golden in added:
            file.write(msgspec.json.encode(golden) + b"\n")
    missing = missing.difference(*(shown_by(golden) for golden in added))
    return [
        f"{department.name}: no unit test and no journey makes {name} {which} happen: write one"
        for name, which in sorted(missing, key=str)
    ]


def restate(department: Department) -> list[str]:
    """Writes what the histories come to today; nothing, where a fact cannot be read."""
    held = kept(department)
    found = [problem for golden in held for problem in unreadable(department, golden)]
    if held and not found:
        lines = [msgspec.json.encode(golden_of(department, g.stream, g.events)) + b"\n" for g in held]
        (STORED / f"{department.name}.jsonl").write_bytes(b"".join(lines))
    return found


def main(arguments: list[str]) -> int:
    """0 when every stored event has its golden histories and they are read as ever."""
    names = [one for one in arguments if not one.startswith("--")] or NAMES
    departments = [service_named(name).department for name in names]
    STORED.mkdir(parents=True, exist_ok=True)
    found: list[str] = []
    for department in departments:
        if "--restate" in arguments:
            found += restate(department)
        elif "--check" not in arguments:
            found += add_missing(department)
    found = found or [problem for department in departments for problem in findings(department)]
    for problem in found:
        sys.stderr.write(problem + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
