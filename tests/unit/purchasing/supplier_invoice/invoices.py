"""Supplier invoices for the tests: for ten pumps at 100.00, ordered as po-1."""

from datetime import date
from decimal import Decimal

from services.purchasing.policy.decider import POLICY
from services.purchasing.policy.state import MAIN
from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier_invoice.decider import SUPPLIER_INVOICE
from services.purchasing.supplier_invoice.events import (
    ApprovedLine,
    SupplierInvoiceApproved,
    SupplierInvoiceBlocked,
    SupplierInvoiceRecorded,
    SupplierInvoiceRejected,
)
from services.purchasing.supplier_invoice.recording import BY_RULE, RecordSupplierInvoice
from services.purchasing.supplier_invoice.terms import (
    InvoicedLine,
    InvoiceTerms,
    StatedLine,
    Variance,
    VarianceKind,
)
from shared.kernel.money import Money
from shared.testing.specification import spec_of
from tests.unit.purchasing.purchase_order.orders import BY_THE_RULE, DRAFTED, NORD, SENT, received

MONDAY = date(2026, 3, 2)
NET = Money(minor=100_000, currency="EUR")
TAX = Money(minor=19_000, currency="EUR")
RECORD = RecordSupplierInvoice(
    purchase_order_id="po-1",
    supplier_id="nord",
    supplier_reference="RE 417",
    lines=(StatedLine(purchase_line_no=1, quantity=Decimal(10), unit_price=Decimal(100)),),
    tax=TAX,
    invoice_on=MONDAY,
    due_on=None,
    by="ben",
    on=MONDAY,
)
RECORDED = SupplierInvoiceRecorded(
    terms=InvoiceTerms(
        supplier_id="nord",
        purchase_order_id="po-1",
        supplier_reference="RE 417",
        lines=(InvoicedLine(purchase_line_no=1, sku="SKU-1", quantity=Decimal(10), unit_price=Decimal(100), net=NET),),
        net=NET,
        tax=TAX,
        total=NET + TAX,
        invoice_on=MONDAY,
        due_on=date(2026, 4, 1),
        recorded_by="ben",
    ),
    recorded_on=MONDAY,
)
BLOCKED = SupplierInvoiceBlocked(
    variances=(Variance(purchase_line_no=1, kind=VarianceKind.NO_RECEIPT, expected=Decimal(0), stated=Decimal(10)),),
    blocked_on=MONDAY,
    purchase_order_id="po-1",
)
APPROVED = SupplierInvoiceApproved(
    purchase_order_id="po-1",
    lines=(ApprovedLine(purchase_line_no=1, quantity=Decimal(10), ordered_net=NET),),
    released=False,
    reason="",
    approved_by=BY_RULE,
    approved_on=MONDAY,
    tax=TAX,
)
REJECTED = SupplierInvoiceRejected(reason="wrong goods", rejected_by="mia", rejected_on=MONDAY)

ON_ORDER = (DRAFTED, BY_THE_RULE, SENT)
an_invoice = (
    spec_of(SUPPLIER_INVOICE)
    .beside(POLICY, MAIN)
    .beside(SUPPLIER, "nord", NORD)
    .beside(PURCHASE_ORDER, "po-1", *ON_ORDER)
)
an_invoice_after_receipt = an_invoice.beside(PURCHASE_ORDER, "po-1", *ON_ORDER, received("r1", "10"))
