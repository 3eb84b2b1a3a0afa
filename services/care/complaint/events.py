"""What can happen to a complaint. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from services.care.service_level.events import BusinessCalendar, Target
from services.care.service_level.priority import Priority
from services.care.service_level.promises import Clocks, Promise
from services.care.support_case.events import NoteKind
from shared.kernel.shapes import event, part


class Kind(StrEnum):
    """What the customer is not content with."""

    GOODS = "goods"
    DELIVERY = "delivery"
    INVOICE = "invoice"
    SERVICE = "service"


class Outcome(StrEnum):
    """What we decided about it."""

    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly-accepted"
    REJECTED = "rejected"


@part
class Subject:
    """What it is about, as far as it is known; empty where it is not.

    `quantity` is how many units of the line; None: all of them.
    """

    kind: Kind
    order_id: str = ""
    line_no: int | None = None
    invoice_id: str = ""
    quantity: Decimal | None = None


class Unverified(StrEnum):
    """What of a complaint care has not heard of itself, so that a person has to look it up."""

    CUSTOMER = "customer"
    ORDER = "order"
    LINE = "line"
    QUANTITY = "quantity"
    INVOICE = "invoice"


@event("complaint.opened")
class ComplaintOpened:
    """A customer complained. `calendar` and `targets` are what we promised on that day.

    `unverified` is what it names and care had not heard of. `follows` is the complaint that they wrote about again when
    it was too late to reopen it; empty where it follows none.
    """

    customer_id: str
    title: str
    description: str
    priority: Priority
    about: Subject
    calendar: BusinessCalendar
    targets: tuple[Target, ...]
    clocks: Clocks
    opened_by: str
    opened_at: datetime
    unverified: tuple[Unverified, ...] = ()
    follows: str = ""


@event("complaint.verified")
class ComplaintVerified:
    """Somebody looked up what care had not heard of, and it is as the complaint says."""

    verified: tuple[Unverified, ...]
    reason: str
    verified_by: str
    verified_at: datetime


@event("complaint.corrected")
class ComplaintCorrected:
    """It is about something else than was taken down. `unverified` is what that names and care had not heard of."""

    before: Subject
    about: Subject
    unverified: tuple[Unverified, ...]
    reason: str
    corrected_by: str
    corrected_at: datetime


@event("complaint.assigned")
class ComplaintAssigned:
    """An agent is to settle it; whoever had it before has it no more."""

    agent: str
    assigned_by: str
    assigned_at: datetime


@event("complaint.prioritised")
class ComplaintPrioritised:
    """It is more urgent, or less, than was thought: the clocks count from the same beginning to another end."""

    priority: Priority
    reason: str
    clocks: Clocks
    prioritised_by: str
    prioritised_at: datetime


@event("complaint.note-added")
class NoteAdded:
    """Somebody wrote down what was said or thought."""

    note_id: str
    kind: NoteKind
    text: str
    author: str
    added_at: datetime


@event("complaint.answered")
class ComplaintAnswered:
    """The customer heard from us for the first time."""

    clocks: Clocks
    answered_at: datetime


@event("complaint.customer-awaited")
class CustomerAwaited:
    """Nothing can be done until the customer answers. None of both moments: however long that takes."""

    question: str
    clocks: Clocks
    awaited_by: str
    awaited_since: datetime
    remind_at: datetime | None = None
    unanswered_at: datetime | None = None


@event("complaint.customer-reminded")
class CustomerReminded:
    """The customer has not answered for so long that they are asked again.

    Of one that was reminded before care wrote to customers, the rest is empty.
    """

    question: str
    reminded_at: datetime
    customer_id: str = ""
    title: str = ""
    unanswered_at: datetime | None = None


@event("complaint.reminder-ended")
class ReminderEnded:
    """What the customer was reminded of at that moment is waited for no more, before its time was over."""

    reminded_at: datetime
    ended_at: datetime


@event("complaint.third-party-awaited")
class ThirdPartyAwaited:
    """Nothing can be done until somebody else acts: `party` is a carrier or a supplier, say, `awaited` what of them.

    We are the ones who promised: the resolution runs, and goes on where it had stood still for the customer.
    """

    party: str
    awaited: str
    clocks: Clocks
    awaited_by: str
    awaited_since: datetime


@event("complaint.resumed")
class ComplaintResumed:
    """The waiting is over."""

    clocks: Clocks
    resumed_by: str
    resumed_at: datetime


@event("complaint.promise-neared")
class PromiseNeared:
    """So many percent of the promised time are used up, and it is not done. Only care is told."""

    promise: Promise
    percent: int
    due: datetime
    clocks: Clocks
    noted_at: datetime


@event("complaint.promise-broken")
class PromiseBroken:
    """What we had promised by `due` is not done."""

    promise: Promise
    due: datetime
    clocks: Clocks
    noted_at: datetime


@event("complaint.escalated")
class ComplaintEscalated:
    """A manager has to look at it. `escalated_by` is empty when a clock ran out."""

    reason: str
    escalated_by: str
    escalated_at: datetime


@event("complaint.return-linked")
class ReturnLinked:
    """The customer sends goods of the order back because of it. Nobody waits for one that names no order."""

    return_id: str
    order_id: str = ""


@part
class SettledReturn:
    """A return because of it that is settled."""

    return_id: str
    order_id: str
    settled_on: date


@event("complaint.return-ended", happened="ended_on")
class ReturnEnded:
    """Nothing more is to come with a return because of it: it is `settled`, or nothing came."""

    return_id: str
    order_id: str
    settled: bool
    ended_on: date


@event("complaint.return-resumed", happened="resumed_on")
class ReturnResumed:
    """A return because of it that was over goes on: it is awaited again."""

    return_id: str
    resumed_on: date


@event("complaint.resolved")
class ComplaintResolved:
    """We decided about it, and said so. `unanswered`: nobody did; the customer did not say what we had to know."""

    outcome: Outcome
    resolution: str
    clocks: Clocks
    resolved_by: str
    resolved_at: datetime
    unanswered: bool = False


@event("complaint.reopened")
class ComplaintReopened:
    """The customer is not content with the decision: there is a new promise to resolve it."""

    reason: str
    clocks: Clocks
    reopened_by: str
    reopened_at: datetime


@event("complaint.followed-up")
class ComplaintFollowedUp:
    """The customer wrote again when it was too late to reopen it: another complaint about the same follows."""

    complaint_id: str
    customer_id: str
    title: str
    text: str
    priority: Priority
    about: Subject
    written_by: str
    written_at: datetime


@event("complaint.closed")
class ComplaintClosed:
    """Settled. `closed_by` is empty when nobody objected in time."""

    closed_by: str
    closed_at: datetime


@event("complaint.withdrawn")
class ComplaintWithdrawn:
    """The customer does not complain any more."""

    reason: str
    withdrawn_by: str
    withdrawn_at: datetime


ComplaintEvent = (
    ComplaintOpened
    | ComplaintVerified
    | ComplaintCorrected
    | ComplaintAssigned
    | ComplaintPrioritised
    | NoteAdded
    | ComplaintAnswered
    | CustomerAwaited
    | CustomerReminded
    | ReminderEnded
    | ThirdPartyAwaited
    | ComplaintResumed
    | PromiseNeared
    | PromiseBroken
    | ComplaintEscalated
    | ReturnLinked
    | ReturnEnded
    | ReturnResumed
    | ComplaintResolved
    | ComplaintReopened
    | ComplaintFollowedUp
    | ComplaintClosed
    | ComplaintWithdrawn
)
