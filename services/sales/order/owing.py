"""What is owed too late, contested, or after all: what accounting tells of it. Stored for ever, as `events.py` is."""

from datetime import date

from services.sales.order.quantities import LineQuantity
from services.sales.order.source import Source
from shared.kernel.money import Money
from shared.kernel.shapes import event


@event("order.invoice-fell-overdue")
class InvoiceFellOverdue:
    """An instalment's day has passed and so much of it is unpaid. `overdue` is what of the invoice is late by now."""

    invoice_id: str
    number: str
    amount: Money
    open: Money
    overdue: Money
    due_on: date
    source: Source


@event("order.invoice-disputed")
class InvoiceDisputed:
    """The customer contests so much of an invoice: that is not late while the dispute is open."""

    invoice_id: str
    number: str
    amount: Money
    open: Money
    overdue: Money
    disputed_on: date
    source: Source


@event("order.invoice-dispute-ended")
class InvoiceDisputeEnded:
    """What was contested is owed like everything else again, or was taken back."""

    invoice_id: str
    number: str
    open: Money
    overdue: Money
    ended_on: date
    source: Source


@event("order.invoice-credit-cancelled")
class InvoiceCreditCancelled:
    """A credit note was wrong: it is cancelled, and what it took back is billed, and owed, again."""

    invoice_id: str
    number: str
    credit_note_id: str
    credit_note_number: str
    lines: tuple[LineQuantity, ...]
    total: Money
    open: Money
    overdue: Money
    reason: str
    cancelled_on: date
    source: Source


OwedFact = InvoiceFellOverdue | InvoiceDisputed | InvoiceDisputeEnded | InvoiceCreditCancelled
"""What is told of an invoice beside its payment."""
