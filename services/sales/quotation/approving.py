"""Asking for approval, giving it, and sending a draft back."""

from datetime import date
from typing import assert_never

from services.sales.item_list.offering import require_offered
from services.sales.quotation.drafting import QuotationIsOver, QuotationUnknown
from services.sales.quotation.events import (
    ApprovalRefused,
    QuotationApproved,
    QuotationApprovedByRule,
    QuotationEvent,
    QuotationSubmitted,
)
from services.sales.quotation.limits import limits_for, reasons_for_approval
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
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class NotInApproval(Rejection):
    """The quotation does not wait for approval."""

    code = "sales.quotation.not-in-approval"


class MakerMayNotApprove(Rejection):
    """Who drafted or edited a revision does not approve it."""

    code = "sales.quotation.maker-may-not-approve"
    ground = Ground.NOT_ALLOWED


@command
class SubmitQuotation:
    """Ask for approval of the draft."""

    by: str
    on: date


@command
class ApproveQuotation:
    """Say yes to what was submitted."""

    by: str
    on: date


@command
class RefuseApproval:
    """Send it back to be changed."""

    reason: str
    by: str
    on: date


def submit_quotation(request: SubmitQuotation, quotation: Quotation, given: Given) -> list[QuotationEvent]:
    """Within the limits it is approved at once; beyond them it waits, with the reasons.

    Nobody is asked about an offer of a delisted item, which could not be sent.
    """
    match quotation:
        case Undrafted():
            raise QuotationUnknown("draft it first")
        case Draft(offer=offer):
            require_offered((line.sku for line in offer.lines), given)
            policy = limits_for(offer.currency, given)
            reasons = reasons_for_approval(offer, policy)
            if not reasons:
                return [QuotationApprovedByRule(revision=offer.revision, policy=policy, approved_on=request.on)]
            return [
                QuotationSubmitted(
                    revision=offer.revision,
                    reasons=reasons,
                    policy=policy,
                    submitted_by=request.by,
                    submitted_on=request.on,
                )
            ]
        case InApproval() | Approved():
            return []
        case Sent() | Accepted() | Contracted() | Rejected() | Expired() | Withdrawn():
            raise QuotationIsOver("there is no draft to submit")
        case _:
            assert_never(quotation)


def approve_quotation(request: ApproveQuotation, quotation: Quotation) -> list[QuotationEvent]:
    """Four eyes: never by one of its makers."""
    match quotation:
        case Undrafted():
            raise QuotationUnknown("draft it first")
        case InApproval(makers=makers, offer=offer):
            if request.by in makers:
                raise MakerMayNotApprove(f"{request.by} made revision {offer.revision}")
            return [QuotationApproved(revision=offer.revision, approved_by=request.by, approved_on=request.on)]
        case Approved(approval=approval) if approval.approved_by == request.by:
            return []
        case Draft() | Approved() | Sent() | Accepted() | Contracted() | Rejected() | Expired() | Withdrawn():
            raise NotInApproval("submit it first")
        case _:
            assert_never(quotation)


def refuse_approval(request: RefuseApproval, quotation: Quotation) -> list[QuotationEvent]:
    """The draft remembers why; refused twice by the same person, it happened once."""
    match quotation:
        case Undrafted():
            raise QuotationUnknown("draft it first")
        case InApproval(offer=offer):
            return [
                ApprovalRefused(
                    revision=offer.revision,
                    reason=request.reason,
                    refused_by=request.by,
                    refused_on=request.on,
                )
            ]
        case Draft(refusal=refusal) if refusal is not None and refusal.refused_by == request.by:
            return []
        case Draft() | Approved() | Sent() | Accepted() | Contracted() | Rejected() | Expired() | Withdrawn():
            raise NotInApproval("submit it first")
        case _:
            assert_never(quotation)
