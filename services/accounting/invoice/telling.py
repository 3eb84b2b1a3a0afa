"""What others are told of an invoice that is not paid in time, is contested, or is credited (or not after all)."""

from collections.abc import Iterable
from typing import TypeGuard

from services.accounting.invoice.events import (
    CreditedLine,
    DisputeEnded,
    InstalmentFellDue,
    InvoiceCreditCancelled,
    InvoiceCredited,
    InvoiceDisputed,
)
from services.accounting.invoice.state import Invoice, Posted
from shared.kernel.decider import Fact
from shared.published.accounting import (
    InvoiceCreditCancelledV1,
    InvoiceCreditedV1,
    InvoiceDisputedV1,
    InvoiceDisputeEndedV1,
    InvoicedLine,
    InvoiceFellOverdueV1,
)


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


def invoice_credited(fact: Fact[InvoiceCredited], invoice: Invoice) -> InvoiceCreditedV1 | None:
    """A part was taken back; `open` may have come to nothing by it."""
    if not is_told(invoice):
        return None
    credited = fact.data
    return InvoiceCreditedV1(
        invoice_id=fact.id,
        number=invoice.number,
        credit_note_id=credited.credit_note_id,
        credit_note_number=credited.credit_note_number,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        lines=_lines(credited.lines),
        total=credited.total,
        open=credited.debt.open,
        reason=credited.reason,
        credited_on=credited.credited_on,
        overdue=invoice.late,
    )


def invoice_credit_cancelled(fact: Fact[InvoiceCreditCancelled], invoice: Invoice) -> InvoiceCreditCancelledV1 | None:
    """Whoever heard that it was credited hears that it is not; care, that what it granted for a return is not given."""
    if not is_told(invoice):
        return None
    back = fact.data
    return InvoiceCreditCancelledV1(
        invoice_id=fact.id,
        number=invoice.number,
        credit_note_id=back.credit_note_id,
        credit_note_number=back.credit_note_number,
        cancelled_by_number=back.number,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        lines=_lines(back.lines),
        total=back.total,
        open=back.debt.open,
        reason=back.reason,
        cancelled_on=back.cancelled_on,
        overdue=invoice.late,
        return_id=back.return_id,
        grant_id=back.grant_id,
    )


def _lines(credited: Iterable[CreditedLine]) -> tuple[InvoicedLine, ...]:
    return tuple(
        InvoicedLine(line_no=line.line_no, sku=line.sku, quantity=line.quantity, net=line.net, tax=line.tax)
        for line in credited
    )
