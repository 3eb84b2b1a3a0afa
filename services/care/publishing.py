"""From private facts to published events: the only list of what leaves this department."""

from typing import Final

from services.care.complaint.events import (
    ComplaintCorrected,
    ComplaintEscalated,
    ComplaintOpened,
    ComplaintReopened,
    ComplaintResolved,
    ComplaintWithdrawn,
    CustomerReminded,
    ReturnEnded,
)
from services.care.complaint.state import Complaint, File, Unopened, WaitingCustomer
from services.care.customer_return.events import (
    CreditGranted,
    RefundGranted,
    RepairGranted,
    ReplacementGranted,
    ReturnApproved,
    ReturnCancelled,
    ReturnClosed,
    ReturnExpired,
    RevocationRequested,
    UnitsCharged,
    UnitsNotAccepted,
)
from services.care.customer_return.telling import (
    credit_granted,
    refund_granted,
    repair_granted,
    replacement_granted,
    return_approved,
    return_cancelled,
    return_closed,
    return_expired,
    revocation_requested,
    units_charged,
    units_not_accepted,
)
from services.care.support_case.events import CaseEscalated
from services.care.support_case.state import Case
from services.care.support_case.state import Unopened as UnopenedCase
from services.care.survey.events import SurveyAnswered, SurveySent
from services.care.survey.state import Answered, Sent, Survey
from services.care.warranty.events import WarrantyStarted
from services.care.warranty.state import Warranty
from shared.kernel.decider import Fact
from shared.kernel.reaction import Publish
from shared.published.care import (
    ComplaintCorrectedV1,
    ComplaintCustomerRemindedV1,
    ComplaintEscalatedV1,
    ComplaintOpenedV1,
    ComplaintReopenedV1,
    ComplaintResolvedV1,
    ComplaintReturnsSettledV1,
    ComplaintWithdrawnV1,
    SettledReturn,
    SupportCaseEscalatedV1,
    SurveyAnsweredV1,
    SurveySentV1,
    WarrantedLine,
    WarrantyStartedV1,
)


def warranty_started(fact: Fact[WarrantyStarted], _: Warranty) -> WarrantyStartedV1:
    """Sales shows the customer until when we stand by the goods."""
    started = fact.data
    return WarrantyStartedV1(
        order_id=fact.id,
        contract_id=started.contract_id,
        customer_id=started.customer_id,
        shipment_id=started.shipment_id,
        lines=tuple(
            WarrantedLine(line_no=line.line_no, sku=line.sku, quantity=line.quantity, until=line.until)
            for line in started.lines
        ),
        started_on=started.started_on,
    )


def survey_sent(fact: Fact[SurveySent], survey: Survey) -> SurveySentV1:
    """Sales knows that its customer was asked."""
    assert isinstance(survey, Sent)
    return SurveySentV1(
        survey_id=fact.id,
        order_id=fact.id,
        customer_id=survey.customer_id,
        sent_on=fact.data.sent_at.date(),
    )


def survey_answered(fact: Fact[SurveyAnswered], survey: Survey) -> SurveyAnsweredV1:
    """Sales hears what its customer said."""
    assert isinstance(survey, Answered)
    answered = fact.data
    return SurveyAnsweredV1(
        survey_id=fact.id,
        order_id=fact.id,
        customer_id=survey.customer_id,
        score=answered.score,
        comment=answered.comment,
        answered_on=answered.answered_at.date(),
    )


def _file(complaint: Complaint) -> File:
    assert not isinstance(complaint, Unopened)  # something happened to it
    return complaint.file


def complaint_opened(fact: Fact[ComplaintOpened], _: Complaint) -> ComplaintOpenedV1:
    """Sales sees that its customer is not content; accounting does not dun for a disputed invoice."""
    opened = fact.data
    return ComplaintOpenedV1(
        complaint_id=fact.id,
        customer_id=opened.customer_id,
        order_id=opened.about.order_id,
        invoice_id=opened.about.invoice_id,
        kind=opened.about.kind,
        subject=opened.title,
        opened_on=opened.opened_at.date(),
        line_no=opened.about.line_no,
        quantity=opened.about.quantity,
    )


def complaint_corrected(fact: Fact[ComplaintCorrected], complaint: Complaint) -> ComplaintCorrectedV1:
    """Accounting contests something else for it."""
    file, corrected = _file(complaint), fact.data
    about, before = corrected.about, corrected.before
    return ComplaintCorrectedV1(
        complaint_id=fact.id,
        customer_id=file.customer_id,
        subject=file.title,
        kind=about.kind,
        order_id=about.order_id,
        line_no=about.line_no,
        invoice_id=about.invoice_id,
        kind_before=before.kind,
        order_id_before=before.order_id,
        line_no_before=before.line_no,
        invoice_id_before=before.invoice_id,
        reason=corrected.reason,
        corrected_on=corrected.corrected_at.date(),
        quantity=about.quantity,
        quantity_before=before.quantity,
    )


def complaint_reopened(fact: Fact[ComplaintReopened], complaint: Complaint) -> ComplaintReopenedV1:
    """It is not settled after all."""
    file = _file(complaint)
    return ComplaintReopenedV1(
        complaint_id=fact.id,
        customer_id=file.customer_id,
        order_id=file.about.order_id,
        invoice_id=file.about.invoice_id,
        reason=fact.data.reason,
        reopened_on=fact.data.reopened_at.date(),
        kind=file.about.kind,
    )


def complaint_escalated(fact: Fact[ComplaintEscalated], complaint: Complaint) -> ComplaintEscalatedV1:
    """Whoever looks at the order sees that we are late."""
    file = _file(complaint)
    return ComplaintEscalatedV1(
        complaint_id=fact.id,
        customer_id=file.customer_id,
        order_id=file.about.order_id,
        reason=fact.data.reason,
        escalated_at=fact.data.escalated_at,
    )


def customer_reminded(fact: Fact[CustomerReminded], complaint: Complaint) -> ComplaintCustomerRemindedV1:
    """Whoever writes to the customer asks them again."""
    assert isinstance(complaint, WaitingCustomer)
    assert complaint.unanswered_at is not None  # who is reminded is not waited for without end
    return ComplaintCustomerRemindedV1(
        complaint_id=fact.id,
        customer_id=complaint.file.customer_id,
        question=fact.data.question,
        reminded_at=fact.data.reminded_at,
        unanswered_at=complaint.unanswered_at,
    )


def complaint_resolved(fact: Fact[ComplaintResolved], complaint: Complaint) -> ComplaintResolvedV1:
    """The invoice is not disputed any more."""
    file, resolved = _file(complaint), fact.data
    return ComplaintResolvedV1(
        complaint_id=fact.id,
        customer_id=file.customer_id,
        order_id=file.about.order_id,
        invoice_id=file.about.invoice_id,
        outcome=resolved.outcome,
        resolution=resolved.resolution,
        resolved_on=resolved.resolved_at.date(),
        kind=file.about.kind,
        awaits_returns=bool(file.awaited),
    )


def return_ended(fact: Fact[ReturnEnded], complaint: Complaint) -> ComplaintReturnsSettledV1 | None:
    """Accounting waits for no more credit because of it, once the last return is over."""
    file = _file(complaint)
    if file.awaited or not file.settled:
        return None
    return ComplaintReturnsSettledV1(
        complaint_id=fact.id,
        customer_id=file.customer_id,
        returns=tuple(
            SettledReturn(return_id=one.return_id, order_id=one.order_id, settled_on=one.settled_on)
            for one in file.settled
        ),
    )


def complaint_withdrawn(fact: Fact[ComplaintWithdrawn], complaint: Complaint) -> ComplaintWithdrawnV1:
    """The invoice is not disputed any more."""
    file = _file(complaint)
    return ComplaintWithdrawnV1(
        complaint_id=fact.id,
        customer_id=file.customer_id,
        order_id=file.about.order_id,
        invoice_id=file.about.invoice_id,
        reason=fact.data.reason,
        withdrawn_on=fact.data.withdrawn_at.date(),
    )


def support_case_escalated(fact: Fact[CaseEscalated], case: Case) -> SupportCaseEscalatedV1:
    """Whoever looks after the customer sees that we are late."""
    assert not isinstance(case, UnopenedCase)  # something happened to it
    return SupportCaseEscalatedV1(
        case_id=fact.id,
        customer_id=case.file.customer_id,
        order_id=case.file.about.order_id or "",
        reason=fact.data.reason,
        escalated_at=fact.data.escalated_at,
    )


PUBLISHING: Final[dict[type, Publish]] = {
    WarrantyStarted: warranty_started,
    SurveySent: survey_sent,
    SurveyAnswered: survey_answered,
    ComplaintOpened: complaint_opened,
    ComplaintCorrected: complaint_corrected,
    ComplaintReopened: complaint_reopened,
    ComplaintEscalated: complaint_escalated,
    ComplaintResolved: complaint_resolved,
    ComplaintWithdrawn: complaint_withdrawn,
    CustomerReminded: customer_reminded,
    ReturnEnded: return_ended,
    CaseEscalated: support_case_escalated,
    ReturnApproved: return_approved,
    ReturnCancelled: return_cancelled,
    ReturnExpired: return_expired,
    CreditGranted: credit_granted,
    RefundGranted: refund_granted,
    ReplacementGranted: replacement_granted,
    RepairGranted: repair_granted,
    UnitsNotAccepted: units_not_accepted,
    RevocationRequested: revocation_requested,
    UnitsCharged: units_charged,
    ReturnClosed: return_closed,
}
