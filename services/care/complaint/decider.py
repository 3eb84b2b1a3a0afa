"""The complaint's table of contents."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from services.care.complaint.correcting import CorrectComplaint, correct_complaint
from services.care.complaint.events import (
    ComplaintAnswered,
    ComplaintAssigned,
    ComplaintClosed,
    ComplaintCorrected,
    ComplaintEscalated,
    ComplaintEvent,
    ComplaintFollowedUp,
    ComplaintOpened,
    ComplaintPrioritised,
    ComplaintReopened,
    ComplaintResolved,
    ComplaintResumed,
    ComplaintVerified,
    ComplaintWithdrawn,
    CustomerAwaited,
    CustomerReminded,
    NoteAdded,
    PromiseBroken,
    PromiseNeared,
    ReminderEnded,
    ReturnEnded,
    ReturnLinked,
    ReturnResumed,
    ThirdPartyAwaited,
)
from services.care.complaint.linking import (
    LinkReturn,
    NoteReturnEnded,
    NoteReturnResumed,
    link_return,
    note_return_ended,
    note_return_resumed,
)
from services.care.complaint.opening import OpenComplaint, open_complaint
from services.care.complaint.promising import note_clock_nears, note_clock_ran_out
from services.care.complaint.resolving import (
    CloseComplaint,
    ReopenComplaint,
    ResolveComplaint,
    WithdrawComplaint,
    close_complaint,
    reopen_complaint,
    resolve_complaint,
    withdraw_complaint,
)
from services.care.complaint.state import (
    Closed,
    Complaint,
    InProgress,
    New,
    Resolved,
    Unopened,
    WaitingCustomer,
    WaitingThirdParty,
    Withdrawn,
    evolve,
)
from services.care.complaint.verifying import VerifyComplaint, verify_complaint
from services.care.complaint.waiting import close_unanswered, remind_customer
from services.care.complaint.working import (
    AddComplaintNote,
    AskCustomer,
    AssignComplaint,
    AwaitThirdParty,
    EscalateComplaint,
    PrioritiseComplaint,
    ResumeComplaint,
    add_complaint_note,
    ask_customer,
    assign_complaint,
    await_third_party,
    escalate_complaint,
    prioritise_complaint,
    resume_complaint,
)
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
    UNANSWERED,
    CloseUnanswered,
    RemindCustomer,
    deadlines_of_waiting,
)
from services.care.support_case.resolving import CLOSE_AFTER
from shared.kernel.decider import Deadline, Decider, NoDeadline

CLOSE: Final = "close"


def deadlines(fact: ComplaintEvent, complaint: Complaint) -> Iterable[Deadline | NoDeadline]:
    """A clock that runs has a deadline, and one to warn of it before; a resolved complaint closes by itself.

    Who was asked is reminded, and then not waited for, unless something else has become of it by then.
    """
    return [*_waiting(fact, complaint), *_promised(fact, complaint)]


def _waiting(fact: ComplaintEvent, complaint: Complaint) -> Iterable[Deadline | NoDeadline]:
    if isinstance(fact, CustomerAwaited):
        return deadlines_of_waiting(fact.remind_at, fact.unanswered_at)
    if isinstance(fact, ComplaintResumed | ThirdPartyAwaited | ComplaintResolved | ComplaintWithdrawn):
        return NO_WAITING
    match fact, complaint:
        # The day may have passed while goods were to come back: nothing was done then, and now they do not.
        case ReturnEnded(), WaitingCustomer(unanswered_at=datetime() as until) if not complaint.file.has_goods_back:
            return [Deadline(UNANSWERED, until)]
        case _:
            return []


def _promised(fact: ComplaintEvent, complaint: Complaint) -> Iterable[Deadline | NoDeadline]:
    match complaint:
        case Unopened():
            return []
        case New(file=file) | InProgress(file=file) | WaitingCustomer(file=file) | WaitingThirdParty(file=file):
            running = list(deadlines_of(file.promised))
            return [*running, NoDeadline(CLOSE)] if isinstance(fact, ComplaintReopened) else running
        case Resolved():
            # What is noted about it later, such as goods that come back because of it, leaves the day as it is.
            if isinstance(fact, ComplaintResolved):
                return [*no_deadlines(), Deadline(CLOSE, fact.resolved_at + CLOSE_AFTER)]
            return []
        case Closed() | Withdrawn():
            return [*no_deadlines(), NoDeadline(CLOSE)]


COMPLAINT: Final[Decider[Complaint]] = Decider(
    category="complaint",
    initial=Unopened(),
    evolve=evolve,
    decisions={
        OpenComplaint: open_complaint,
        VerifyComplaint: verify_complaint,
        CorrectComplaint: correct_complaint,
        LinkReturn: link_return,
        NoteReturnEnded: note_return_ended,
        NoteReturnResumed: note_return_resumed,
        AssignComplaint: assign_complaint,
        PrioritiseComplaint: prioritise_complaint,
        AddComplaintNote: add_complaint_note,
        AskCustomer: ask_customer,
        AwaitThirdParty: await_third_party,
        RemindCustomer: remind_customer,
        CloseUnanswered: close_unanswered,
        ResumeComplaint: resume_complaint,
        EscalateComplaint: escalate_complaint,
        NoteClockRanOut: note_clock_ran_out,
        NoteClockNears: note_clock_nears,
        ResolveComplaint: resolve_complaint,
        CloseComplaint: close_complaint,
        ReopenComplaint: reopen_complaint,
        WithdrawComplaint: withdraw_complaint,
    },
    events=(
        ComplaintOpened,
        ComplaintVerified,
        ComplaintCorrected,
        ComplaintAssigned,
        ComplaintPrioritised,
        NoteAdded,
        ComplaintAnswered,
        CustomerAwaited,
        CustomerReminded,
        ReminderEnded,
        ComplaintResumed,
        PromiseNeared,
        PromiseBroken,
        ComplaintEscalated,
        ComplaintFollowedUp,
        ReturnLinked,
        ReturnEnded,
        ReturnResumed,
        ThirdPartyAwaited,
        ComplaintResolved,
        ComplaintReopened,
        ComplaintClosed,
        ComplaintWithdrawn,
    ),
    shapes=(Unopened, New, InProgress, WaitingCustomer, WaitingThirdParty, Resolved, Closed, Withdrawn),
    deadlines=deadlines,
    on_deadline={
        **ON_PROMISE_DEADLINE,
        **ON_WAITING_DEADLINE,
        CLOSE: lambda passed: CloseComplaint(by="", at=passed.now),
    },
)
