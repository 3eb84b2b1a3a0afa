"""What was credited of what is contested is not, after all: it is contested again."""

from collections.abc import Iterable

from services.accounting.dispute.events import DisputeCreditCancelled
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.disputing import MarkDisputed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(DisputeCreditCancelled)
def when_dispute_credit_cancelled_mark_invoice(fact: Fact[DisputeCreditCancelled]) -> Iterable[Send]:
    """In the transaction that cancels the credit note, so that nobody is dunned for it in between."""
    cancelled = fact.data
    if cancelled.contested:
        command = MarkDisputed(dispute_id=fact.id, amount=cancelled.contested, on=cancelled.cancelled_on)
        yield Send(command, INVOICE.stream(cancelled.invoice_id))
