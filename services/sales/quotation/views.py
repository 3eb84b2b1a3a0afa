"""What readers see of quotations."""

from datetime import date
from decimal import Decimal
from typing import Final, Literal, assert_never

from sqlalchemy import Date, Text

from services.sales.quotation.decider import QUOTATION
from services.sales.quotation.offer import (
    AppliedPolicy,
    Approval,
    ApprovalReason,
    Offer,
    OpenOffer,
    PastRevision,
    QuotedLine,
    Refusal,
)
from services.sales.quotation.state import (
    Accepted,
    Approved,
    Contracted,
    Draft,
    Expired,
    InApproval,
    Quotation,
    Rejected,
    Sent,
    Undrafted,
    Withdrawn,
)
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView, Shown
from shared.published.sales import Charge, InstalmentTerm

Status = Literal[
    "draft",
    "in-approval",
    "approved",
    "sent",
    "accepted",
    "contracted",
    "rejected",
    "expired",
    "withdrawn",
]


@part
class RevisionSummary:
    """One revision in a line. `status` is the quotation's for the current one, `sent` for the one that stands beside
    a newer one in the making, and how it ended for the others.
    """

    revision: int
    status: str
    because: str
    net: Money
    valid_until: date


@document
class QuotationDocument:
    """A quotation as it is now: the current revision in full, the others in a line.

    `answer_due` is the last valid day of the offer that the customer holds; none while it holds none. `approved_by` is
    empty when nothing was beyond the limits of `approval_policy`. `agreed_terms` are the customer's when it was priced;
    none where older facts do not tell.
    """

    quotation_id: str
    customer_id: str
    status: Status
    revision: int
    price_list: str
    currency: str
    lines: tuple[QuotedLine, ...]
    document_discount_percent: Decimal
    charges: tuple[Charge, ...]
    net: Money
    terms: tuple[InstalmentTerm, ...]
    warranty_months: int
    valid_until: date
    deliver_to: str
    note: str
    revisions: tuple[RevisionSummary, ...]
    answer_due: date | None = None
    makers: tuple[str, ...] = ()
    submitted_by: str = ""
    approval_reasons: tuple[ApprovalReason, ...] = ()
    approval_policy: AppliedPolicy | None = None
    approved_by: str = ""
    refusal: Refusal | None = None
    sent_by: str = ""
    sent_on: date | None = None
    accepted_by: str = ""
    accepted_on: date | None = None
    document_sha256: str = ""
    contract_id: str = ""
    over_because: str = ""
    competitor: str = ""
    service_months: int = 0
    agreed_terms: tuple[InstalmentTerm, ...] | None = None


def read(quotation_id: str, quotation: Quotation) -> QuotationDocument | None:
    """The quotation, laid flat."""
    match quotation:
        case Undrafted():
            return None
        case Draft():
            shown = _in_preparation(quotation_id, quotation, "draft")
            return replace(shown, refusal=quotation.refusal)
        case InApproval():
            return replace(
                _in_preparation(quotation_id, quotation, "in-approval"),
                submitted_by=quotation.submitted_by,
                approval_reasons=quotation.reasons,
                approval_policy=quotation.policy,
            )
        case Approved(approval=approval):
            return _with_approval(_in_preparation(quotation_id, quotation, "approved"), approval)
        case Sent():
            return replace(
                _with_approval(_shown(quotation_id, quotation, "sent"), quotation.approval),
                answer_due=quotation.offer.valid_until,
                sent_by=quotation.sent_by,
                sent_on=quotation.sent_on,
            )
        case Accepted():
            return _accepted(quotation_id, quotation, "accepted")
        case Contracted(accepted=accepted, contract_id=contract_id):
            return replace(_accepted(quotation_id, accepted, "contracted"), contract_id=contract_id)
        case Rejected(reason=reason, competitor=competitor):
            shown = _shown(quotation_id, quotation, "rejected")
            return replace(shown, over_because=reason, competitor=competitor)
        case Expired():
            return _shown(quotation_id, quotation, "expired")
        case Withdrawn(reason=reason):
            return replace(_shown(quotation_id, quotation, "withdrawn"), over_because=reason)
        case _:
            assert_never(quotation)


def _in_preparation(quotation_id: str, quotation: Draft | InApproval | Approved, status: Status) -> QuotationDocument:
    shown = replace(_shown(quotation_id, quotation, status), makers=quotation.makers)
    standing = quotation.standing
    if standing is None:
        return shown
    revisions = tuple(sorted((*shown.revisions, _standing(standing)), key=lambda summary: summary.revision))
    return replace(shown, answer_due=standing.offer.valid_until, revisions=revisions)


def _accepted(quotation_id: str, accepted: Accepted, status: Status) -> QuotationDocument:
    return replace(
        _with_approval(_shown(quotation_id, accepted, status), accepted.approval),
        accepted_by=accepted.accepted_by,
        accepted_on=accepted.accepted_on,
        document_sha256=accepted.document_sha256,
    )


def _with_approval(shown: QuotationDocument, approval: Approval) -> QuotationDocument:
    return replace(
        shown,
        approval_reasons=approval.reasons,
        approval_policy=approval.policy,
        approved_by=approval.approved_by,
    )


def _shown(
    quotation_id: str,
    quotation: Draft | InApproval | Approved | Sent | Accepted | Rejected | Expired | Withdrawn,
    status: Status,
) -> QuotationDocument:
    offer = quotation.offer
    summaries = (*(_past(past) for past in quotation.past), _summary(offer, status, ""))
    return QuotationDocument(
        quotation_id=quotation_id,
        customer_id=quotation.customer_id,
        status=status,
        revision=offer.revision,
        price_list=offer.price_list,
        currency=offer.currency,
        lines=offer.lines,
        document_discount_percent=offer.document_discount_percent,
        charges=offer.charges,
        net=offer.net,
        terms=offer.terms,
        warranty_months=offer.warranty_months,
        valid_until=offer.valid_until,
        deliver_to=offer.deliver_to,
        note=offer.note,
        revisions=tuple(sorted(summaries, key=lambda summary: summary.revision)),
        service_months=offer.service_months,
        agreed_terms=offer.agreed_terms,
    )


def _past(past: PastRevision) -> RevisionSummary:
    return _summary(past.offer, past.outcome, past.because)


def _standing(standing: OpenOffer) -> RevisionSummary:
    return _summary(standing.offer, "sent", "")


def _summary(offer: Offer, status: str, because: str) -> RevisionSummary:
    return RevisionSummary(
        revision=offer.revision,
        status=status,
        because=because,
        net=offer.net,
        valid_until=offer.valid_until,
    )


QUOTATIONS: Final = DocumentView(
    name="quotation",
    decider=QUOTATION,
    document=QuotationDocument,
    read=read,
    columns={
        "customer_id": Shown(Text()),
        "status": Shown(Text()),
        "answer_due": Shown(Date()),
    },
    filters=("customer_id", "status"),
    queues={
        "approval": {"status": "in-approval"},
        "to-send": {"status": "approved"},
        "sent": {"status": "sent"},
        "to-contract": {"status": "accepted"},
    },
    order_by=("id", "answer_due"),
)
