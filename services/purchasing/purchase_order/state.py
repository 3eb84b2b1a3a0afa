"""The stages of a purchase order's life, and how each fact moves it on."""

from datetime import date
from typing import Literal, assert_never

from services.purchasing.purchase_order.events import (
    AmendmentRefused,
    AmendmentSubmitted,
    GoodsReceiptCorrected,
    GoodsReceiptNoted,
    PurchaseOrderAcknowledged,
    PurchaseOrderAmended,
    PurchaseOrderApproved,
    PurchaseOrderBecameOverdue,
    PurchaseOrderBilled,
    PurchaseOrderCancelled,
    PurchaseOrderClosedShort,
    PurchaseOrderCompleted,
    PurchaseOrderDrafted,
    PurchaseOrderEvent,
    PurchaseOrderRefused,
    PurchaseOrderReopened,
    PurchaseOrderRevised,
    PurchaseOrderSent,
    PurchaseOrderSubmitted,
    WaitingInvoiceNoted,
)
from services.purchasing.purchase_order.ledger import Ledger, with_bill, with_receipt
from services.purchasing.purchase_order.terms import PurchaseTerms
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import part, state

Status = Literal["draft", "in-approval", "approved", "sent", "completed", "closed-short", "cancelled"]


@part
class Dispatch:
    """Who let the order go, when it went, and when the goods should come."""

    approved_by: str
    sent_on: date
    expected_on: date
    acknowledged_on: date | None


@part
class Amendment:
    """How a sent order should read, by whose wish and why. Above `limit`, so that another person decides."""

    terms: PurchaseTerms
    reason: str
    limit: Money
    submitted_by: str


@state
class NotDrafted:
    """Nothing was ordered under this id; a receipt that names it all the same is kept."""

    ledger: Ledger


@state
class Draft:
    """Refused by an approver: to be revised or cancelled."""

    terms: PurchaseTerms
    ledger: Ledger
    refusal: str


@state
class InApproval:
    """Above `limit`: waits for a person who is not one of its makers."""

    terms: PurchaseTerms
    ledger: Ledger
    limit: Money


@state
class Approved:
    """May be sent."""

    terms: PurchaseTerms
    ledger: Ledger
    approved_by: str


@state
class Sent:
    """The supplier has it. `overdue` once the expected day passed; `amendment` waits for an approver."""

    terms: PurchaseTerms
    ledger: Ledger
    dispatch: Dispatch
    overdue: bool
    amendment: Amendment | None = None


@state
class Completed:
    """Received and billed in full."""

    terms: PurchaseTerms
    ledger: Ledger
    dispatch: Dispatch


@state
class ClosedShort:
    """What has not come will not come; what came can be billed."""

    terms: PurchaseTerms
    ledger: Ledger
    dispatch: Dispatch
    reason: str


@state
class Cancelled:
    """Called off before any receipt."""

    terms: PurchaseTerms
    ledger: Ledger
    reason: str


PurchaseOrder = NotDrafted | Draft | InApproval | Approved | Sent | Completed | ClosedShort | Cancelled


def evolve(order: PurchaseOrder, fact: PurchaseOrderEvent) -> PurchaseOrder:
    """The purchase order after the fact. Never refuses: what happened, happened."""
    match fact:
        case PurchaseOrderDrafted(terms=terms):
            return Draft(terms=terms, ledger=order.ledger, refusal="")
        case GoodsReceiptNoted(receipt=receipt):
            return replace(order, ledger=replace(order.ledger, receipts=(*order.ledger.receipts, receipt)))
        case GoodsReceiptCorrected(receipt=receipt):
            return replace(order, ledger=with_receipt(order.ledger, receipt))
        case PurchaseOrderReopened():
            if not isinstance(order, Completed):
                return order
            return Sent(terms=order.terms, ledger=order.ledger, dispatch=order.dispatch, overdue=False)
        case PurchaseOrderBilled(bill=bill):
            return replace(order, ledger=with_bill(order.ledger, bill))
        case WaitingInvoiceNoted(supplier_invoice_id=waiting_id):
            return replace(order, ledger=replace(order.ledger, waiting=(*order.ledger.waiting, waiting_id)))
        case (
            PurchaseOrderSubmitted()
            | PurchaseOrderApproved()
            | PurchaseOrderRefused()
            | PurchaseOrderRevised()
            | PurchaseOrderSent()
        ):
            return _before_dispatch(order, fact)
        case (
            PurchaseOrderAcknowledged()
            | AmendmentSubmitted()
            | AmendmentRefused()
            | PurchaseOrderAmended()
            | PurchaseOrderBecameOverdue()
            | PurchaseOrderCompleted()
            | PurchaseOrderClosedShort()
        ):
            return _after_dispatch(order, fact) if isinstance(order, Sent) else order
        case PurchaseOrderCancelled(reason=reason):
            if isinstance(order, NotDrafted):
                return order
            return Cancelled(terms=order.terms, ledger=order.ledger, reason=reason)
        case _:
            assert_never(fact)


def _before_dispatch(
    order: PurchaseOrder,
    fact: (
        PurchaseOrderSubmitted | PurchaseOrderApproved | PurchaseOrderRefused | PurchaseOrderRevised | PurchaseOrderSent
    ),
) -> PurchaseOrder:
    if isinstance(order, NotDrafted):
        return order
    match fact:
        case PurchaseOrderSubmitted(limit=limit):
            return InApproval(terms=order.terms, ledger=order.ledger, limit=limit)
        case PurchaseOrderApproved(approved_by=by):
            return Approved(terms=order.terms, ledger=order.ledger, approved_by=by)
        case PurchaseOrderRefused(reason=reason):
            return Draft(terms=order.terms, ledger=order.ledger, refusal=reason)
        case PurchaseOrderRevised(terms=terms):
            return Draft(terms=terms, ledger=order.ledger, refusal="")
        case PurchaseOrderSent(sent_on=sent_on, expected_on=expected_on):
            by = order.approved_by if isinstance(order, Approved) else ""
            dispatch = Dispatch(approved_by=by, sent_on=sent_on, expected_on=expected_on, acknowledged_on=None)
            return Sent(terms=order.terms, ledger=order.ledger, dispatch=dispatch, overdue=False)
        case _:
            assert_never(fact)


def _after_dispatch(
    order: Sent,
    fact: (
        PurchaseOrderAcknowledged
        | AmendmentSubmitted
        | AmendmentRefused
        | PurchaseOrderAmended
        | PurchaseOrderBecameOverdue
        | PurchaseOrderCompleted
        | PurchaseOrderClosedShort
    ),
) -> PurchaseOrder:
    match fact:
        case PurchaseOrderAcknowledged(expected_on=expected_on, acknowledged_on=acknowledged_on):
            dispatch = replace(order.dispatch, expected_on=expected_on, acknowledged_on=acknowledged_on)
            return replace(order, dispatch=dispatch, overdue=False)
        case AmendmentSubmitted(terms=terms, reason=reason, limit=limit, submitted_by=by):
            return replace(order, amendment=Amendment(terms=terms, reason=reason, limit=limit, submitted_by=by))
        case AmendmentRefused():
            return replace(order, amendment=None)
        case PurchaseOrderAmended(terms=terms):
            return replace(order, terms=terms, amendment=None)
        case PurchaseOrderBecameOverdue():
            return replace(order, overdue=True)
        case PurchaseOrderCompleted():
            return Completed(terms=order.terms, ledger=order.ledger, dispatch=order.dispatch)
        case PurchaseOrderClosedShort(reason=reason):
            return ClosedShort(terms=order.terms, ledger=order.ledger, dispatch=order.dispatch, reason=reason)
        case _:
            assert_never(fact)


def status_of(order: Draft | InApproval | Approved | Sent | Completed | ClosedShort | Cancelled) -> Status:
    """The stage in a word, for readers and refusals."""
    match order:
        case Draft():
            return "draft"
        case InApproval():
            return "in-approval"
        case Approved():
            return "approved"
        case Sent():
            return "sent"
        case Completed():
            return "completed"
        case ClosedShort():
            return "closed-short"
        case Cancelled():
            return "cancelled"
        case _:
            assert_never(order)
