"""What readers see of complaints."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal, assert_never

from sqlalchemy import Boolean, DateTime, Text

from services.care.complaint.decider import COMPLAINT
from services.care.complaint.events import (
    ComplaintCorrected,
    ComplaintEscalated,
    Kind,
    NoteAdded,
    PromiseBroken,
    PromiseNeared,
    Unverified,
)
from services.care.complaint.state import (
    Closed,
    Complaint,
    Decided,
    InProgress,
    New,
    Open,
    Resolved,
    Unopened,
    WaitingCustomer,
    WaitingThirdParty,
    Withdrawn,
    agent_of,
)
from services.care.service_level.priority import Priority
from services.care.service_level.showing import PromiseShown, is_near, next_end, shown
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

OPEN: Final = ("new", "in-progress", "waiting-customer", "waiting-third-party")

Status = Literal["new", "in-progress", "waiting-customer", "waiting-third-party", "resolved", "closed", "withdrawn"]


@document
class ComplaintDocument:
    """A complaint as it stands, with everything that was said.

    `near_promise` is true while it is open and a running promise was warned of; `promise_by` is when the next running
    one ends. `escalated` is true while it is open and a manager has to look; `promise_broken` once any promise was, for
    ever. `returns` are the goods that come back because of it. `unverified` is what it names and care has not heard of,
    and a person has to look up. `corrections` are what it was taken down to be about before, and why
    not. `quantity` is how many units of the line it is about, null: all. While it waits for somebody else than the
    customer, `third_party` is who that is, and `awaited` what of them. `follows` and `followed_by` are the
    complaints about the same before and after it; empty where there is none. While it waits for the customer,
    `reminded_at` is when they were reminded, and `unanswered_at` when nobody waits any more; `unanswered`: so it ended.
    """

    complaint_id: str
    customer_id: str
    status: Status
    kind: Kind
    title: str
    description: str
    priority: Priority
    order_id: str
    line_no: int | None
    invoice_id: str
    agent: str
    opened_by: str
    opened_at: datetime
    first_response: PromiseShown
    resolution_promise: PromiseShown
    promise_broken: bool
    broken: tuple[PromiseBroken, ...]
    escalated: bool
    escalations: tuple[ComplaintEscalated, ...]
    notes: tuple[NoteAdded, ...]
    returns: tuple[str, ...]
    reopened: int
    question: str = ""
    waiting_since: datetime | None = None
    outcome: str = ""
    resolution: str = ""
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    withdrawn_because: str = ""
    warnings: tuple[PromiseNeared, ...] = ()
    near_promise: bool = False
    promise_by: datetime | None = None
    unverified: tuple[Unverified, ...] = ()
    to_verify: bool = False
    corrections: tuple[ComplaintCorrected, ...] = ()
    quantity: Decimal | None = None
    third_party: str = ""
    awaited: str = ""
    follows: str = ""
    followed_by: str = ""
    reminded_at: datetime | None = None
    unanswered_at: datetime | None = None
    unanswered: bool = False


def read(complaint_id: str, complaint: Complaint) -> ComplaintDocument | None:
    """The complaint, laid flat."""
    match complaint:
        case Unopened():
            return None
        case New():
            return _shown(complaint_id, complaint, "new")
        case InProgress():
            return _shown(complaint_id, complaint, "in-progress")
        case WaitingCustomer():
            asked = {
                "question": complaint.question,
                "waiting_since": complaint.since,
                "reminded_at": complaint.reminded_at,
                "unanswered_at": complaint.unanswered_at,
            }
            return _shown(complaint_id, complaint, "waiting-customer", **asked)
        case WaitingThirdParty(party=party, awaited=awaited, since=since):
            waiting = {"third_party": party, "awaited": awaited, "waiting_since": since}
            return _shown(complaint_id, complaint, "waiting-third-party", **waiting)
        case Resolved():
            return _shown(complaint_id, complaint, "resolved", **_decision(complaint))
        case Closed(closed_at=closed_at):
            return _shown(complaint_id, complaint, "closed", closed_at=closed_at, **_decision(complaint))
        case Withdrawn(reason=reason):
            return _shown(complaint_id, complaint, "withdrawn", withdrawn_because=reason)
        case _:
            assert_never(complaint)


def _decision(complaint: Decided) -> dict[str, Any]:
    return {
        "outcome": complaint.outcome,
        "resolution": complaint.resolution,
        "resolved_at": complaint.resolved_at,
        "unanswered": complaint.unanswered,
    }


def _shown(
    complaint_id: str, complaint: Open | Decided | Withdrawn, status: Status, **of_this_stage: Any
) -> ComplaintDocument:
    file = complaint.file
    is_open = status in OPEN
    return ComplaintDocument(
        complaint_id=complaint_id,
        customer_id=file.customer_id,
        status=status,
        kind=file.about.kind,
        title=file.title,
        description=file.description,
        priority=file.priority,
        order_id=file.about.order_id,
        line_no=file.about.line_no,
        invoice_id=file.about.invoice_id,
        quantity=file.about.quantity,
        agent=agent_of(complaint),
        opened_by=file.opened_by,
        opened_at=file.opened_at,
        first_response=shown(file.clocks.first_response),
        resolution_promise=shown(file.clocks.resolution),
        promise_broken=bool(file.broken),
        broken=file.broken,
        escalated=bool(file.escalations) and is_open,
        escalations=file.escalations,
        notes=file.notes,
        returns=file.returns,
        reopened=file.reopened,
        warnings=file.warnings,
        unverified=file.unverified,
        corrections=file.corrections,
        follows=file.follows,
        followed_by=file.followed_by,
        to_verify=bool(file.unverified) and is_open,
        near_promise=is_open and is_near(file.clocks),
        promise_by=next_end(file.clocks) if is_open else None,
        **of_this_stage,
    )


COMPLAINTS: Final = DocumentView(
    name="complaint",
    decider=COMPLAINT,
    document=ComplaintDocument,
    read=read,
    columns={
        "customer_id": Shown(Text()),
        "status": Shown(Text()),
        "kind": Shown(Text()),
        "agent": Shown(Text()),
        "priority": Shown(Text()),
        "order_id": Shown(Text()),
        "invoice_id": Shown(Text()),
        "escalated": Shown(Boolean()),
        "promise_broken": Shown(Boolean()),
        "near_promise": Shown(Boolean()),
        "to_verify": Shown(Boolean()),
        "promise_by": Shown(DateTime(timezone=True)),
        "opened_at": Shown(DateTime(timezone=True)),
        "resolve_by": Shown(DateTime(timezone=True), lambda complaint: complaint.resolution_promise.due),
    },
    filters=(
        "customer_id",
        "status",
        "kind",
        "agent",
        "priority",
        "order_id",
        "invoice_id",
        "escalated",
        "promise_broken",
        "near_promise",
        "to_verify",
    ),
    queues={
        "unassigned": {"status": "new"},
        "open": {"status": OPEN},
        "near-promise": {"near_promise": True},
        "unverified": {"to_verify": True},
        "escalated": {"escalated": True},
        "waiting-customer": {"status": "waiting-customer"},
        "waiting-third-party": {"status": "waiting-third-party"},
    },
    order_by=("id", "resolve_by", "opened_at", "promise_by"),
)
