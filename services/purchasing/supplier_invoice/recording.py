"""Recording what a supplier bills: matched, it is approved at once; else it is blocked with the variances."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, assert_never

from services.purchasing.policy.decider import policy_of
from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.state import PurchaseOrder
from services.purchasing.purchase_order.terms import PurchaseTerms
from services.purchasing.supplier.clearing import SupplierUnknown
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.state import Supplier, Unregistered
from services.purchasing.supplier_invoice.events import (
    SupplierInvoiceApproved,
    SupplierInvoiceBlocked,
    SupplierInvoiceEvent,
    SupplierInvoiceRecorded,
)
from services.purchasing.supplier_invoice.matching import (
    approved_lines,
    ordered_and_received,
    ordered_line,
    variances_of,
)
from services.purchasing.supplier_invoice.state import (
    Approved,
    Blocked,
    NotRecorded,
    Rejected,
    SupplierInvoice,
)
from services.purchasing.supplier_invoice.terms import InvoicedLine, InvoiceTerms, StatedLine, Variance
from shared.kernel.decider import Given
from shared.kernel.money import Money, price_of, total
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

BY_RULE: Final = "rule:three-way-match"
"""Who approved an invoice that matches."""


class SupplierInvoiceUnknown(Rejection):
    """There is no supplier invoice of this id."""

    code = "purchasing.supplier-invoice.unknown"
    ground = Ground.NOT_FOUND


class ReferenceTaken(Rejection):
    """The supplier has billed us, or credited, under this reference already."""

    code = "purchasing.supplier-invoice.reference-taken"


class CurrencyDiffers(Rejection):
    """The invoice is in another currency than the purchase order."""

    code = "purchasing.supplier-invoice.currency-differs"
    ground = Ground.UNACCEPTABLE


class LineStatedTwice(Rejection):
    """The invoice bills the same purchase line twice: add the quantities up."""

    code = "purchasing.supplier-invoice.line-stated-twice"
    ground = Ground.UNACCEPTABLE


class DueBeforeInvoice(Rejection):
    """An invoice cannot be due before its date."""

    code = "purchasing.supplier-invoice.due-before-invoice"
    ground = Ground.UNACCEPTABLE


class DatedInFuture(Rejection):
    """An invoice that is here was written today or earlier."""

    code = "purchasing.supplier-invoice.dated-in-future"
    ground = Ground.UNACCEPTABLE


@command
class RecordSupplierInvoice:
    """Note what a supplier bills. The sender gives the policy, the purchase order and its supplier.

    Without a due date, the days that the supplier gives us count from the invoice's date.
    """

    purchase_order_id: str
    supplier_id: str
    supplier_reference: str
    lines: tuple[StatedLine, ...]
    tax: Money
    invoice_on: date
    due_on: date | None
    by: str
    on: date


def record_supplier_invoice(
    request: RecordSupplierInvoice, invoice: SupplierInvoice, given: Given
) -> list[SupplierInvoiceEvent]:
    """A reference is used once; after a rejection the supplier may use it again."""
    require_free_reference(invoice)
    order = given.of(PURCHASE_ORDER, request.purchase_order_id)
    terms = _terms(request, order, given.of(SUPPLIER, request.supplier_id))
    recorded = SupplierInvoiceRecorded(terms=terms, recorded_on=request.on)
    variances = variances_of(terms, order, policy_of(given))
    if variances:
        return [recorded, blocked(terms, variances, request.on)]
    return [recorded, matched(terms, order, request.on)]


def require_free_reference(invoice: SupplierInvoice) -> None:
    """Raises ReferenceTaken where an invoice or a credit under it is owed, or waits."""
    match invoice:
        case Blocked(terms=known) | Approved(terms=known):
            raise ReferenceTaken(
                f"{known.supplier_reference} was recorded by {known.recorded_by}",
                field="supplier_reference",
                purchase_order_id=known.purchase_order_id,
            )
        case NotRecorded() | Rejected():
            return
        case _:
            assert_never(invoice)


def matched(terms: InvoiceTerms, order: PurchaseOrder, on: date) -> SupplierInvoiceApproved:
    """The fact that an invoice without variances is owed."""
    return SupplierInvoiceApproved(
        purchase_order_id=terms.purchase_order_id,
        lines=approved_lines(terms.lines, order),
        released=False,
        reason="",
        approved_by=BY_RULE,
        approved_on=on,
        tax=terms.tax,
    )


def blocked(terms: InvoiceTerms, variances: tuple[Variance, ...], on: date) -> SupplierInvoiceBlocked:
    """The fact that an invoice with these variances is not owed yet."""
    return SupplierInvoiceBlocked(variances=variances, blocked_on=on, purchase_order_id=terms.purchase_order_id)


def _terms(request: RecordSupplierInvoice, order: PurchaseOrder, supplier: Supplier) -> InvoiceTerms:
    if request.invoice_on > request.on:
        raise DatedInFuture(f"{request.invoice_on} is after {request.on}", field="invoice_on")
    ordered, _ = ordered_and_received(order)
    if request.tax.currency != ordered.currency:
        raise CurrencyDiffers(f"we ordered in {ordered.currency}", field="tax.currency")
    line_nos = [line.purchase_line_no for line in request.lines]
    if len(set(line_nos)) != len(line_nos):
        raise LineStatedTwice("a purchase line is billed once per invoice", field="lines")
    lines = tuple(_lines(request.lines, ordered))
    net = total((line.net for line in lines), ordered.currency)
    return InvoiceTerms(
        supplier_id=request.supplier_id,
        purchase_order_id=request.purchase_order_id,
        supplier_reference=request.supplier_reference,
        lines=lines,
        net=net,
        tax=request.tax,
        total=net + request.tax,
        invoice_on=request.invoice_on,
        due_on=_due_on(request, supplier),
        recorded_by=request.by,
    )


def _lines(stated: Iterable[StatedLine], ordered: PurchaseTerms) -> Iterable[InvoicedLine]:
    for line in stated:
        yield InvoicedLine(
            purchase_line_no=line.purchase_line_no,
            sku=ordered_line(ordered, line.purchase_line_no).sku,
            quantity=line.quantity,
            unit_price=line.unit_price,
            net=price_of(line.unit_price, line.quantity, ordered.currency),
        )


def _due_on(request: RecordSupplierInvoice, supplier: Supplier) -> date:
    if isinstance(supplier, Unregistered):
        raise SupplierUnknown("the purchase order names another supplier", field="purchase_order_id")
    due_on = request.due_on or request.invoice_on + timedelta(days=supplier.details.payment_days)
    if due_on < request.invoice_on:
        raise DueBeforeInvoice(f"{due_on} is before {request.invoice_on}", field="due_on")
    return due_on
