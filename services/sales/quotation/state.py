"""The stages of a quotation's life, and how each fact moves it on."""

from datetime import date
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
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import state
from shared.published.sales import Charge, InstalmentTerm


@state
class Undrafted:
    """Nothing was offered under this id."""


@state
class Draft:
    """A revision in the making. `makers` drafted or edited it; `standing` is what the customer holds meanwhile."""

    customer_id: str
    offer: Offer
    makers: tuple[str, ...]
    refusal: Refusal | None
    standing: OpenOffer | None
    past: tuple[PastRevision, ...]


@state
class InApproval:
    """Waits for somebody who is not one of its makers."""

    customer_id: str
    offer: Offer
    makers: tuple[str, ...]
    reasons: tuple[ApprovalReason, ...]
    policy: AppliedPolicy
    submitted_by: str
    submitted_on: date
    standing: OpenOffer | None
    past: tuple[PastRevision, ...]


@state
class Approved:
    """May be sent."""

    customer_id: str
    offer: Offer
    makers: tuple[str, ...]
    approval: Approval
    standing: OpenOffer | None
    past: tuple[PastRevision, ...]


@state
class Sent:
    """The customer has it and may accept it."""

    customer_id: str
    offer: Offer
    approval: Approval
    sent_by: str
    sent_on: date
    past: tuple[PastRevision, ...]


@state
class Accepted:
    """The customer said yes to this revision: what a contract is made from."""

    customer_id: str
    offer: Offer
    approval: Approval
    accepted_by: str
    accepted_on: date
    document_sha256: str
    past: tuple[PastRevision, ...]

    @property
    def revision(self) -> int:
        """The revision that was accepted."""
        return self.offer.revision

    @property
    def currency(self) -> str:
        """The currency of every amount in it."""
        return self.offer.currency

    @property
    def lines(self) -> tuple[QuotedLine, ...]:
        """The goods."""
        return self.offer.lines

    @property
    def charges(self) -> tuple[Charge, ...]:
        """What is billed beside the goods."""
        return self.offer.charges

    @property
    def net(self) -> Money:
        """The sum of the lines, before tax and beside the charges."""
        return self.offer.net

    @property
    def terms(self) -> tuple[InstalmentTerm, ...]:
        """When an invoice is to be paid."""
        return self.offer.terms

    @property
    def warranty_months(self) -> int:
        """How long we stand by the goods."""
        return self.offer.warranty_months

    @property
    def service_months(self) -> int:
        """How long after the warranty we keep them working."""
        return self.offer.service_months

    @property
    def deliver_to(self) -> str:
        """Where the goods are to go."""
        return self.offer.deliver_to


@state
class Contracted:
    """A contract was made from what was accepted, and no other can be."""

    accepted: Accepted
    contract_id: str
    contracted_on: date


@state
class Rejected:
    """The customer said no."""

    customer_id: str
    offer: Offer
    reason: str
    competitor: str
    rejected_on: date
    past: tuple[PastRevision, ...]


@state
class Expired:
    """The last valid day passed without an answer."""

    customer_id: str
    offer: Offer
    expired_on: date
    past: tuple[PastRevision, ...]


@state
class Withdrawn:
    """We took it back."""

    customer_id: str
    offer: Offer
    reason: str
    withdrawn_by: str
    withdrawn_on: date
    past: tuple[PastRevision, ...]


InPreparation = Draft | InApproval | Approved
Quotation = Undrafted | InPreparation | Sent | Accepted | Contracted | Rejected | Expired | Withdrawn


def evolve(quotation: Quotation, fact: QuotationEvent) -> Quotation:
    """The quotation after the fact. Never refuses: what happened, happened."""
    match fact:
        case QuotationDrafted() | DraftEdited() | RevisionDrafted():
            return _after_drafting(quotation, fact)
        case QuotationSubmitted() | QuotationApproved() | QuotationApprovedByRule() | ApprovalRefused():
            return _after_approving(quotation, fact)
        case RevisionSuperseded(revision=revision, by_revision=newer, superseded_on=on):
            return _without_standing(quotation, revision, "superseded", f"by revision {newer}", on)
        case QuotationSent(sent_by=by, sent_on=on):
            return _sent(quotation, by, on) if isinstance(quotation, Approved) else quotation
        case QuotationAccepted() | QuotationRejected() | QuotationExpired():
            return _after_answering(quotation, fact)
        case QuotationWithdrawn():
            return _after_withdrawing(quotation, fact)
        case QuotationContracted(contract_id=contract_id, contracted_on=on):
            if isinstance(quotation, Accepted):
                return Contracted(accepted=quotation, contract_id=contract_id, contracted_on=on)
            return quotation
        case _:
            assert_never(fact)


def _after_drafting(quotation: Quotation, fact: QuotationDrafted | DraftEdited | RevisionDrafted) -> Quotation:
    match fact, quotation:
        case QuotationDrafted(customer_id=customer_id, offer=offer, drafted_by=by), _:
            return _draft(customer_id, offer, (by,), None, ())
        case DraftEdited(offer=offer, edited_by=by), Draft() | InApproval() | Approved():
            makers = quotation.makers if by in quotation.makers else (*quotation.makers, by)
            return _draft(quotation.customer_id, offer, makers, quotation.standing, quotation.past)
        case RevisionDrafted(offer=offer, drafted_by=by), Sent(offer=sent):
            standing = OpenOffer(
                offer=sent, approval=quotation.approval, sent_by=quotation.sent_by, sent_on=quotation.sent_on
            )
            return _draft(quotation.customer_id, offer, (by,), standing, quotation.past)
        case RevisionDrafted(offer=offer, drafted_by=by), Rejected(offer=old, reason=why, rejected_on=on):
            past = (*quotation.past, _past(old, "rejected", why, on))
            return _draft(quotation.customer_id, offer, (by,), None, past)
        case RevisionDrafted(offer=offer, drafted_by=by), Expired(offer=old, expired_on=on):
            past = (*quotation.past, _past(old, "expired", "", on))
            return _draft(quotation.customer_id, offer, (by,), None, past)
        case _:
            return quotation


def _after_approving(
    quotation: Quotation,
    fact: QuotationSubmitted | QuotationApproved | QuotationApprovedByRule | ApprovalRefused,
) -> Quotation:
    match fact, quotation:
        case QuotationSubmitted(), Draft():
            return InApproval(
                customer_id=quotation.customer_id,
                offer=quotation.offer,
                makers=quotation.makers,
                reasons=fact.reasons,
                policy=fact.policy,
                submitted_by=fact.submitted_by,
                submitted_on=fact.submitted_on,
                standing=quotation.standing,
                past=quotation.past,
            )
        case QuotationApproved(approved_by=by, approved_on=on), InApproval():
            approval = Approval(reasons=quotation.reasons, policy=quotation.policy, approved_by=by, approved_on=on)
            return _approved(quotation, approval)
        case QuotationApprovedByRule(policy=policy, approved_on=on), Draft():
            return _approved(quotation, Approval(reasons=(), policy=policy, approved_by="", approved_on=on))
        case ApprovalRefused(reason=reason, refused_by=by, refused_on=on), InApproval():
            draft = _draft(quotation.customer_id, quotation.offer, quotation.makers, quotation.standing, quotation.past)
            return replace(draft, refusal=Refusal(reason=reason, refused_by=by, refused_on=on))
        case _:
            return quotation


def _after_answering(quotation: Quotation, fact: QuotationAccepted | QuotationRejected | QuotationExpired) -> Quotation:
    match fact, quotation:
        case QuotationAccepted(), Sent(offer=offer, approval=approval, past=past):
            return _accepted(quotation.customer_id, offer, approval, past, fact)
        case QuotationAccepted(accepted_on=on), (
            Draft(standing=OpenOffer(offer=offer, approval=approval))
            | InApproval(standing=OpenOffer(offer=offer, approval=approval))
            | Approved(standing=OpenOffer(offer=offer, approval=approval))
        ):
            dropped = _past(quotation.offer, "dropped", f"revision {offer.revision} was accepted", on)
            past = (*quotation.past, dropped)
            return _accepted(quotation.customer_id, offer, approval, past, fact)
        case QuotationRejected(reason=reason, rejected_on=on), Sent():
            return Rejected(
                customer_id=quotation.customer_id,
                offer=quotation.offer,
                reason=reason,
                competitor=fact.competitor,
                rejected_on=on,
                past=quotation.past,
            )
        case QuotationRejected(revision=revision, reason=reason, rejected_on=on), _:
            return _without_standing(quotation, revision, "rejected", reason, on)
        case QuotationExpired(expired_on=on), Sent():
            return Expired(
                customer_id=quotation.customer_id,
                offer=quotation.offer,
                expired_on=on,
                past=quotation.past,
            )
        case QuotationExpired(revision=revision, expired_on=on), _:
            return _without_standing(quotation, revision, "expired", "", on)
        case _:
            return quotation


def _after_withdrawing(quotation: Quotation, fact: QuotationWithdrawn) -> Quotation:
    match quotation:
        case Draft(standing=standing) | InApproval(standing=standing) | Approved(standing=standing):
            past = quotation.past
            if standing is not None:
                past = (*past, _past(standing.offer, "withdrawn", fact.reason, fact.withdrawn_on))
        case Sent(past=past) | Accepted(past=past):
            pass
        case _:
            return quotation
    return Withdrawn(
        customer_id=quotation.customer_id,
        offer=quotation.offer,
        reason=fact.reason,
        withdrawn_by=fact.withdrawn_by,
        withdrawn_on=fact.withdrawn_on,
        past=past,
    )


def _draft(
    customer_id: str,
    offer: Offer,
    makers: tuple[str, ...],
    standing: OpenOffer | None,
    past: tuple[PastRevision, ...],
) -> Draft:
    return Draft(customer_id=customer_id, offer=offer, makers=makers, refusal=None, standing=standing, past=past)


def _approved(quotation: Draft | InApproval, approval: Approval) -> Approved:
    return Approved(
        customer_id=quotation.customer_id,
        offer=quotation.offer,
        makers=quotation.makers,
        approval=approval,
        standing=quotation.standing,
        past=quotation.past,
    )


def _sent(quotation: Approved, by: str, on: date) -> Sent:
    return Sent(
        customer_id=quotation.customer_id,
        offer=quotation.offer,
        approval=quotation.approval,
        sent_by=by,
        sent_on=on,
        past=quotation.past,
    )


def _accepted(
    customer_id: str,
    offer: Offer,
    approval: Approval,
    past: tuple[PastRevision, ...],
    fact: QuotationAccepted,
) -> Accepted:
    return Accepted(
        customer_id=customer_id,
        offer=offer,
        approval=approval,
        accepted_by=fact.accepted_by,
        accepted_on=fact.accepted_on,
        document_sha256=fact.document_sha256,
        past=past,
    )


def _past(offer: Offer, outcome: str, because: str, over_on: date) -> PastRevision:
    return PastRevision(offer=offer, outcome=outcome, because=because, over_on=over_on)


def _without_standing(quotation: Quotation, revision: int, outcome: str, because: str, on: date) -> Quotation:
    """The revision that the customer held is over; the one in the making goes on."""
    match quotation:
        case Draft(standing=standing) | InApproval(standing=standing) | Approved(standing=standing):
            if standing is None or standing.offer.revision != revision:
                return quotation
            past = (*quotation.past, _past(standing.offer, outcome, because, on))
            return replace(quotation, standing=None, past=past)
        case _:
            return quotation
