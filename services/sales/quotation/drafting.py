"""Drafting a quotation, editing what was not sent, and drafting the next revision of what was."""

from datetime import date
from typing import Final, assert_never

from services.sales.quotation.events import (
    DraftEdited,
    QuotationDrafted,
    QuotationEvent,
    RevisionDrafted,
)
from services.sales.quotation.offer import Offer
from services.sales.quotation.pricing import RequestedOffer, price_offer
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
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

MOST_REVISIONS: Final = 50


class QuotationUnknown(Rejection):
    """There is no quotation of this id."""

    code = "sales.quotation.unknown"
    ground = Ground.NOT_FOUND


class QuotationIdTaken(Rejection):
    """Something else was quoted under this id."""

    code = "sales.quotation.id-taken"


class CustomerIsFixed(Rejection):
    """A quotation stays with the customer it was drafted for."""

    code = "sales.quotation.customer-is-fixed"
    ground = Ground.UNACCEPTABLE


class QuotationIsInApproval(Rejection):
    """An approver is looking at it: have it refused first."""

    code = "sales.quotation.in-approval"


class QuotationIsOver(Rejection):
    """Nothing more can be done with this quotation."""

    code = "sales.quotation.over"


class TooManyRevisions(Rejection):
    """There are as many revisions as a quotation may have: draft another quotation."""

    code = "sales.quotation.too-many-revisions"


@command
class DraftQuotation:
    """Draft the first revision."""

    offer: RequestedOffer
    by: str
    on: date


@command
class ReviseQuotation:
    """Change what was not sent, or draft the next revision of what was."""

    offer: RequestedOffer
    by: str
    on: date


def draft_quotation(request: DraftQuotation, quotation: Quotation, given: Given) -> list[QuotationEvent]:
    """The same draft twice is one."""
    match quotation:
        case Undrafted():
            offer = price_offer(request.offer, 1, request.on, given)
            return [
                QuotationDrafted(
                    customer_id=request.offer.customer_id,
                    offer=offer,
                    drafted_by=request.by,
                    drafted_on=request.on,
                )
            ]
        case Draft(customer_id=request.offer.customer_id, offer=offer) if offer == price_offer(
            request.offer, 1, request.on, given
        ):
            return []
        case (
            Draft()
            | InApproval()
            | Approved()
            | Sent()
            | Accepted()
            | Contracted()
            | Rejected()
            | Expired()
            | Withdrawn()
        ):
            raise QuotationIdTaken("draft it under another id, or revise this one")
        case _:
            assert_never(quotation)


def revise_quotation(request: ReviseQuotation, quotation: Quotation, given: Given) -> list[QuotationEvent]:
    """What was sent keeps its number and the next revision takes the next one; what was not sent is changed in place.

    Asked for what it says already, nothing happens.
    """
    match quotation:
        case Undrafted():
            raise QuotationUnknown("draft it first")
        case InApproval(submitted_by=by):
            raise QuotationIsInApproval(f"submitted by {by}")
        case Accepted() | Contracted() | Withdrawn():
            raise QuotationIsOver("draft another quotation")
        case Draft(offer=known) | Approved(offer=known):
            offer = _priced(request, quotation.customer_id, known.revision, given)
            return [] if offer == known else [_edited(offer, request)]
        case Sent(offer=known):
            offer = _priced(request, quotation.customer_id, known.revision, given)
            return [] if offer == known else [_next_revision(offer, request)]
        case Rejected(offer=known) | Expired(offer=known):
            offer = _priced(request, quotation.customer_id, known.revision, given)
            return [_next_revision(offer, request)]
        case _:
            assert_never(quotation)


def _priced(request: ReviseQuotation, customer_id: str, revision: int, given: Given) -> Offer:
    if request.offer.customer_id != customer_id:
        raise CustomerIsFixed(f"it is for {customer_id}", field="customer_id", customer_id=customer_id)
    return price_offer(request.offer, revision, request.on, given)


def _edited(offer: Offer, request: ReviseQuotation) -> DraftEdited:
    return DraftEdited(offer=offer, edited_by=request.by, edited_on=request.on)


def _next_revision(offer: Offer, request: ReviseQuotation) -> RevisionDrafted:
    if offer.revision >= MOST_REVISIONS:
        raise TooManyRevisions(f"at most {MOST_REVISIONS}")
    following = replace(offer, revision=offer.revision + 1)
    return RevisionDrafted(offer=following, drafted_by=request.by, drafted_on=request.on)
