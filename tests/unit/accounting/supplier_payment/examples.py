"""What purchasing tells in these tests."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from shared.kernel.money import Money
from shared.published.purchasing import SupplierInvoiceApprovedV1, SupplierInvoiceLine


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def supplier_invoice(invoice_id: str) -> SupplierInvoiceApprovedV1:
    """10.00 and 1.00 of tax, due on the first of April."""
    return SupplierInvoiceApprovedV1(
        supplier_invoice_id=invoice_id,
        supplier_id="PUMPCO",
        purchase_order_id="p1",
        supplier_reference=f"F-{invoice_id}",
        lines=(
            SupplierInvoiceLine(
                purchase_line_no=1,
                sku="PUMP",
                quantity=Decimal(2),
                unit_price=Decimal(5),
                net=usd(1000),
                ordered_net=usd(1000),
            ),
        ),
        net=usd(1000),
        tax=usd(100),
        total=usd(1100),
        invoice_on=date(2026, 3, 2),
        due_on=date(2026, 4, 1),
        approved_by="p.buyer",
        approved_on=date(2026, 3, 2),
    )


def supplier_credit(credit_id: str, of: str, minor: int) -> SupplierInvoiceApprovedV1:
    """A credit of so much without tax."""
    (line,) = supplier_invoice(credit_id).lines
    off = replace(line, quantity=Decimal(-1), net=usd(-minor), ordered_net=usd(-minor))
    return replace(
        supplier_invoice(credit_id), lines=(off,), net=usd(-minor), tax=usd(0), total=usd(-minor), credits=of
    )
