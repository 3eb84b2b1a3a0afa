"""What readers see of support cases."""

from datetime import datetime
from typing import Any, Final, Literal, assert_never

from sqlalchemy import Boolean, DateTime, Text

from services.care.service_level.priority import Priority
from services.care.service_level.promises import Promised
from services.care.service_level.showing import PromiseShown, is_near, next_end, shown
from services.care.support_case.decider import SUPPORT_CASE
from services.care.support_case.events import PromiseBroken, PromiseNeared
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
    WaitingThirdParty,
    agent_of,
)
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal[
    "new",
    "assigned",
    "in-progress",
    "waiting-customer",
    "waiting-third-party",
    "resolved",
    "closed",
    "merged",
    "spam",
]


@document
class SupportCaseDocument:
    """A case as it stands, with everything that was said.

    `follows` and `followed_by` are cases of the same matter that came before and after it, `absorbed` those that
    were merged into it. `escalated` is true while the case is open and a manager has to look at it.

    `first_response` and `resolution_promise` are what was promised about it: None of a case from before care promised
    anything. `near_promise` is true while it is open and a running promise was warned of; `promise_by` is when the next
    running one ends; `promise_broken` is true once any promise was, for ever. While it waits for somebody else than the
    customer, `third_party` is who that is, and `awaited` what of them. While it waits for the customer, `reminded_at`
    is when they were reminded, and `unanswered_at` when nobody waits any more; `unanswered`: so it ended.
    """

    case_id: str
    customer_id: str
    status: Status
    subject: str
    description: str
    priority: Priority
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
    first_response: PromiseShown | None = None
    resolution_promise: PromiseShown | None = None
    promise_broken: bool = False
    broken: tuple[PromiseBroken, ...] = ()
    warnings: tuple[PromiseNeared, ...] = ()
    near_promise: bool = False
    promise_by: datetime | None = None
    reopened: int = 0
    third_party: str = ""
    awaited: str = ""
    reminded_at: datetime | None = None
    unanswered_at: datetime | None = None
    unanswered: bool = False


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
        case WaitingCustomer():
            asked = {
                "question": case.question,
                "waiting_since": case.since,
                "reminded_at": case.reminded_at,
                "unanswered_at": case.unanswered_at,
            }
            return _document(case_id, case, "waiting-customer", **asked)
        case WaitingThirdParty(party=party, awaited=awaited, since=since):
            waiting = {"third_party": party, "awaited": awaited, "waiting_since": since}
            return _document(case_id, case, "waiting-third-party", **waiting)
        case Resolved():
            return _document(case_id, case, "resolved", **_resolution(case))
        case Closed(closed_at=closed_at):
            return _document(case_id, case, "closed", closed_at=closed_at, **_resolution(case))
        case Merged(into=into):
            return _document(case_id, case, "merged", merged_into=into)
        case Spam(reason=reason):
            return _document(case_id, case, "spam", spam_reason=reason)
        case _:
            assert_never(case)


OPEN: Final = ("new", "assigned", "in-progress", "waiting-customer", "waiting-third-party")


def _document(case_id: str, case: Opened, status: Status, **of_this_stage: Any) -> SupportCaseDocument:
    file = case.file
    is_open = status in OPEN
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
        escalated=bool(file.escalations) and is_open,
        escalations=file.escalations,
        follows=file.follows,
        followed_by=file.followed_by,
        absorbed=file.absorbed,
        promise_broken=bool(file.broken),
        broken=file.broken,
        warnings=file.warnings,
        reopened=file.reopened,
        **_promises(file.promised, is_open=is_open),
        **of_this_stage,
    )


def _resolution(case: Resolved | Closed) -> dict[str, Any]:
    return {"resolution": case.resolution, "resolved_at": case.resolved_at, "unanswered": case.unanswered}


def _promises(promised: Promised | None, *, is_open: bool) -> dict[str, Any]:
    if promised is None:
        return {}
    clocks = promised.clocks
    return {
        "first_response": shown(clocks.first_response),
        "resolution_promise": shown(clocks.resolution),
        "near_promise": is_open and is_near(clocks),
        "promise_by": next_end(clocks) if is_open else None,
    }


def _resolve_by(case: SupportCaseDocument) -> datetime | None:
    return None if case.resolution_promise is None else case.resolution_promise.due


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
        "promise_broken": Shown(Boolean()),
        "near_promise": Shown(Boolean()),
        "promise_by": Shown(DateTime(timezone=True)),
        "resolve_by": Shown(DateTime(timezone=True), _resolve_by),
    },
    filters=(
        "customer_id",
        "status",
        "agent",
        "priority",
        "order_id",
        "escalated",
        "promise_broken",
        "near_promise",
    ),
    queues={
        "unassigned": {"status": "new"},
        "open": {"status": OPEN},
        "near-promise": {"near_promise": True},
        "escalated": {"escalated": True},
        "waiting-customer": {"status": "waiting-customer"},
        "waiting-third-party": {"status": "waiting-third-party"},
    },
    order_by=("id", "resolve_by", "opened_at", "promise_by"),
)
