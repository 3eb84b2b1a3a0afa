"""What can happen to a support case. Stored for ever: change by a new version and an upcaster, never in place.

`clocks` are the promises as they stand after the fact; None where nothing was promised about the case.
"""

from datetime import datetime
from enum import StrEnum

from services.care.service_level.priority import Priority
from services.care.service_level.promises import Clocks, Promise, Promised
from shared.kernel.shapes import event, part


class NoteKind(StrEnum):
    """Who says it to whom: staff among themselves, we to the customer, the customer to us."""

    INTERNAL = "internal"
    TO_CUSTOMER = "to-customer"
    FROM_CUSTOMER = "from-customer"


@part
class About:
    """What the case is about, as far as it is known: an order, a line of it, an item."""

    order_id: str | None = None
    line_no: int | None = None
    sku: str | None = None


@event("support_case.opened", version=2)
class CaseOpened:
    """A customer asked for something. `follows` is an earlier case that is too old to be reopened.

    `promised` is what care promised on that day; None of cases from before it promised anything.
    """

    customer_id: str
    subject: str
    description: str
    priority: Priority
    about: About
    follows: str | None
    promised: Promised | None
    opened_by: str
    opened_at: datetime


@event("support_case.follow-up-noted")
class FollowUpNoted:
    """A new case continues this one."""

    case_id: str


@event("support_case.assigned")
class CaseAssigned:
    """An agent is to take care of it; whoever had it before has it no more."""

    agent: str
    assigned_by: str
    assigned_at: datetime


@event("support_case.prioritised", version=2)
class CasePrioritised:
    """It is more urgent, or less, than was thought: the clocks count from the same beginning to another end."""

    priority: Priority
    reason: str
    clocks: Clocks | None
    prioritised_by: str


@event("support_case.begun")
class CaseBegun:
    """Somebody works on it."""

    begun_by: str
    begun_at: datetime


@event("support_case.note-added")
class NoteAdded:
    """Somebody wrote down what was said or thought."""

    note_id: str
    kind: NoteKind
    text: str
    author: str
    added_at: datetime


@event("support_case.customer-awaited", version=2)
class CustomerAwaited:
    """Nothing can be done until the customer answers. None of both moments: however long that takes."""

    question: str
    clocks: Clocks | None
    awaited_by: str
    awaited_since: datetime
    remind_at: datetime | None = None
    unanswered_at: datetime | None = None


@event("support_case.customer-reminded")
class CustomerReminded:
    """The customer has not answered for so long that they are asked again. After `unanswered_at` nobody waits."""

    customer_id: str
    subject: str
    question: str
    unanswered_at: datetime
    reminded_at: datetime


@event("support_case.reminder-ended")
class ReminderEnded:
    """What the customer was reminded of at that moment is waited for no more, before its time was over."""

    reminded_at: datetime
    ended_at: datetime


@event("support_case.third-party-awaited")
class ThirdPartyAwaited:
    """Nothing can be done until somebody else acts: `party` is a carrier or a supplier, say, `awaited` what of them.

    We are the ones who promised: the resolution runs, and goes on where it had stood still for the customer.
    """

    party: str
    awaited: str
    clocks: Clocks | None
    awaited_by: str
    awaited_since: datetime


@event("support_case.resumed", version=2)
class CaseResumed:
    """The waiting is over."""

    clocks: Clocks | None
    resumed_by: str
    resumed_at: datetime


@event("support_case.answered")
class CaseAnswered:
    """The customer heard from us for the first time, as we had promised, or too late."""

    clocks: Clocks
    answered_at: datetime


@event("support_case.promise-neared")
class PromiseNeared:
    """So many percent of the promised time are used up, and it is not done. Only care is told."""

    promise: Promise
    percent: int
    due: datetime
    clocks: Clocks
    noted_at: datetime


@event("support_case.promise-broken")
class PromiseBroken:
    """What we had promised by `due` is not done."""

    promise: Promise
    due: datetime
    clocks: Clocks
    noted_at: datetime


@event("support_case.escalated")
class CaseEscalated:
    """A manager has to look at it. `escalated_by` is empty when a clock ran out."""

    reason: str
    escalated_by: str
    escalated_at: datetime


@event("support_case.resolved", version=2)
class CaseResolved:
    """What was asked for is done, or explained; `unanswered`: or cannot be, as the customer did not answer us."""

    resolution: str
    clocks: Clocks | None
    resolved_by: str
    resolved_at: datetime
    unanswered: bool = False


@event("support_case.reopened", version=2)
class CaseReopened:
    """The customer is not content, and there is a new promise to resolve it; or it was not spam after all."""

    reason: str
    clocks: Clocks | None
    reopened_by: str
    reopened_at: datetime


@event("support_case.closed")
class CaseClosed:
    """Settled. `closed_by` is None when nobody objected in time."""

    closed_by: str | None
    closed_at: datetime


@event("support_case.merged")
class CaseMerged:
    """It is the same matter as another case, which goes on for both."""

    into: str
    customer_id: str
    merged_by: str
    merged_at: datetime


@event("support_case.absorbed")
class CaseAbsorbed:
    """Another case turned out to be the same matter: it goes on here."""

    case_id: str


@event("support_case.marked-as-spam")
class MarkedAsSpam:
    """No customer asked for anything."""

    reason: str
    marked_by: str
    marked_at: datetime


CaseEvent = (
    CaseOpened
    | FollowUpNoted
    | CaseAssigned
    | CasePrioritised
    | CaseBegun
    | NoteAdded
    | CaseAnswered
    | CustomerAwaited
    | CustomerReminded
    | ReminderEnded
    | ThirdPartyAwaited
    | CaseResumed
    | PromiseNeared
    | PromiseBroken
    | CaseEscalated
    | CaseResolved
    | CaseReopened
    | CaseClosed
    | CaseMerged
    | CaseAbsorbed
    | MarkedAsSpam
)
