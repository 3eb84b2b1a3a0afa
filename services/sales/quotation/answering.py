"""What becomes of an offer that the customer holds: accepted, rejected, or left without an answer."""

from datetime import date
from typing import assert_never

from services.sales.quotation.drafting import QuotationIsOver, QuotationUnknown
from services.sales.quotation.events import (
    QuotationAccepted,
    QuotationEvent,
    QuotationExpired,
    QuotationRejected,
)
from services.sales.quotation.offer import Offer
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
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class NothingToAnswer(Rejection):
    """The customer holds no offer of this quotation: none was sent, or it is over."""

    code = "sales.quotation.nothing-to-answer"


class RevisionNotCurrent(Rejection):
    """Only the revision that was sent last can be accepted."""

    code = "sales.quotation.revision-not-current"


class OfferHasExpired(Rejection):
    """The offer's last valid day is over."""

    code = "sales.quotation.offer-has-expired"


@command
class AcceptQuotation:
    """Note the customer's yes to that revision."""

    revision: int
    accepted_by: str
    document_sha256: str
    by: str
    on: date


@command
class RejectQuotation:
    """Note the customer's no, why, and who won instead."""

    reason: str
    competitor: str
    on: date


@command
class ExpireQuotation:
    """The validity that was promised has passed."""

    on: date


def accept_quotation(request: AcceptQuotation, quotation: Quotation) -> list[QuotationEvent]:
    """The customer accepts what it holds, also while we prepare the next revision."""
    match quotation:
        case Accepted(offer=offer) if offer.revision == request.revision:
            return []
        case Contracted(accepted=accepted) if accepted.revision == request.revision:
            return []
        case Accepted() | Contracted():
            raise QuotationIsOver("another revision was accepted", field="revision")
        case Undrafted():
            raise QuotationUnknown("draft it first")
        case Expired(offer=offer):
            raise OfferHasExpired(f"it was valid until {offer.valid_until}")
        case Rejected() | Withdrawn():
            raise QuotationIsOver("draft the next revision, or another quotation")
        case Draft() | InApproval() | Approved() | Sent():
            offer = _held_by_customer(quotation)
        case _:
            assert_never(quotation)
    if offer.revision != request.revision:
        raise RevisionNotCurrent(
            f"the customer holds revision {offer.revision}", field="revision", current=offer.revision
        )
    if request.on > offer.valid_until:
        raise OfferHasExpired(f"it was valid until {offer.valid_until}")
    return [
        QuotationAccepted(
            revision=request.revision,
            accepted_by=request.accepted_by,
            document_sha256=request.document_sha256,
            noted_by=request.by,
            accepted_on=request.on,
        )
    ]


def reject_quotation(request: RejectQuotation, quotation: Quotation) -> list[QuotationEvent]:
    """What is being prepared goes on; only the offer that the customer holds is over."""
    match quotation:
        case Rejected():
            return []
        case Undrafted():
            raise QuotationUnknown("draft it first")
        case Accepted() | Contracted() | Expired() | Withdrawn():
            raise QuotationIsOver("it has been answered, or is no longer open")
        case Draft() | InApproval() | Approved() if _was_rejected(quotation):
            return []
        case Draft() | InApproval() | Approved() | Sent():
            return [
                QuotationRejected(
                    revision=_held_by_customer(quotation).revision,
                    reason=request.reason,
                    competitor=request.competitor,
                    rejected_on=request.on,
                )
            ]
        case _:
            assert_never(quotation)


def expire_quotation(request: ExpireQuotation, quotation: Quotation) -> list[QuotationEvent]:
    """Fired by the deadline: an offer that was answered, superseded or renewed meanwhile is left alone."""
    match quotation:
        case Sent(offer=offer):
            pass
        case Draft(standing=standing) | InApproval(standing=standing) | Approved(standing=standing):
            if standing is None:
                return []
            offer = standing.offer
        case Undrafted() | Accepted() | Contracted() | Rejected() | Expired() | Withdrawn():
            return []
        case _:
            assert_never(quotation)
    if request.on <= offer.valid_until:
        return []
    return [QuotationExpired(revision=offer.revision, expired_on=request.on)]


def _held_by_customer(quotation: Draft | InApproval | Approved | Sent) -> Offer:
    match quotation:
        case Sent(offer=offer):
            return offer
        case Draft(standing=standing) | InApproval(standing=standing) | Approved(standing=standing):
            if standing is None:
                raise NothingToAnswer("send it first")
            return standing.offer
        case _:
            assert_never(quotation)


def _was_rejected(quotation: Draft | InApproval | Approved) -> bool:
    """Whether the last revision that the customer held was rejected while the next one was prepared."""
    past = quotation.past
    return quotation.standing is None and bool(past) and past[-1].outcome == "rejected"
