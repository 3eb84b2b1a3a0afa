"""What can happen to a support case. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import datetime
from enum import StrEnum

from services.care.service_level.priority import Priority
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


@event("support_case.opened")
class CaseOpened:
    """A customer asked for something. `follows` is an earlier case that is too old to be reopened."""

    customer_id: str
    subject: str
    description: str
    priority: Priority
    about: About
    follows: str | None
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


@event("support_case.prioritised")
class CasePrioritised:
    """It is more urgent, or less, than was thought."""

    priority: Priority
    reason: str
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


@event("support_case.customer-awaited")
class CustomerAwaited:
    """Nothing can be done until the customer answers."""

    question: str
    awaited_by: str
    awaited_since: datetime


@event("support_case.resumed")
class CaseResumed:
    """The waiting is over."""

    resumed_by: str
    resumed_at: datetime


@event("support_case.escalated")
class CaseEscalated:
    """A person asked a manager to look at it."""

    reason: str
    escalated_by: str
    escalated_at: datetime


@event("support_case.resolved")
class CaseResolved:
    """What was asked for is done, or explained."""

    resolution: str
    resolved_by: str
    resolved_at: datetime


@event("support_case.reopened")
class CaseReopened:
    """The customer is not content, or it was not spam after all."""

    reason: str
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
    | CustomerAwaited
    | CaseResumed
    | CaseEscalated
    | CaseResolved
    | CaseReopened
    | CaseClosed
    | CaseMerged
    | CaseAbsorbed
    | MarkedAsSpam
)
