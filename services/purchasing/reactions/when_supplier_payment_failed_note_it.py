"""The supplier did not get the money: each of the supplier invoices shows it, and why."""

from collections.abc import Iterable

from services.purchasing.supplier_invoice.decider import SUPPLIER_INVOICE
from services.purchasing.supplier_invoice.paying import NotePaymentFailed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import SupplierPaymentFailedV1


@reacts_to(SupplierPaymentFailedV1)
def when_supplier_payment_failed_note_it(fact: Fact[SupplierPaymentFailedV1]) -> Iterable[Send]:
    """On every invoice that the payment is for."""
    told = fact.data
    note = NotePaymentFailed(supplier_payment_id=told.supplier_payment_id, reason=told.reason, on=told.failed_on)
    for supplier_invoice_id in told.supplier_invoice_ids:
        yield Send(note, to=SUPPLIER_INVOICE.stream(supplier_invoice_id))
