"""What readers see of supplier invoices."""

from datetime import date
from typing import Final, Literal, assert_never

from sqlalchemy import BigInteger, Boolean, Date, Text

from services.purchasing.supplier_invoice.decider import SUPPLIER_INVOICE
from services.purchasing.supplier_invoice.state import (
    Approved,
    Blocked,
    NotRecorded,
    Rejected,
    SupplierInvoice,
)
from services.purchasing.supplier_invoice.terms import InvoicedLine, InvoiceTerms, Variance
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal["blocked", "approved", "rejected"]


@document
class SupplierInvoiceDocument:
    """A supplier invoice as it stands. `reason` says why a person released or rejected it.

    `payment` is what accounting told of one that is approved: unpaid, paid, or failed, and then why. `goods_missing` is
    true as long as it bills goods that had not come, as a receipt was corrected after its approval, and then why:
    accounting does not pay it till then.
    """

    supplier_invoice_id: str
    status: Status
    supplier_id: str
    purchase_order_id: str
    supplier_reference: str
    lines: tuple[InvoicedLine, ...]
    net: Money
    tax: Money
    total: Money
    invoice_on: date
    due_on: date
    recorded_by: str
    variances: tuple[Variance, ...]
    approved_by: str
    reason: str
    payment: str = "unpaid"
    payment_failed_because: str = ""
    goods_missing: bool = False
    goods_missing_because: str = ""
    credits: str = ""


def read(supplier_invoice_id: str, invoice: SupplierInvoice) -> SupplierInvoiceDocument | None:
    """The supplier invoice, laid flat."""
    match invoice:
        case NotRecorded():
            return None
        case Blocked(terms=terms, variances=variances):
            return _document(supplier_invoice_id, terms, "blocked", variances)
        case Approved(terms=terms, variances=variances, approved_by=by, reason=reason):
            shown = _document(supplier_invoice_id, terms, "approved", variances, approved_by=by, reason=reason)
            failures = [one.failed_because for one in invoice.payments.values() if invoice.payment == "failed"]
            return replace(
                shown,
                payment=invoice.payment,
                payment_failed_because=failures[-1] if failures else "",
                goods_missing=invoice.missing is not None,
                goods_missing_because=invoice.missing.reason if invoice.missing is not None else "",
            )
        case Rejected(terms=terms, variances=variances, reason=reason):
            return _document(supplier_invoice_id, terms, "rejected", variances, reason=reason)
        case _:
            assert_never(invoice)


def _document(
    supplier_invoice_id: str,
    terms: InvoiceTerms,
    status: Status,
    variances: tuple[Variance, ...],
    *,
    approved_by: str = "",
    reason: str = "",
) -> SupplierInvoiceDocument:
    return SupplierInvoiceDocument(
        supplier_invoice_id=supplier_invoice_id,
        status=status,
        supplier_id=terms.supplier_id,
        purchase_order_id=terms.purchase_order_id,
        supplier_reference=terms.supplier_reference,
        lines=terms.lines,
        net=terms.net,
        tax=terms.tax,
        total=terms.total,
        invoice_on=terms.invoice_on,
        due_on=terms.due_on,
        recorded_by=terms.recorded_by,
        variances=variances,
        approved_by=approved_by,
        reason=reason,
        credits=terms.credits,
    )


SUPPLIER_INVOICES: Final = DocumentView(
    name="supplier_invoice",
    decider=SUPPLIER_INVOICE,
    document=SupplierInvoiceDocument,
    read=read,
    columns={
        "supplier_id": Shown(Text()),
        "purchase_order_id": Shown(Text()),
        "supplier_reference": Shown(Text()),
        "status": Shown(Text()),
        "due_on": Shown(Date()),
        "goods_missing": Shown(Boolean()),
        "total_minor": Shown(BigInteger(), lambda shown: shown.total.minor),
    },
    filters=("supplier_id", "purchase_order_id", "supplier_reference", "status"),
    queues={"blocked": {"status": "blocked"}, "goods-missing": {"goods_missing": True}},
    order_by=("id", "due_on"),
)
