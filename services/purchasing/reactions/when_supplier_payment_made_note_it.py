"""Accounting had supplier invoices paid: each shows it."""

from collections.abc import Iterable

from services.purchasing.supplier_invoice.decider import SUPPLIER_INVOICE
from services.purchasing.supplier_invoice.paying import NotePaymentMade
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import SupplierPaymentMadeV1


@reacts_to(SupplierPaymentMadeV1)
def when_supplier_payment_made_note_it(fact: Fact[SupplierPaymentMadeV1]) -> Iterable[Send]:
    """On every invoice that the payment is for."""
    told = fact.data
    note = NotePaymentMade(supplier_payment_id=told.supplier_payment_id, on=told.made_on)
    for supplier_invoice_id in told.supplier_invoice_ids:
        yield Send(note, to=SUPPLIER_INVOICE.stream(supplier_invoice_id))
