"""Sending an offer to the customer."""

from datetime import date
from typing import assert_never

from services.sales.customer.blocking import open_for_business
from services.sales.customer.decider import CUSTOMER
from services.sales.item_list.offering import require_offered
from services.sales.quotation.drafting import QuotationIsInApproval, QuotationIsOver, QuotationUnknown
from services.sales.quotation.events import (
    QuotationApprovedByRule,
    QuotationEvent,
    QuotationSent,
    RevisionSuperseded,
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
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class ApprovalNeeded(Rejection):
    """The offer is beyond the limits of what may be sent without approval."""

    code = "sales.quotation.approval-needed"


class ValidityHasPassed(Rejection):
    """The offer's last valid day is over: revise it."""

    code = "sales.quotation.validity-has-passed"


@command
class SendQuotation:
    """Let the customer have the offer."""

    by: str
    on: date


def send_quotation(request: SendQuotation, quotation: Quotation, given: Given) -> list[QuotationEvent]:
    """A draft within the limits is approved by that; the revision that the customer held before is superseded.

    What was delisted since it was drafted is not offered any more; what was sent before binds us while it is valid.
    """
    match quotation:
        case Undrafted():
            raise QuotationUnknown("draft it first")
        case Draft(offer=offer):
            require_offered((line.sku for line in offer.lines), given)
            approved = _approved_by_rule(request, quotation, given)
            return [approved, *_sent(request, quotation, given)]
        case Approved(offer=offer):
            require_offered((line.sku for line in offer.lines), given)
            return _sent(request, quotation, given)
        case InApproval(submitted_by=by):
            raise QuotationIsInApproval(f"submitted by {by}")
        case Sent():
            return []
        case Accepted() | Contracted() | Rejected() | Expired() | Withdrawn():
            raise QuotationIsOver("there is nothing to send")
        case _:
            assert_never(quotation)


def _approved_by_rule(request: SendQuotation, draft: Draft, given: Given) -> QuotationApprovedByRule:
    policy = limits_for(draft.offer.currency, given)
    reasons = reasons_for_approval(draft.offer, policy)
    if reasons:
        raise ApprovalNeeded(
            f"beyond the limits: {', '.join(reason.rule for reason in reasons)}",
            reasons=[
                {
                    "rule": reason.rule,
                    "line_no": reason.line_no,
                    "actual": reason.actual,
                    "limit": reason.limit,
                }
                for reason in reasons
            ],
            policy_version=policy.version,
        )
    return QuotationApprovedByRule(revision=draft.offer.revision, policy=policy, approved_on=request.on)


def _sent(request: SendQuotation, quotation: Draft | Approved, given: Given) -> list[QuotationEvent]:
    open_for_business(given.of(CUSTOMER, quotation.customer_id))
    offer, standing = quotation.offer, quotation.standing
    if request.on > offer.valid_until:
        raise ValidityHasPassed(f"it was valid until {offer.valid_until}", field="valid_until")
    sent = QuotationSent(revision=offer.revision, sent_by=request.by, sent_on=request.on)
    if standing is None:
        return [sent]
    superseded = RevisionSuperseded(
        revision=standing.offer.revision, by_revision=offer.revision, superseded_on=request.on
    )
    return [superseded, sent]
