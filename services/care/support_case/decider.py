"""The support case's table of contents."""

from collections.abc import Iterable
from typing import Final, assert_never

from services.care.service_level.deadlines import (
    ON_PROMISE_DEADLINE,
    NoteClockNears,
    NoteClockRanOut,
    deadlines_of,
    no_deadlines,
)
from services.care.service_level.waiting import (
    NO_WAITING,
    ON_WAITING_DEADLINE,
    CloseUnanswered,
    RemindCustomer,
    deadlines_of_waiting,
)
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
    CaseAnswered,
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
    CustomerReminded,
    FollowUpNoted,
    MarkedAsSpam,
    NoteAdded,
    PromiseBroken,
    PromiseNeared,
    ReminderEnded,
    ThirdPartyAwaited,
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
from services.care.support_case.promising import note_clock_nears, note_clock_ran_out
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
    WaitingThirdParty,
    evolve,
)
from services.care.support_case.waiting import close_unanswered, remind_customer
from services.care.support_case.working import (
    AwaitCustomer,
    AwaitThirdParty,
    BeginCase,
    ResumeCase,
    await_customer,
    await_third_party,
    begin_case,
    resume_case,
)
from shared.kernel.decider import Deadline, Decider, NoDeadline

CLOSE: Final = "close"


def deadlines(fact: CaseEvent, case: Case) -> Iterable[Deadline | NoDeadline]:
    """A clock that runs has its deadlines; a resolved case closes by itself, unless it is reopened or closed before.

    Who was asked is reminded, and then not waited for, unless something else has become of it by then.
    """
    yield from _of_promises(case)
    match fact:
        case CustomerAwaited(remind_at=remind_at, unanswered_at=unanswered_at):
            yield from deadlines_of_waiting(remind_at, unanswered_at)
        case CaseResumed() | ThirdPartyAwaited() | CaseMerged() | MarkedAsSpam():
            yield from NO_WAITING
        case CaseResolved(resolved_at=resolved_at):
            yield from NO_WAITING
            yield Deadline(CLOSE, resolved_at + CLOSE_AFTER)
        case CaseReopened() | CaseClosed():
            yield NoDeadline(CLOSE)
        case _:
            return


def _of_promises(case: Case) -> Iterable[Deadline | NoDeadline]:
    match case:
        case Unopened():
            return []
        case (
            New(file=file)
            | Assigned(file=file)
            | InProgress(file=file)
            | WaitingCustomer(file=file)
            | WaitingThirdParty(file=file)
        ):
            return [] if file.promised is None else deadlines_of(file.promised)
        case Resolved(file=file) | Closed(file=file) | Merged(file=file) | Spam(file=file):
            return [] if file.promised is None else no_deadlines()
        case _:
            assert_never(case)


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
        AwaitThirdParty: await_third_party,
        RemindCustomer: remind_customer,
        CloseUnanswered: close_unanswered,
        ResumeCase: resume_case,
        AddNote: add_note,
        NoteClockNears: note_clock_nears,
        NoteClockRanOut: note_clock_ran_out,
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
        CustomerReminded,
        ReminderEnded,
        ThirdPartyAwaited,
        CaseResumed,
        NoteAdded,
        CaseAnswered,
        PromiseNeared,
        PromiseBroken,
        CaseResolved,
        CaseClosed,
        CaseReopened,
        CaseMerged,
        CaseAbsorbed,
        MarkedAsSpam,
    ),
    shapes=(Unopened, New, Assigned, InProgress, WaitingCustomer, WaitingThirdParty, Resolved, Closed, Merged, Spam),
    deadlines=deadlines,
    on_deadline={
        **ON_PROMISE_DEADLINE,
        **ON_WAITING_DEADLINE,
        CLOSE: lambda passed: CloseCase(by=None, at=passed.now),
    },
)
