"""An answer that comes late keeps no promise, also where it comes before anybody noticed the deadline."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from services.care.complaint.events import ComplaintEscalated, PromiseBroken
from services.care.complaint.working import AddComplaintNote, PrioritiseComplaint
from services.care.service_level.priority import Priority
from services.care.service_level.promises import Promise
from services.care.support_case.events import NoteKind
from tests.unit.care.complaint.test_complaint import ASK, ASSIGN, HOUR, MONDAY, OPEN, RESOLVE, after

TUESDAY = datetime(2026, 3, 3, 3, tzinfo=UTC)
"""The first response was due on Monday, the resolution is on Wednesday."""
ANSWER = AddComplaintNote(note_id="N", kind=NoteKind.TO_CUSTOMER, text="hello", by="ann", at=TUESDAY)
CALM = PrioritiseComplaint(priority=Priority.LOW, reason="no hurry", by="ann", at=TUESDAY)


@pytest.mark.parametrize(
    "command",
    [ANSWER, CALM, replace(ASK, at=TUESDAY), replace(RESOLVE, at=TUESDAY)],
    ids=lambda command: type(command).__name__,
)
def test_it_is_broken_and_a_manager_has_to_look(command: Any) -> None:
    decided = after(OPEN, ASSIGN).when(command).then_asked_again_nothing()
    broken, escalated, *_ = decided.facts
    assert isinstance(broken, PromiseBroken)
    assert isinstance(escalated, ComplaintEscalated)
    assert (broken.promise, broken.due) == (Promise.FIRST_RESPONSE, MONDAY + 4 * HOUR)
    file = decided.state_after().file
    assert (file.clocks.first_response.breached_at, file.clocks.resolution.breached_at) == (TUESDAY, None)


def test_both_may_be() -> None:
    friday = datetime(2026, 3, 6, 3, tzinfo=UTC)
    file = after(OPEN, replace(RESOLVE, at=friday)).state.file
    assert [one.promise for one in file.broken] == [Promise.FIRST_RESPONSE, Promise.RESOLUTION]


def test_at_the_last_moment_it_is_kept() -> None:
    in_time = replace(ANSWER, at=MONDAY + 4 * HOUR)
    assert after(OPEN, in_time).state.file.broken == ()
