"""The life of a quotation in facts, for the tests of each stage."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from services.sales.customer.decider import CUSTOMER
from services.sales.item_list.decider import ITEM_LIST
from services.sales.policy.decider import MAIN, POLICY
from services.sales.price_list.decider import PRICE_LIST
from services.sales.quotation.decider import QUOTATION
from services.sales.quotation.drafting import DraftQuotation
from services.sales.quotation.events import (
    ApprovalRefused,
    DraftEdited,
    QuotationAccepted,
    QuotationApproved,
    QuotationApprovedByRule,
    QuotationContracted,
    QuotationDrafted,
    QuotationExpired,
    QuotationRejected,
    QuotationSent,
    QuotationSubmitted,
    QuotationWithdrawn,
    RevisionDrafted,
    RevisionSuperseded,
)
from services.sales.quotation.offer import AppliedPolicy, ApprovalReason, Offer
from services.sales.quotation.pricing import RequestedOffer
from services.sales.quotation.state import Quotation
from shared.kernel.money import Money
from shared.testing.specification import Specification, spec_of
from tests.unit.sales.examples import (
    LIST_OPENED,
    MONDAY,
    PUMP_PRICE,
    REGISTERED,
    TUESDAY,
    asked,
    line,
)

nothing: Final = (
    spec_of(QUOTATION)
    .beside(CUSTOMER, "C1", REGISTERED)
    .beside(CUSTOMER, "C2")
    .beside(PRICE_LIST, "RETAIL", LIST_OPENED, PUMP_PRICE)
    .beside(POLICY, MAIN)
    .beside(ITEM_LIST, MAIN)
)
"""Nothing is quoted yet, beside a customer, a price list and the default policy; no item is delisted."""

OfRevision = TypeVar("OfRevision", QuotationSubmitted, QuotationApprovedByRule, QuotationSent)
AFTER_EXPIRY: Final = date(2026, 4, 2)
POLICY_0: Final = AppliedPolicy(
    version=0,
    amount_limit=Money(minor=5_000_000, currency="USD"),
    line_discount_percent=Decimal(15),
    document_discount_percent=Decimal(15),
    free_prices_need_approval=True,
)


def drafted(offer: RequestedOffer | None = None) -> QuotationDrafted:
    """What drafting that offer comes to."""
    decided = nothing.when(DraftQuotation(offer=offer or asked(), by="rep", on=MONDAY))
    assert decided.rejection is None, decided.rejection
    (fact,) = decided.facts
    assert isinstance(fact, QuotationDrafted)
    return fact


DRAFTED: Final = drafted()
OFFER: Final = DRAFTED.offer
CHEAP: Final = drafted(asked(line(discount_percent="20")))
CHEAP_REASONS: Final = (
    ApprovalReason(rule="line-discount", line_no=1, actual=Decimal(20), limit=Decimal(15)),
    ApprovalReason(rule="below-floor-price", line_no=1, actual=Decimal("159.20"), limit=Decimal("180.00")),
)
SUBMITTED: Final = QuotationSubmitted(
    revision=1, reasons=CHEAP_REASONS, policy=POLICY_0, submitted_by="rep", submitted_on=MONDAY
)
REFUSED: Final = ApprovalRefused(revision=1, reason="too cheap", refused_by="boss", refused_on=MONDAY)
APPROVED: Final = QuotationApproved(revision=1, approved_by="boss", approved_on=MONDAY)
PASSED: Final = QuotationApprovedByRule(revision=1, policy=POLICY_0, approved_on=MONDAY)
SENT: Final = QuotationSent(revision=1, sent_by="rep", sent_on=MONDAY)
ACCEPTED: Final = QuotationAccepted(
    revision=1, accepted_by="Hoa", document_sha256="", noted_by="rep", accepted_on=TUESDAY
)
REJECTED: Final = QuotationRejected(revision=1, reason="too dear", competitor="Acme", rejected_on=TUESDAY)
EXPIRED: Final = QuotationExpired(revision=1, expired_on=AFTER_EXPIRY)
WITHDRAWN: Final = QuotationWithdrawn(reason="wrong site", withdrawn_by="rep", withdrawn_on=TUESDAY)
CONTRACTED: Final = QuotationContracted(contract_id="K1", contracted_on=TUESDAY)
SECOND: Final = RevisionDrafted(offer=replace(OFFER, revision=2, note="second"), drafted_by="other", drafted_on=TUESDAY)
SUPERSEDED: Final = RevisionSuperseded(revision=1, by_revision=2, superseded_on=TUESDAY)


def edited(offer: Offer, by: str = "other") -> DraftEdited:
    """The draft says something else now."""
    return DraftEdited(offer=offer, edited_by=by, edited_on=TUESDAY)


def second(fact: OfRevision) -> OfRevision:
    """The same fact about the second revision."""
    return replace(fact, revision=2)


a_draft: Final = nothing.given(DRAFTED)
a_cheap_draft: Final = nothing.given(CHEAP)
in_approval: Final = a_cheap_draft.given(SUBMITTED)
approved: Final = in_approval.given(APPROVED)
passed: Final = a_draft.given(PASSED)
sent: Final = passed.given(SENT)
accepted: Final = sent.given(ACCEPTED)
contracted: Final = accepted.given(CONTRACTED)
rejected: Final = sent.given(REJECTED)
expired: Final = sent.given(EXPIRED)
withdrawn: Final = a_draft.given(WITHDRAWN)
second_draft: Final = sent.given(SECOND)

STAGES: Final[dict[str, Specification[Quotation]]] = {
    "nothing": nothing,
    "draft": a_draft,
    "in approval": in_approval,
    "approved": approved,
    "sent": sent,
    "accepted": accepted,
    "contracted": contracted,
    "rejected": rejected,
    "expired": expired,
    "withdrawn": withdrawn,
}
"""One quotation at each stage of life."""
