"""An invoice is contested: it knows how much of it."""

from collections.abc import Iterable

from services.accounting.dispute.events import DisputeOpened
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.disputing import MarkDisputed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(DisputeOpened)
def when_dispute_opened_mark_invoice(fact: Fact[DisputeOpened]) -> Iterable[Send]:
    """From then on that much of it is not dunned."""
    opened = fact.data
    command = MarkDisputed(dispute_id=fact.id, amount=opened.amount, on=opened.opened_on)
    yield Send(command, INVOICE.stream(opened.invoice_id))
