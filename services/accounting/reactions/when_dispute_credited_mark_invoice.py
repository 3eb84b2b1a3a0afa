"""A part of what is contested was credited: so much less of the invoice is."""

from collections.abc import Iterable

from services.accounting.dispute.events import DisputeCredited
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.disputing import LowerDisputed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(DisputeCredited)
def when_dispute_credited_mark_invoice(fact: Fact[DisputeCredited]) -> Iterable[Send]:
    """What is owed beside it is dunned."""
    credited = fact.data
    command = LowerDisputed(dispute_id=fact.id, amount=credited.left, on=credited.credited_on)
    yield Send(command, INVOICE.stream(credited.invoice_id))
