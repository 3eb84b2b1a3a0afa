"""Noting what accounting tells of its payment: whoever talks to the supplier should know."""

from datetime import date
from typing import assert_never

from services.purchasing.supplier_invoice.events import (
    SupplierInvoiceEvent,
    SupplierInvoicePaymentFailed,
    SupplierInvoicePaymentMade,
)
from services.purchasing.supplier_invoice.state import (
    Approved,
    Blocked,
    NotRecorded,
    PaymentWord,
    Rejected,
    SupplierInvoice,
)
from shared.kernel.shapes import command


@command
class NotePaymentMade:
    """Accounting had it paid."""

    supplier_payment_id: str
    on: date


@command
class NotePaymentFailed:
    """The bank did not carry it out."""

    supplier_payment_id: str
    reason: str
    on: date


def note_payment_made(request: NotePaymentMade, invoice: SupplierInvoice) -> list[SupplierInvoiceEvent]:
    """Accounting pays only what was approved here, so there is nothing to note on anything else."""
    match invoice:
        case NotRecorded() | Blocked() | Rejected():
            return []
        case Approved(payments=payments):
            if payments.get(request.supplier_payment_id) == PaymentWord(on=request.on):
                return []
            return [SupplierInvoicePaymentMade(supplier_payment_id=request.supplier_payment_id, made_on=request.on)]
        case _:
            assert_never(invoice)


def note_payment_failed(request: NotePaymentFailed, invoice: SupplierInvoice) -> list[SupplierInvoiceEvent]:
    """Another payment of the same invoice may have been made meanwhile: each is noted by itself."""
    match invoice:
        case NotRecorded() | Blocked() | Rejected():
            return []
        case Approved(payments=payments):
            word = PaymentWord(on=request.on, failed_because=request.reason)
            if payments.get(request.supplier_payment_id) == word:
                return []
            return [
                SupplierInvoicePaymentFailed(
                    supplier_payment_id=request.supplier_payment_id, reason=request.reason, failed_on=request.on
                )
            ]
        case _:
            assert_never(invoice)
