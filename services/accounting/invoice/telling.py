"""What others are told of an invoice that is not paid in time, or that the customer contests."""

from typing import TypeGuard

from services.accounting.invoice.events import DisputeEnded, InstalmentFellDue, InvoiceDisputed
from services.accounting.invoice.state import Invoice, Posted
from shared.kernel.decider import Fact
from shared.published.accounting import InvoiceDisputedV1, InvoiceDisputeEndedV1, InvoiceFellOverdueV1


def is_told(invoice: Invoice) -> TypeGuard[Posted]:
    """Posted, and billed for an order: no other department waits for what was taken over or is reclaimed."""
    return isinstance(invoice, Posted) and invoice.is_billed


def invoice_fell_overdue(fact: Fact[InstalmentFellDue], invoice: Invoice) -> InvoiceFellOverdueV1 | None:
    """Whoever talks to the customer should know; nothing, while all of it is contested."""
    if not is_told(invoice) or not invoice.late:
        return None
    return InvoiceFellOverdueV1(
        invoice_id=fact.id,
        number=invoice.number,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        instalment_no=fact.data.instalment_no,
        amount=fact.data.amount,
        open=invoice.open,
        overdue=invoice.late,
        due_on=fact.data.due_on,
    )


def invoice_disputed(fact: Fact[InvoiceDisputed], invoice: Invoice) -> InvoiceDisputedV1 | None:
    """Nobody should ask the customer for it meanwhile."""
    if not is_told(invoice):
        return None
    return InvoiceDisputedV1(
        invoice_id=fact.id,
        number=invoice.number,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        dispute_id=fact.data.dispute_id,
        amount=fact.data.amount,
        open=invoice.open,
        overdue=invoice.late,
        disputed_on=fact.data.disputed_on,
    )


def invoice_dispute_ended(fact: Fact[DisputeEnded], invoice: Invoice) -> InvoiceDisputeEndedV1 | None:
    """What was past its day before is again."""
    if not is_told(invoice):
        return None
    return InvoiceDisputeEndedV1(
        invoice_id=fact.id,
        number=invoice.number,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        dispute_id=fact.data.dispute_id,
        open=invoice.open,
        overdue=invoice.late,
        ended_on=fact.data.ended_on,
    )
