"""A write-off was approved: its invoices are given up, in the same transaction."""

from collections.abc import Iterable

from services.accounting.dunning_case.events_of_endings import WriteOffApproved
from services.accounting.dunning_case.writing_off import write_off_id
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.writing_off import WriteOffInvoice
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(WriteOffApproved)
def when_write_off_approved_write_off_invoices(fact: Fact[WriteOffApproved]) -> Iterable[Send]:
    """When another amount is open of one of them, the approval fails."""
    approved = fact.data
    for lost in approved.invoices:
        command = WriteOffInvoice(
            write_off_id=write_off_id(fact.id, approved),
            amount=lost.amount,
            reason=approved.reason,
            by=approved.approved_by,
            on=approved.approved_on,
        )
        yield Send(command, INVOICE.stream(lost.invoice_id))
