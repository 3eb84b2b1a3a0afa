"""What was ever stored is read for ever: golden histories of every stored event, and what guards them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from deploy.departments import NAMES, service_named
from shared.event_store.codec import encode
from shared.handling.department import Department
from shared.kernel.decider import Deadline, Decider
from shared.kernel.shapes import event, state
from shared.kernel.upcasting import Upcaster, upcast
from tools import golden_events
from tools.golden_events import GoldenEvent, add_missing, findings, golden_of, kept, restate

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", NAMES)
def test_every_stored_event_has_a_golden_history_that_is_read_as_ever(name: str) -> None:
    assert findings(service_named(name).department) == []


def test_the_process_manager_is_replayed_with_its_deadlines() -> None:
    fulfilments = [golden for golden in kept(service_named("sales").department) if "fulfilment-" in golden.stream]
    assert max(len(golden.events) for golden in fulfilments) >= 10
    told = [line for golden in fulfilments for line in golden.deadlines]
    assert any(line.endswith("cleared") for line in told)
    assert any(not line.endswith("cleared") for line in told)


@event("parcel.sent")
class Sent:
    """A parcel left."""

    by: str
    weight: int


@state
class Nothing:
    """No parcel."""


@state
class OnItsWay:
    """A parcel that left."""

    by: str


def on_its_way(_: Any, fact: Any) -> OnItsWay:
    return OnItsWay(by=fact.by)


def until_noon(*_: Any) -> Sequence[Deadline]:
    return [Deadline("late", NOON)]


def department_of(
    kind: type, *, evolve: Callable[..., Any] = on_its_way, upcasters: tuple[Upcaster, ...] = (), **other: Any
) -> Department:
    """A department that stores that kind of fact about parcels."""
    parcel = Decider[Any](
        category="parcel",
        initial=Nothing(),
        evolve=evolve,
        decisions={},
        events=(kind,),
        shapes=(Nothing, OnItsWay),
        deadlines=until_noon,
    )
    return Department(
        name="parcels",
        deciders=(replace(parcel, **other),),
        views=(),
        reactions=(),
        publishing={},
        upcasters=upcasters,
    )


@pytest.fixture
def released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """One golden history of a parcel that was sent."""
    monkeypatch.setattr(golden_events, "STORED", tmp_path)
    parcels = department_of(Sent)
    fact = GoldenEvent("parcel.sent", 1, msgspec.Raw(encode(Sent(by="ann", weight=3))))
    line = encode(golden_of(parcels, parcels.deciders[0].stream("1"), [fact])) + b"\n"
    (tmp_path / "parcels.jsonl").write_bytes(line)
    return line


def line_now() -> bytes:
    return (golden_events.STORED / "parcels.jsonl").read_bytes()


def test_as_released_nothing_is_found_and_nothing_is_added(released: bytes) -> None:
    assert findings(department_of(Sent)) == []
    assert add_missing(department_of(Sent)) == []
    assert line_now() == released


def test_a_new_stored_event_without_a_history_is_named(released: bytes) -> None:
    @event("parcel.lost")
    class Lost:
        by: str

    both = department_of(Sent, events=(Sent, Lost))
    assert findings(both) == ["parcels: parcel.lost 1 has no golden history; run python tools/golden_events.py"]


def test_a_renamed_field_is_found_and_cannot_be_restated(released: bytes) -> None:
    @event("parcel.sent")
    class Renamed:
        sender: str
        weight: int

    (found,) = findings(department_of(Renamed, evolve=lambda _, __: OnItsWay(by="")))
    assert "parcel.sent version 1 cannot be read any more" in found
    assert restate(department_of(Renamed)) == [found]
    assert line_now() == released


def test_a_removed_field_is_found_although_it_is_still_decoded(released: bytes) -> None:
    @event("parcel.sent")
    class Lighter:
        by: str

    (found,) = findings(department_of(Lighter))
    assert "loses some of what was stored" in found


def test_a_field_that_came_with_a_default_is_no_breach(released: bytes) -> None:
    @event("parcel.sent")
    class Richer:
        by: str
        weight: int
        fragile: bool = False

    assert findings(department_of(Richer)) == []


@pytest.mark.parametrize("upcaster", [True, False])
def test_a_new_version_reads_the_old_one_through_its_upcaster(released: bytes, upcaster: bool) -> None:
    @event("parcel.sent", version=2)
    class Sent2:
        sender: str

        @property
        def by(self) -> str:
            return self.sender

    @upcast("parcel.sent", from_version=1)
    def sender_of(old: dict[str, Any]) -> dict[str, Any]:
        return {"sender": old["by"]}

    found = findings(department_of(Sent2, upcasters=(sender_of,) if upcaster else ()))
    missing = "parcels: parcel.sent 2 has no golden history; run python tools/golden_events.py"
    assert missing in found
    assert len(found) == (1 if upcaster else 2)


def test_another_state_or_deadline_is_found_until_it_is_restated(released: bytes) -> None:
    other = department_of(
        Sent,
        evolve=lambda _, fact: OnItsWay(by=fact.by.upper()),
        deadlines=lambda *_: [Deadline("late", NOON.replace(hour=13))],
    )
    folds, waits = findings(other)
    assert "folded to OnItsWay {'by': 'ann'} and folds to OnItsWay {'by': 'ANN'}" in folds
    assert "late 2026-03-02 13:00:00+00:00" in waits
    assert restate(other) == []
    assert findings(other) == []
    assert [bytes(event.data) for event in kept(other)[0].events] == [b'{"by":"ann","weight":3}']
