"""From private facts to published events: the only list of what leaves this department."""

from typing import Final

from services.purchasing.purchase_order.events import (
    PurchaseOrderAcknowledged,
    PurchaseOrderAmended,
    PurchaseOrderCancelled,
    PurchaseOrderClosedShort,
    PurchaseOrderSent,
)
from services.purchasing.purchase_order.ledger import unmet_needs
from services.purchasing.purchase_order.state import Completed, NotDrafted, PurchaseOrder, Sent
from services.purchasing.purchase_order.terms import PurchaseTerms, pegged, pegs_of
from services.purchasing.requisition.events import RequisitionCancelled
from services.purchasing.requisition.state import Cancelled, Requisition
from services.purchasing.supplier.events import SupplierRegistered
from services.purchasing.supplier.state import Supplier
from services.purchasing.supplier_invoice.events import (
    SupplierInvoiceApproved,
    SupplierInvoiceGoodsCame,
    SupplierInvoiceGoodsMissing,
)
from services.purchasing.supplier_invoice.state import Approved, SupplierInvoice
from shared.kernel.decider import Fact
from shared.kernel.reaction import Publish
from shared.published.purchasing import (
    MissingGoodsLine,
    PurchaseLine,
    PurchaseOrderAcknowledgedV1,
    PurchaseOrderAmendedV1,
    PurchaseOrderCancelledV1,
    PurchaseOrderClosedShortV1,
    PurchaseOrderSentV1,
    RequisitionCancelledV1,
    SupplierInvoiceApprovedV1,
    SupplierInvoiceGoodsCameV1,
    SupplierInvoiceGoodsMissingV1,
    SupplierInvoiceLine,
    SupplierRegisteredV1,
)


def supplier_registered(fact: Fact[SupplierRegistered], _: Supplier) -> SupplierRegisteredV1:
    """Others may hear of goods and invoices from this supplier."""
    details = fact.data.details
    return SupplierRegisteredV1(
        supplier_id=fact.id,
        name=details.name,
        tax_id=details.tax_id,
        country=details.country,
        currency=details.currency,
        payment_days=details.payment_days,
        registered_on=fact.data.registered_on,
    )


def requisition_cancelled(fact: Fact[RequisitionCancelled], requisition: Requisition) -> RequisitionCancelledV1 | None:
    """Only of what was short for a customer's order: what a person asked for concerns nobody else."""
    if not isinstance(requisition, Cancelled) or requisition.body.sales_order_id is None:
        return None
    return RequisitionCancelledV1(
        requisition_id=fact.id,
        sales_order_id=requisition.body.sales_order_id,
        reason=fact.data.reason,
        kept=fact.data.kept,
        cancelled_on=fact.data.cancelled_on,
        replacement_for=requisition.body.replacement_for,
    )


def purchase_order_sent(fact: Fact[PurchaseOrderSent], order: PurchaseOrder) -> PurchaseOrderSentV1 | None:
    """The warehouse may expect the goods, and knows whom they are for."""
    if isinstance(order, NotDrafted):
        return None
    terms = order.terms
    return PurchaseOrderSentV1(
        purchase_order_id=fact.id,
        supplier_id=terms.supplier_id,
        warehouse=terms.warehouse,
        lines=_lines(terms),
        net=terms.net,
        sent_on=fact.data.sent_on,
        expected_on=fact.data.expected_on,
        supplier_name=terms.supplier_name,
    )


def purchase_order_amended(fact: Fact[PurchaseOrderAmended], order: PurchaseOrder) -> PurchaseOrderAmendedV1 | None:
    """The warehouse may expect more, or has to expect less; what it costs is what its goods are worth."""
    if not isinstance(order, Sent | Completed):
        return None
    terms = fact.data.terms
    return PurchaseOrderAmendedV1(
        purchase_order_id=fact.id,
        supplier_id=terms.supplier_id,
        supplier_name=terms.supplier_name,
        warehouse=terms.warehouse,
        lines=_lines(terms),
        net=terms.net,
        sent_on=order.dispatch.sent_on,
        expected_on=order.dispatch.expected_on,
        reason=fact.data.reason,
        amended_on=fact.data.amended_on,
    )


def _lines(terms: PurchaseTerms) -> tuple[PurchaseLine, ...]:
    return tuple(
        PurchaseLine(
            line_no=line.line_no,
            sku=line.sku,
            quantity=line.quantity,
            unit_price=line.unit_price,
            net=line.net,
            pegs=pegs_of(terms, line),
        )
        for line in terms.lines
    )


def purchase_order_acknowledged(
    fact: Fact[PurchaseOrderAcknowledged], order: PurchaseOrder
) -> PurchaseOrderAcknowledgedV1 | None:
    """Whoever waits for the goods knows when they come. Where the day before is not known, it was not kept."""
    if isinstance(order, NotDrafted):
        return None
    return PurchaseOrderAcknowledgedV1(
        purchase_order_id=fact.id,
        supplier_id=order.terms.supplier_id,
        supplier_name=order.terms.supplier_name,
        expected_before=fact.data.expected_before,
        expected_on=fact.data.expected_on,
        reason=fact.data.reason,
        acknowledged_on=fact.data.acknowledged_on,
        awaiting=pegged(order.terms, unmet_needs(order.terms, order.ledger)),
    )


def purchase_order_cancelled(
    fact: Fact[PurchaseOrderCancelled], order: PurchaseOrder
) -> PurchaseOrderCancelledV1 | None:
    """The warehouse expects it no longer. It never heard of an order that was not sent."""
    if isinstance(order, NotDrafted) or not fact.data.was_sent:
        return None
    return PurchaseOrderCancelledV1(
        purchase_order_id=fact.id,
        supplier_id=order.terms.supplier_id,
        reason=fact.data.reason,
        cancelled_on=fact.data.cancelled_on,
        not_coming=pegged(order.terms, fact.data.unmet),
        supplier_name=order.terms.supplier_name,
    )


def purchase_order_closed_short(
    fact: Fact[PurchaseOrderClosedShort], order: PurchaseOrder
) -> PurchaseOrderClosedShortV1 | None:
    """The warehouse waits no longer for what has not come."""
    if isinstance(order, NotDrafted):
        return None
    return PurchaseOrderClosedShortV1(
        purchase_order_id=fact.id,
        supplier_id=order.terms.supplier_id,
        reason=fact.data.reason,
        closed_on=fact.data.closed_on,
        not_coming=pegged(order.terms, fact.data.unmet),
        supplier_name=order.terms.supplier_name,
    )


def supplier_invoice_approved(
    fact: Fact[SupplierInvoiceApproved], invoice: SupplierInvoice
) -> SupplierInvoiceApprovedV1 | None:
    """Accounting owes it; a credit it owes less than nothing."""
    if not isinstance(invoice, Approved):
        return None
    terms, approved = invoice.terms, fact.data
    return SupplierInvoiceApprovedV1(
        supplier_invoice_id=fact.id,
        supplier_id=terms.supplier_id,
        purchase_order_id=terms.purchase_order_id,
        supplier_reference=terms.supplier_reference,
        lines=tuple(
            SupplierInvoiceLine(
                purchase_line_no=line.purchase_line_no,
                sku=line.sku,
                quantity=line.quantity,
                unit_price=line.unit_price,
                net=line.net,
                ordered_net=owed.ordered_net,
            )
            for line, owed in zip(terms.lines, approved.lines, strict=True)
        ),
        net=terms.net,
        tax=terms.tax,
        total=terms.total,
        invoice_on=terms.invoice_on,
        due_on=terms.due_on,
        approved_by=approved.approved_by,
        approved_on=approved.approved_on,
        credits=terms.credits,
    )


def supplier_invoice_goods_missing(
    fact: Fact[SupplierInvoiceGoodsMissing], invoice: SupplierInvoice
) -> SupplierInvoiceGoodsMissingV1 | None:
    """Accounting does not pay it, as long as it can."""
    if not isinstance(invoice, Approved):
        return None
    terms = invoice.terms
    skus = {line.purchase_line_no: line.sku for line in terms.lines}
    return SupplierInvoiceGoodsMissingV1(
        supplier_invoice_id=fact.id,
        supplier_id=terms.supplier_id,
        purchase_order_id=terms.purchase_order_id,
        supplier_reference=terms.supplier_reference,
        lines=tuple(
            MissingGoodsLine(
                purchase_line_no=line.purchase_line_no, sku=skus[line.purchase_line_no], quantity=line.quantity
            )
            for line in fact.data.lines
        ),
        reason=fact.data.reason,
        corrected_by=fact.data.corrected_by,
        noted_on=fact.data.noted_on,
    )


def supplier_invoice_goods_came(
    fact: Fact[SupplierInvoiceGoodsCame], invoice: SupplierInvoice
) -> SupplierInvoiceGoodsCameV1 | None:
    """Accounting may pay it."""
    if not isinstance(invoice, Approved):
        return None
    return SupplierInvoiceGoodsCameV1(
        supplier_invoice_id=fact.id,
        supplier_id=invoice.terms.supplier_id,
        purchase_order_id=invoice.terms.purchase_order_id,
        supplier_reference=invoice.terms.supplier_reference,
        came_on=fact.data.came_on,
    )


PUBLISHING: Final[dict[type, Publish]] = {
    SupplierRegistered: supplier_registered,
    RequisitionCancelled: requisition_cancelled,
    PurchaseOrderSent: purchase_order_sent,
    PurchaseOrderAcknowledged: purchase_order_acknowledged,
    PurchaseOrderAmended: purchase_order_amended,
    PurchaseOrderCancelled: purchase_order_cancelled,
    PurchaseOrderClosedShort: purchase_order_closed_short,
    SupplierInvoiceApproved: supplier_invoice_approved,
    SupplierInvoiceGoodsMissing: supplier_invoice_goods_missing,
    SupplierInvoiceGoodsCame: supplier_invoice_goods_came,
}
