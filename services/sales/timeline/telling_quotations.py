"""What is told of quotations: how the agreement came about."""

from typing import assert_never

from services.sales.quotation.events import (
    ApprovalRefused,
    DraftEdited,
    QuotationAccepted,
    QuotationApproved,
    QuotationApprovedByRule,
    QuotationContracted,
    QuotationDrafted,
    QuotationEvent,
    QuotationExpired,
    QuotationRejected,
    QuotationSent,
    QuotationSubmitted,
    QuotationWithdrawn,
    RevisionDrafted,
    RevisionSuperseded,
)
from services.sales.timeline.entry import Entry, actor_of
from shared.kernel.decider import Fact
from shared.kernel.money import Money


def tell_quotation(fact: Fact[QuotationEvent]) -> Entry | None:
    """The entry of a fact; none where another tells the same."""
    told = fact.data
    match told:
        case QuotationContracted():
            return None  # the signing of the contract tells it
        case QuotationDrafted(offer=offer):
            return _entry(fact, "Quotation drafted", offer.net)
        case DraftEdited(offer=offer):
            return _entry(fact, f"Revision {offer.revision} edited", offer.net)
        case RevisionDrafted(offer=offer):
            return _entry(fact, f"Revision {offer.revision} drafted", offer.net)
        case QuotationSubmitted(revision=revision, reasons=reasons):
            rules = ", ".join(sorted({reason.rule for reason in reasons}))
            return _entry(fact, f"Revision {revision} waits for approval: {rules}")
        case QuotationApproved(revision=revision):
            return _entry(fact, f"Revision {revision} approved")
        case QuotationApprovedByRule(revision=revision):
            return _entry(fact, f"Revision {revision} approved: it is within the limits")
        case ApprovalRefused(revision=revision, reason=reason):
            return _entry(fact, f"Approval of revision {revision} refused: {reason}")
        case RevisionSuperseded(revision=revision, by_revision=newer):
            return _entry(fact, f"Revision {revision} superseded by revision {newer}")
        case QuotationSent(revision=revision):
            return _entry(fact, f"Revision {revision} sent to the customer")
        case QuotationAccepted(revision=revision, accepted_by=by):
            return _entry(fact, f"Revision {revision} accepted by {by}")
        case QuotationRejected(revision=revision, reason=reason):
            return _entry(fact, f"Revision {revision} rejected by the customer: {reason}")
        case QuotationExpired(revision=revision):
            return _entry(fact, f"Revision {revision} expired without an answer")
        case QuotationWithdrawn(reason=reason):
            return _entry(fact, f"Quotation withdrawn: {reason}")
        case _:
            assert_never(told)


def _entry(fact: Fact[QuotationEvent], what: str, amount: Money | None = None) -> Entry:
    return Entry(what=what, who=actor_of(fact), document=f"quotation {fact.id}", amount=amount)
