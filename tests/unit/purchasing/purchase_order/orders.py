"""Purchase orders for the tests: their terms, their facts, and a specification with a supplier beside it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from services.purchasing.policy.decider import POLICY
from services.purchasing.policy.state import MAIN
from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.drafting import BY_RULE
from services.purchasing.purchase_order.events import (
    GoodsReceiptNoted,
    PurchaseOrderApproved,
    PurchaseOrderBilled,
    PurchaseOrderDrafted,
    PurchaseOrderSent,
    PurchaseOrderSubmitted,
)
from services.purchasing.purchase_order.ledger import Bill, BilledLine, Receipt, ReceiptLine
from services.purchasing.purchase_order.terms import Need, OrderedLine, PurchaseTerms
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.events import SupplierDetails, SupplierRegistered
from shared.kernel.money import Money, price_of, total
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)
LEAD_TIME_DAYS = 7
EXPECTED = MONDAY + timedelta(days=LEAD_TIME_DAYS)
LIMIT = Money(minor=1_000_000, currency="EUR")
NORD = SupplierRegistered(
    details=SupplierDetails(name="Nord", tax_id="", country="DE", currency="EUR", payment_days=30),
    registered_by="ben",
    registered_on=MONDAY,
)


def terms_of(
    *lines: tuple[str, str], makers: tuple[str, ...] = ("ben",), requisition_id: str | None = "order-1"
) -> PurchaseTerms:
    """Lines of (quantity, unit price), numbered as they come, each for the requisition's line of the same number."""
    ordered = tuple(
        OrderedLine(
            line_no=line_no,
            sku=f"SKU-{line_no}",
            quantity=Decimal(quantity),
            unit_price=Decimal(price),
            net=price_of(Decimal(price), Decimal(quantity), "EUR"),
            needs=(Need(line_no=line_no, quantity=Decimal(quantity)),) if requisition_id else (),
        )
        for line_no, (quantity, price) in enumerate(lines, start=1)
    )
    return PurchaseTerms(
        supplier_id="nord",
        warehouse="MAIN",
        currency="EUR",
        lines=ordered,
        net=total((line.net for line in ordered), "EUR"),
        lead_time_days=LEAD_TIME_DAYS,
        makers=makers,
        requisition_id=requisition_id,
        sales_order_id=requisition_id,
        supplier_name="Nord",
    )


TEN_PUMPS = terms_of(("10", "100"))
DRAFTED = PurchaseOrderDrafted(terms=TEN_PUMPS, drafted_on=MONDAY)
SUBMITTED = PurchaseOrderSubmitted(limit=LIMIT, submitted_on=MONDAY)
BY_THE_RULE = PurchaseOrderApproved(approved_by=BY_RULE, approved_on=MONDAY)
BY_MIA = PurchaseOrderApproved(approved_by="mia", approved_on=MONDAY)
SENT = PurchaseOrderSent(requisition_id="order-1", sent_on=MONDAY, expected_on=EXPECTED)


def receipt(receipt_id: str, accepted: str, rejected: str = "0", line_no: int = 1) -> Receipt:
    """A receipt of one line."""
    line = ReceiptLine(
        line_no=line_no,
        accepted=Decimal(accepted),
        rejected=Decimal(rejected),
        reject_reason="broken" if rejected != "0" else "",
    )
    return Receipt(receipt_id=receipt_id, lines=(line,))


def received(receipt_id: str, accepted: str, rejected: str = "0", line_no: int = 1) -> GoodsReceiptNoted:
    """The fact of a receipt of one line."""
    return GoodsReceiptNoted(receipt=receipt(receipt_id, accepted, rejected, line_no), received_on=MONDAY)


def came_at(receipt_id: str, accepted: str, value: Money) -> GoodsReceiptNoted:
    """The fact of a receipt of line 1, with what the warehouse took it in at."""
    told = receipt(receipt_id, accepted)
    lines = tuple(replace(line, accepted_value=value) for line in told.lines)
    return GoodsReceiptNoted(receipt=replace(told, lines=lines), received_on=MONDAY)


def bill(supplier_invoice_id: str, quantity: str, line_no: int = 1) -> Bill:
    """A bill for one line."""
    lines = (BilledLine(line_no=line_no, quantity=Decimal(quantity)),)
    return Bill(supplier_invoice_id=supplier_invoice_id, lines=lines)


def billed(supplier_invoice_id: str, quantity: str, line_no: int = 1) -> PurchaseOrderBilled:
    """The fact of a bill for one line."""
    return PurchaseOrderBilled(bill=bill(supplier_invoice_id, quantity, line_no), billed_on=MONDAY)


def billed_at(supplier_invoice_id: str, quantity: str, ordered_net: Money) -> PurchaseOrderBilled:
    """The fact of a bill for line 1, with what it was approved at."""
    used = bill(supplier_invoice_id, quantity)
    lines = tuple(replace(line, ordered_net=ordered_net) for line in used.lines)
    return PurchaseOrderBilled(bill=replace(used, lines=lines), billed_on=MONDAY)


def credit_of(credit_id: str, quantity: str, supplier_invoice_id: str) -> Bill:
    """A bill that takes back so many units of line 1 of another one."""
    return replace(bill(credit_id, f"-{quantity}"), credits=supplier_invoice_id)


def credited(
    credit_id: str, quantity: str, supplier_invoice_id: str, came: tuple[str, ...] = ()
) -> PurchaseOrderBilled:
    """The fact of such a credit, and of the invoices of which nothing is missing any more."""
    taken_back = credit_of(credit_id, quantity, supplier_invoice_id)
    return PurchaseOrderBilled(bill=taken_back, billed_on=MONDAY, goods_came_for=came)


an_order = spec_of(PURCHASE_ORDER).beside(POLICY, MAIN).beside(SUPPLIER, "nord", NORD)
a_sent_order = an_order.given(DRAFTED, BY_THE_RULE, SENT)
an_order_in_approval = an_order.given(DRAFTED, SUBMITTED)
