"""Putting back what a credit note took off an invoice, when the credit note is cancelled."""

from datetime import date
from typing import assert_never

from services.accounting.invoice.differing import difference_restored
from services.accounting.invoice.events import InvoiceCreditCancelled, InvoiceEvent
from services.accounting.invoice.posting import InvoiceUnknown
from services.accounting.invoice.state import Invoice, NotPosted, Posted, Withheld, debt_after, posted_after
from shared.kernel.records import replace
from shared.kernel.shapes import command


@command
class CancelCredit:
    """Put back what the credit note of that id took; `number` is the document that says so."""

    credit_note_id: str
    credit_note_number: str
    number: str
    complaint_id: str
    reason: str
    on: date
    return_id: str = ""
    grant_id: str = ""


def cancel_credit(request: CancelCredit, invoice: Invoice) -> list[InvoiceEvent]:
    """On the instalments that it came off, whatever came off them since. What was a loss, or let off, is owed too."""
    match invoice:
        case NotPosted() | Withheld():
            raise InvoiceUnknown("it is not posted")
        case Posted(taken_back=known) if request.credit_note_id not in known:
            return []
        case Posted(taken_back=known):
            taken = known[request.credit_note_id]
            # What is owed again is owed whole: nothing of the instalment is let off any more.
            reason = f"credit note {request.credit_note_number} cancelled: {request.reason}"
            restored = difference_restored(invoice, taken.allocations, reason, request.on)
            after = posted_after(invoice, restored[0]) if restored else invoice
            fact = InvoiceCreditCancelled(
                credit_note_id=request.credit_note_id,
                credit_note_number=request.credit_note_number,
                number=request.number,
                lines=taken.lines,
                charges=taken.charges,
                net=taken.net,
                tax=taken.tax,
                total=taken.total,
                allocations=taken.allocations,
                to_customer_credit=taken.to_customer_credit,
                debt=after.debt,
                reason=request.reason,
                cancelled_on=request.on,
                contested_by=tuple(dict.fromkeys((*taken.contested_by, *invoice.disputes))),
                complaint_id=request.complaint_id,
                return_id=request.return_id,
                grant_id=request.grant_id,
            )
            return [*restored, replace(fact, debt=debt_after(after, fact))]
        case _:
            assert_never(invoice)
