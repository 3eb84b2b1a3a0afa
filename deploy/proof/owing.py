"""I17, of debts: sales knows what is open and late of customers' bills, purchasing what is paid of suppliers'.

And accounting which of these are for goods that had not come.
"""

from typing import Any

from deploy.proof.evidence import Evidence
from deploy.proof.verdict import Found
from services.accounting.payable.events import HoldName, PayableHeld
from shared.published.accounting import InvoiceFellOverdueV1, SupplierPaymentFailedV1, SupplierPaymentMadeV1


async def debts_agree(evidence: Evidence, found: Found) -> None:
    """Each as accounting keeps it, and as the department that asked for it heard."""
    await _invoices_as_sales_knows_them(evidence, found)
    await _payments_as_purchasing_knows_them(evidence, found)
    await _missing_goods_as_accounting_knows_them(evidence, found)


async def _invoices_as_sales_knows_them(evidence: Evidence, found: Found) -> None:
    invoices = {
        one.invoice_id: one
        for one in await evidence.documents("accounting", "invoice")
        if one.total is not None and one.order_id
    }
    told_late = {told.invoice_id for told in await evidence.told(InvoiceFellOverdueV1)}
    for order in await evidence.documents("sales", "order"):
        for known in order.invoices:
            invoice = invoices.pop(known.invoice_id, None)
            if invoice is None:
                found.breach(f"order {order.order_id}: sales knows invoice {known.number}, accounting does not")
                continue
            what = f"invoice {invoice.number} of order {order.order_id}, as sales knows it"
            found.same(f"{what}: total", known.total, invoice.total)
            found.same(f"{what}: open", known.open, invoice.open)
            if known.overdue is not None or invoice.invoice_id in told_late:
                found.same(f"{what}: late", 0 if known.overdue is None else known.overdue.minor, _late(invoice))
    for invoice in invoices.values():
        found.breach(f"invoice {invoice.number} of order {invoice.order_id}: sales does not know it")


def _late(invoice: Any) -> int:
    """What is past its day and not contested; what is contested counts off the late part first."""
    return max(int(invoice.overdue_amount.minor - invoice.disputed.minor), 0)


async def _payments_as_purchasing_knows_them(evidence: Evidence, found: Found) -> None:
    """Of supplier invoices of which a payment was ever told."""
    told: set[str] = set()
    kinds: tuple[type[Any], ...] = (SupplierPaymentMadeV1, SupplierPaymentFailedV1)
    for kind in kinds:
        for payment in await evidence.told(kind):
            told.update(payment.supplier_invoice_ids)
    payables = {one.id: one for one in await evidence.documents("accounting", "payable")}
    for invoice in await evidence.documents("purchasing", "supplier_invoice"):
        payable = payables.get(invoice.supplier_invoice_id)
        if payable is not None and invoice.supplier_invoice_id in told:
            what = f"supplier invoice {invoice.supplier_reference}: paid as purchasing knows"
            found.same(what, _word(invoice.payment), _word(payable.status))


async def _missing_goods_as_accounting_knows_them(evidence: Evidence, found: Found) -> None:
    """What bills goods that are missing was held for them, if it is owed; a person may have released it since."""
    facts = await evidence.facts("accounting", PayableHeld)
    were_held = {fact.id for fact in facts if fact.data.hold == HoldName.GOODS}
    payables = {one.id: one for one in await evidence.documents("accounting", "payable")}
    for invoice in await evidence.documents("purchasing", "supplier_invoice"):
        payable = payables.get(invoice.supplier_invoice_id)
        if payable is None:
            continue
        what = f"supplier invoice {invoice.supplier_reference}"
        if invoice.goods_missing and payable.id not in were_held:
            found.breach(f"{what}: goods are missing, and accounting never held it")
        if not invoice.goods_missing and any(hold.name == HoldName.GOODS for hold in payable.holds):
            found.breach(f"{what}: accounting holds it, and no goods are missing")


def _word(payment: str) -> str:
    return "paid" if payment == "paid" else "not paid"
