"""From private facts to published events: the only list of what leaves this department."""

from typing import Final

from services.care.complaint.events import (
    ComplaintCorrected,
    ComplaintEscalated,
    ComplaintOpened,
    ComplaintReopened,
    ComplaintResolved,
    ComplaintWithdrawn,
)
from services.care.complaint.state import Complaint, File, Unopened
from services.care.customer_return.events import (
    CreditGranted,
    Item,
    RefundGranted,
    RepairGranted,
    ReplacementGranted,
    ReturnApproved,
    ReturnCancelled,
    ReturnClosed,
    ReturnExpired,
    UnitsCharged,
    UnitsNotAccepted,
)
from services.care.customer_return.state import CustomerReturn, NotRequested
from services.care.support_case.events import CaseEscalated
from services.care.support_case.state import Case
from services.care.support_case.state import Unopened as UnopenedCase
from services.care.survey.events import SurveyAnswered, SurveySent
from services.care.survey.state import Answered, Sent, Survey
from services.care.warranty.events import WarrantyStarted
from services.care.warranty.state import Warranty
from shared.kernel.decider import Fact
from shared.kernel.reaction import Publish
from shared.kernel.records import replace
from shared.published.care import (
    ComplaintCorrectedV1,
    ComplaintEscalatedV1,
    ComplaintOpenedV1,
    ComplaintReopenedV1,
    ComplaintResolvedV1,
    ComplaintWithdrawnV1,
    ReturnApprovedV1,
    ReturnChargedV1,
    ReturnCreditGrantedV1,
    ReturnItem,
    ReturnNotAcceptedV1,
    ReturnRepairGrantedV1,
    ReturnReplacementGrantedV1,
    ReturnSettledV1,
    ReturnWithdrawnV1,
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


def _item(item: Item) -> ReturnItem:
    return ReturnItem(
        item_no=item.item_no,
        line_no=item.line_no,
        sku=item.sku,
        shipment_id=item.shipment_id,
        quantity=item.quantity,
    )


def return_approved(fact: Fact[ReturnApproved], current: CustomerReturn) -> ReturnApprovedV1:
    """The warehouse expects the goods."""
    assert not isinstance(current, NotRequested)
    approved, request = fact.data, current.request
    return ReturnApprovedV1(
        return_id=fact.id,
        order_id=request.order_id,
        contract_id=request.contract_id,
        customer_id=request.customer_id,
        warehouse=request.warehouse,
        items=tuple(_item(item) for item in approved.items),
        expected_by=approved.expected_by,
        approved_on=approved.approved_on,
    )


def return_cancelled(fact: Fact[ReturnCancelled], _: CustomerReturn) -> ReturnWithdrawnV1 | None:
    """The warehouse expects nothing more. Of a return that was not approved it never heard."""
    cancelled = fact.data
    if not cancelled.items:
        return None
    return ReturnWithdrawnV1(
        return_id=fact.id,
        order_id=cancelled.order_id,
        reason=cancelled.reason,
        withdrawn_on=cancelled.cancelled_on,
    )


def return_expired(fact: Fact[ReturnExpired], _: CustomerReturn) -> ReturnWithdrawnV1:
    """The warehouse expects nothing more."""
    return ReturnWithdrawnV1(
        return_id=fact.id,
        order_id=fact.data.order_id,
        reason="it was not sent in time",
        withdrawn_on=fact.data.expired_on,
    )


def credit_granted(fact: Fact[CreditGranted], current: CustomerReturn) -> ReturnCreditGrantedV1:
    """Accounting credits the invoice of these units."""
    return _credit(fact.id, fact.data, current)


def refund_granted(fact: Fact[RefundGranted], current: CustomerReturn) -> ReturnCreditGrantedV1:
    """Accounting credits the invoice of these units, and gives back what was paid of it."""
    return replace(_credit(fact.id, fact.data, current), refund=True)


def _credit(return_id: str, granted: CreditGranted | RefundGranted, current: CustomerReturn) -> ReturnCreditGrantedV1:
    assert not isinstance(current, NotRequested)
    request = current.request
    return ReturnCreditGrantedV1(
        return_id=return_id,
        grant_id=granted.grant_id,
        order_id=request.order_id,
        customer_id=request.customer_id,
        item=_item(granted.item),
        reason=granted.reason,
        requested_by=request.requested_by,
        granted_by=granted.granted_by,
        granted_on=granted.granted_on,
        complaint_id=request.complaint_id if request.is_because_of_complaint(granted.item.line_no) else "",
    )


def replacement_granted(fact: Fact[ReplacementGranted], current: CustomerReturn) -> ReturnReplacementGrantedV1:
    """The warehouse sends others of the kind."""
    assert not isinstance(current, NotRequested)
    granted = fact.data
    return ReturnReplacementGrantedV1(
        return_id=fact.id,
        grant_id=granted.grant_id,
        order_id=current.request.order_id,
        item=_item(granted.item),
        granted_on=granted.granted_on,
    )


def repair_granted(fact: Fact[RepairGranted], current: CustomerReturn) -> ReturnRepairGrantedV1:
    """The warehouse repairs them and sends them back."""
    assert not isinstance(current, NotRequested)
    granted = fact.data
    return ReturnRepairGrantedV1(
        return_id=fact.id,
        grant_id=granted.grant_id,
        order_id=current.request.order_id,
        item=_item(granted.item),
        granted_on=granted.granted_on,
    )


def units_not_accepted(fact: Fact[UnitsNotAccepted], current: CustomerReturn) -> ReturnNotAcceptedV1:
    """The warehouse sends them back as they are."""
    assert not isinstance(current, NotRequested)
    refused = fact.data
    return ReturnNotAcceptedV1(
        return_id=fact.id,
        grant_id=refused.grant_id,
        order_id=current.request.order_id,
        item=_item(refused.item),
        grade=refused.grade,
        reason=refused.reason,
        granted_on=refused.granted_on,
    )


def units_charged(fact: Fact[UnitsCharged], current: CustomerReturn) -> ReturnChargedV1:
    """Accounting invoices it."""
    assert not isinstance(current, NotRequested)
    charged, request = fact.data, current.request
    return ReturnChargedV1(
        return_id=fact.id,
        charge_id=f"{fact.id}.charge{charged.charge_no}",
        order_id=request.order_id,
        customer_id=request.customer_id,
        kind=charged.kind,
        item=_item(charged.item),
        unit_price=charged.unit_price,
        charged_on=charged.charged_on,
    )


def return_closed(fact: Fact[ReturnClosed], current: CustomerReturn) -> ReturnSettledV1:
    """Accounting waits for nothing more of it."""
    assert not isinstance(current, NotRequested)
    request = current.request
    return ReturnSettledV1(
        return_id=fact.id,
        order_id=request.order_id,
        customer_id=request.customer_id,
        complaint_id=request.complaint_id,
        settled_on=fact.data.closed_on,
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
    CaseEscalated: support_case_escalated,
    ReturnApproved: return_approved,
    ReturnCancelled: return_cancelled,
    ReturnExpired: return_expired,
    CreditGranted: credit_granted,
    RefundGranted: refund_granted,
    ReplacementGranted: replacement_granted,
    RepairGranted: repair_granted,
    UnitsNotAccepted: units_not_accepted,
    UnitsCharged: units_charged,
    ReturnClosed: return_closed,
}
