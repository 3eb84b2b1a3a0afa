"""Cases from before care promised anything of them are read as ever, and go their way without clocks."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from services.care.composition import DEPARTMENT
from services.care.service_level.deadlines import NoteClockNears, NoteClockRanOut
from services.care.service_level.priority import Priority
from services.care.service_level.promises import Promise
from services.care.service_level.waiting import NO_WAITING, CloseUnanswered, RemindCustomer
from services.care.support_case.assigning import PrioritiseCase
from services.care.support_case.decider import CLOSE, SUPPORT_CASE, deadlines
from services.care.support_case.events import CaseAssigned, CasePrioritised, NoteAdded, NoteKind
from services.care.support_case.noting import AddNote
from services.care.support_case.resolving import ResolveCase
from services.care.support_case.views import read
from shared.kernel.decider import Deadline
from shared.testing.specification import spec_of

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
_NOON: Final = "2026-03-02T05:00:00Z"
OLD: Final[dict[str, dict[str, Any]]] = {
    "support_case.opened": {
        "customer_id": "C1",
        "subject": "It leaks",
        "description": "",
        "priority": "high",
        "about": {"order_id": None, "line_no": None, "sku": None},
        "follows": None,
        "opened_by": "lan",
        "opened_at": _NOON,
    },
    "support_case.prioritised": {"priority": "low", "reason": "no hurry", "prioritised_by": "lan"},
    "support_case.customer-awaited": {"question": "Since when?", "awaited_by": "minh", "awaited_since": _NOON},
    "support_case.resumed": {"resumed_by": "minh", "resumed_at": _NOON},
    "support_case.resolved": {"resolution": "explained", "resolved_by": "minh", "resolved_at": _NOON},
    "support_case.reopened": {"reason": "leaks again", "reopened_by": "lan", "reopened_at": _NOON},
}
"""One of each as version 1 stored it."""
facts = {name: DEPARTMENT.codec.event(name, 1, json.dumps(data).encode()) for name, data in OLD.items()}
old_case = spec_of(SUPPORT_CASE).given(facts["support_case.opened"])
MUCH_LATER = NOON + timedelta(days=90)


@pytest.mark.parametrize("name", OLD)
def test_every_old_fact_is_read_as_one_of_today_without_clocks(name: str) -> None:
    promise = "promised" if name == "support_case.opened" else "clocks"
    assert type(facts[name]).__event_version__ == 2
    assert getattr(facts[name], promise) is None


def test_nothing_is_late_that_was_never_promised() -> None:
    for promise in Promise:
        old_case.when(NoteClockNears(promise=promise, at=MUCH_LATER)).then_nothing()
        old_case.when(NoteClockRanOut(promise=promise, due=NOON, at=MUCH_LATER)).then_nothing()
    assert list(deadlines(facts["support_case.opened"], old_case.state)) == []


def test_it_is_worked_on_as_ever() -> None:
    prioritise = PrioritiseCase(priority=Priority.URGENT, reason="haste", by="lan", at=MUCH_LATER)
    prioritised = CasePrioritised(priority=Priority.URGENT, reason="haste", clocks=None, prioritised_by="lan")
    old_case.when(prioritise).then(prioritised).then_asked_again_nothing()
    told = AddNote(note_id="N", kind=NoteKind.TO_CUSTOMER, text="hello", by="minh", at=MUCH_LATER)
    noted = NoteAdded(note_id="N", kind=NoteKind.TO_CUSTOMER, text="hello", author="minh", added_at=MUCH_LATER)
    old_case.when(told).then(noted).then_asked_again_nothing()


def test_resolved_it_waits_for_its_closing_alone() -> None:
    resolve = ResolveCase(resolution="explained", by="minh", at=MUCH_LATER)
    assigned = DEPARTMENT.codec.event(
        "support_case.assigned", 1, json.dumps({"agent": "minh", "assigned_by": "lan", "assigned_at": _NOON}).encode()
    )
    decided = old_case.given(assigned).when(resolve).then_asked_again_nothing()
    assert list(deadlines(decided.facts[-1], decided.state_after())) == [
        *NO_WAITING,
        Deadline(CLOSE, MUCH_LATER + timedelta(days=7)),
    ]


def test_who_was_asked_then_is_waited_for_as_long_as_it_takes() -> None:
    assigned = CaseAssigned(agent="minh", assigned_by="lan", assigned_at=NOON)
    asked = facts["support_case.customer-awaited"]
    waiting = old_case.given(assigned, asked)
    assert list(deadlines(asked, waiting.state)) == []
    waiting.when(RemindCustomer(at=MUCH_LATER)).then_nothing()
    waiting.when(CloseUnanswered(at=MUCH_LATER)).then_nothing()


def test_readers_see_that_nothing_was_promised() -> None:
    shown = read("K1", old_case.state)
    assert shown is not None
    assert (shown.first_response, shown.resolution_promise, shown.promise_by) == (None, None, None)
    assert (shown.promise_broken, shown.near_promise) == (False, False)
