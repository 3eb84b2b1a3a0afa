"""The support case's table of contents."""

from collections.abc import Iterable
from typing import Final

from services.care.support_case.assigning import (
    AssignCase,
    EscalateCase,
    PrioritiseCase,
    assign_case,
    escalate_case,
    prioritise_case,
)
from services.care.support_case.events import (
    CaseAbsorbed,
    CaseAssigned,
    CaseBegun,
    CaseClosed,
    CaseEscalated,
    CaseEvent,
    CaseMerged,
    CaseOpened,
    CasePrioritised,
    CaseReopened,
    CaseResolved,
    CaseResumed,
    CustomerAwaited,
    FollowUpNoted,
    MarkedAsSpam,
    NoteAdded,
)
from services.care.support_case.merging import (
    AbsorbCase,
    MarkAsSpam,
    MergeCase,
    absorb_case,
    mark_as_spam,
    merge_case,
)
from services.care.support_case.noting import AddNote, add_note
from services.care.support_case.opening import NoteFollowUp, OpenCase, note_follow_up, open_case
from services.care.support_case.resolving import (
    CLOSE_AFTER,
    CloseCase,
    ReopenCase,
    ResolveCase,
    close_case,
    reopen_case,
    resolve_case,
)
from services.care.support_case.state import (
    Assigned,
    Case,
    Closed,
    InProgress,
    Merged,
    New,
    Resolved,
    Spam,
    Unopened,
    WaitingCustomer,
    evolve,
)
from services.care.support_case.working import (
    AwaitCustomer,
    BeginCase,
    ResumeCase,
    await_customer,
    begin_case,
    resume_case,
)
from shared.kernel.decider import Deadline, Decider, NoDeadline

CLOSE: Final = "close"


def deadlines(fact: CaseEvent, _: Case) -> Iterable[Deadline | NoDeadline]:
    """A resolved case closes by itself, unless it is reopened or closed before."""
    match fact:
        case CaseResolved(resolved_at=resolved_at):
            return [Deadline(CLOSE, resolved_at + CLOSE_AFTER)]
        case CaseReopened() | CaseClosed():
            return [NoDeadline(CLOSE)]
        case _:
            return []


SUPPORT_CASE: Final[Decider[Case]] = Decider(
    category="support_case",
    initial=Unopened(),
    evolve=evolve,
    decisions={
        OpenCase: open_case,
        NoteFollowUp: note_follow_up,
        AssignCase: assign_case,
        PrioritiseCase: prioritise_case,
        EscalateCase: escalate_case,
        BeginCase: begin_case,
        AwaitCustomer: await_customer,
        ResumeCase: resume_case,
        AddNote: add_note,
        ResolveCase: resolve_case,
        CloseCase: close_case,
        ReopenCase: reopen_case,
        MergeCase: merge_case,
        AbsorbCase: absorb_case,
        MarkAsSpam: mark_as_spam,
    },
    events=(
        CaseOpened,
        FollowUpNoted,
        CaseAssigned,
        CasePrioritised,
        CaseEscalated,
        CaseBegun,
        CustomerAwaited,
        CaseResumed,
        NoteAdded,
        CaseResolved,
        CaseClosed,
        CaseReopened,
        CaseMerged,
        CaseAbsorbed,
        MarkedAsSpam,
    ),
    shapes=(Unopened, New, Assigned, InProgress, WaitingCustomer, Resolved, Closed, Merged, Spam),
    deadlines=deadlines,
    on_deadline={CLOSE: lambda passed: CloseCase(by=None, at=passed.now)},
)
