"""A dispute goes on: its invoice is contested again."""

from collections.abc import Iterable

from services.accounting.dispute.events import DisputeResumed
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.disputing import MarkDisputed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(DisputeResumed)
def when_dispute_resumed_mark_invoice(fact: Fact[DisputeResumed]) -> Iterable[Send]:
    """In the transaction that takes back what had ended it, so that nobody is dunned for it in between."""
    resumed = fact.data
    command = MarkDisputed(dispute_id=fact.id, amount=resumed.amount, on=resumed.resumed_on)
    yield Send(command, INVOICE.stream(resumed.invoice_id))
