"""What readers see of support cases."""

from datetime import datetime
from typing import Any, Final, assert_never

from sqlalchemy import Boolean, DateTime, Text

from services.care.support_case.decider import SUPPORT_CASE
from services.care.support_case.state import (
    Assigned,
    Case,
    Closed,
    Escalation,
    InProgress,
    Merged,
    New,
    Note,
    Opened,
    Resolved,
    Spam,
    Unopened,
    WaitingCustomer,
    agent_of,
)
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown


@document
class SupportCaseDocument:
    """A case as it stands, with everything that was said.

    `follows` and `followed_by` are cases of the same matter that came before and after it, `absorbed` those that
    were merged into it. `escalated` is true while the case is open and somebody asked a manager to look at it.
    """

    case_id: str
    customer_id: str
    status: str
    subject: str
    description: str
    priority: str
    order_id: str | None
    line_no: int | None
    sku: str | None
    agent: str | None
    opened_by: str
    opened_at: datetime
    notes: tuple[Note, ...]
    escalated: bool
    escalations: tuple[Escalation, ...]
    follows: str | None
    followed_by: tuple[str, ...]
    absorbed: tuple[str, ...]
    question: str = ""
    waiting_since: datetime | None = None
    resolution: str = ""
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    merged_into: str | None = None
    spam_reason: str = ""


def read(case_id: str, case: Case) -> SupportCaseDocument | None:
    """The case, laid flat."""
    match case:
        case Unopened():
            return None
        case New():
            return _document(case_id, case, "new")
        case Assigned():
            return _document(case_id, case, "assigned")
        case InProgress():
            return _document(case_id, case, "in-progress")
        case WaitingCustomer(question=question, since=since):
            return _document(case_id, case, "waiting-customer", question=question, waiting_since=since)
        case Resolved(resolution=resolution, resolved_at=resolved_at):
            return _document(case_id, case, "resolved", resolution=resolution, resolved_at=resolved_at)
        case Closed(resolution=resolution, resolved_at=resolved_at, closed_at=closed_at):
            return _document(
                case_id, case, "closed", resolution=resolution, resolved_at=resolved_at, closed_at=closed_at
            )
        case Merged(into=into):
            return _document(case_id, case, "merged", merged_into=into)
        case Spam(reason=reason):
            return _document(case_id, case, "spam", spam_reason=reason)
        case _:
            assert_never(case)


OPEN: Final = ("new", "assigned", "in-progress", "waiting-customer")


def _document(case_id: str, case: Opened, status: str, **of_this_stage: Any) -> SupportCaseDocument:
    file = case.file
    return SupportCaseDocument(
        case_id=case_id,
        customer_id=file.customer_id,
        status=status,
        subject=file.subject,
        description=file.description,
        priority=file.priority,
        order_id=file.about.order_id,
        line_no=file.about.line_no,
        sku=file.about.sku,
        agent=agent_of(case),
        opened_by=file.opened_by,
        opened_at=file.opened_at,
        notes=file.notes,
        escalated=bool(file.escalations) and status in OPEN,
        escalations=file.escalations,
        follows=file.follows,
        followed_by=file.followed_by,
        absorbed=file.absorbed,
        **of_this_stage,
    )


SUPPORT_CASES: Final = DocumentView(
    name="support_case",
    decider=SUPPORT_CASE,
    document=SupportCaseDocument,
    read=read,
    columns={
        "customer_id": Shown(Text()),
        "status": Shown(Text()),
        "agent": Shown(Text()),
        "priority": Shown(Text()),
        "order_id": Shown(Text()),
        "opened_at": Shown(DateTime(timezone=True)),
        "escalated": Shown(Boolean()),
    },
    filters=("customer_id", "status", "agent", "priority", "order_id"),
    queues={
        "unassigned": {"status": "new"},
        "open": {"status": OPEN},
        "escalated": {"escalated": True},
    },
    order_by=("id", "opened_at"),
)
