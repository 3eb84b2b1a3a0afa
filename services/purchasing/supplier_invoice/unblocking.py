"""What becomes of a blocked supplier invoice: matched again, released by a person, or rejected."""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from services.purchasing.policy.decider import policy_of
from services.purchasing.policy.state import Policy, approval_limit
from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.state import PurchaseOrder
from services.purchasing.supplier_invoice.events import (
    SupplierInvoiceApproved,
    SupplierInvoiceEvent,
    SupplierInvoiceRejected,
)
from services.purchasing.supplier_invoice.matching import (
    approved_lines,
    names_ordered_lines,
    ordered_and_received,
    variances_of,
)
from services.purchasing.supplier_invoice.recording import SupplierInvoiceUnknown, blocked, matched
from services.purchasing.supplier_invoice.state import (
    Approved,
    Blocked,
    NotRecorded,
    Rejected,
    SupplierInvoice,
)
from services.purchasing.supplier_invoice.terms import CURED_BY_RECEIPT, InvoiceTerms, Variance
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class NotBlocked(Rejection):
    """The supplier invoice is decided already."""

    code = "purchasing.supplier-invoice.not-blocked"


class ReleaserIsRecorder(Rejection):
    """Who recorded a supplier invoice cannot release it."""

    code = "purchasing.supplier-invoice.releaser-is-recorder"
    ground = Ground.NOT_ALLOWED


class ReleaserIsMaker(Rejection):
    """Above what a rule may approve, who had a hand in the purchase order cannot release what it is billed at."""

    code = "purchasing.supplier-invoice.releaser-is-maker"
    ground = Ground.NOT_ALLOWED


class VariancesChanged(Rejection):
    """The supplier invoice differs in other ways by now than it shows: match it again before it is released."""

    code = "purchasing.supplier-invoice.variances-changed"


@command
class RematchSupplierInvoice:
    """Match it again, after a late receipt or under another policy. Gives the policy and the purchase order."""

    on: date


@command
class MatchAfterReceipt:
    """Goods came for the purchase order. The sender gives the policy and the purchase order."""

    purchase_order_id: str
    on: date


@command
class ReleaseSupplierInvoice:
    """Owe it in spite of its variances. The sender gives the policy and the purchase order."""

    reason: str
    by: str
    on: date


@command
class RejectSupplierInvoice:
    """Do not owe it: the supplier has to bill anew."""

    reason: str
    by: str
    on: date


def rematch_supplier_invoice(
    request: RematchSupplierInvoice, invoice: SupplierInvoice, given: Given
) -> list[SupplierInvoiceEvent]:
    """The same variances found again are no news; other ones are."""
    match invoice:
        case NotRecorded():
            raise SupplierInvoiceUnknown("record it first")
        case Blocked(terms=terms, variances=known):
            order = given.of(PURCHASE_ORDER, terms.purchase_order_id)
            variances = variances_of(terms, order, policy_of(given))
            if not variances:
                return [matched(terms, order, request.on)]
            if variances == known:
                return []
            return [blocked(terms, variances, request.on)]
        case Approved():
            return []
        case Rejected(reason=reason):
            raise NotBlocked(reason)
        case _:
            assert_never(invoice)


def match_after_receipt(
    request: MatchAfterReceipt, invoice: SupplierInvoice, given: Given
) -> list[SupplierInvoiceEvent]:
    """Approves only what was blocked for nothing but goods that had not come; other causes are a person's to decide.

    Heard, so never refused: what a person decided stays, as does an invoice that by now bills another purchase order,
    or a line that a revision took off this one. Not approved before the day on which it was found to differ.
    """
    match invoice:
        case Blocked(terms=terms, variances=known, blocked_on=blocked_on):
            order = given.of(PURCHASE_ORDER, request.purchase_order_id)
            if terms.purchase_order_id != request.purchase_order_id or not names_ordered_lines(terms.lines, order):
                return []
            variances = variances_of(terms, order, policy_of(given))
            on = max(request.on, blocked_on)
            if not variances:
                is_cured = all(one.kind in CURED_BY_RECEIPT for one in known)
                return [matched(terms, order, on)] if is_cured else []
            if variances == known:
                return []
            return [blocked(terms, variances, on)]
        case NotRecorded() | Approved() | Rejected():
            return []
        case _:
            assert_never(invoice)


def release_supplier_invoice(
    request: ReleaseSupplierInvoice, invoice: SupplierInvoice, given: Given
) -> list[SupplierInvoiceEvent]:
    """Four eyes: by somebody who did not record it, and who sees all that it differs in.

    Goods that had come may be billed by another invoice since, or not have come after all: owed for a price, these
    would be paid twice, or for nothing.
    """
    match invoice:
        case NotRecorded():
            raise SupplierInvoiceUnknown("record it first")
        case Blocked(terms=terms) if request.by == terms.recorded_by:
            raise ReleaserIsRecorder(f"{request.by} recorded it", recorder=terms.recorded_by)
        case Blocked(terms=terms, variances=known):
            order, policy = given.of(PURCHASE_ORDER, terms.purchase_order_id), policy_of(given)
            _require_no_maker(request.by, terms, order, policy)
            variances = variances_of(terms, order, policy)
            if variances != known:
                raise VariancesChanged(_named(variances) or "it matches")
            return [
                SupplierInvoiceApproved(
                    purchase_order_id=terms.purchase_order_id,
                    lines=approved_lines(terms.lines, order),
                    released=True,
                    reason=request.reason,
                    approved_by=request.by,
                    approved_on=request.on,
                    credits=terms.credits,
                    tax=terms.tax,
                )
            ]
        case Approved():
            return []
        case Rejected(reason=reason):
            raise NotBlocked(reason)
        case _:
            assert_never(invoice)


def reject_supplier_invoice(request: RejectSupplierInvoice, invoice: SupplierInvoice) -> list[SupplierInvoiceEvent]:
    """What is owed is not rejected any more."""
    match invoice:
        case NotRecorded():
            raise SupplierInvoiceUnknown("record it first")
        case Blocked():
            return [SupplierInvoiceRejected(reason=request.reason, rejected_by=request.by, rejected_on=request.on)]
        case Rejected():
            return []
        case Approved(approved_by=by):
            raise NotBlocked(f"{by} approved it")
        case _:
            assert_never(invoice)


def _require_no_maker(person: str, invoice: InvoiceTerms, order: PurchaseOrder, policy: Policy) -> None:
    """Else an order that a rule approved would come to any amount, by the one who wrote it."""
    ordered, _ = ordered_and_received(order)
    limit = approval_limit(policy, ordered.currency)
    if invoice.net > limit and person in ordered.makers:
        raise ReleaserIsMaker(f"{invoice.net} is above {limit}, and {person} had a hand in the order", limit=limit)


def _named(variances: Iterable[Variance]) -> str:
    return "; ".join(
        f"line {one.purchase_line_no}: {one.kind}, {one.expected} expected and {one.stated} stated" for one in variances
    )
