"""Money did not stay: what the customer contested until the invoice was paid is contested again."""

from collections.abc import Iterable

from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.resuming import NoteOwedAgain
from services.accounting.dispute.state import PAID
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.events import AmountReopened
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(AmountReopened)
def when_amount_reopened_resume_disputes(fact: Fact[AmountReopened]) -> Iterable[Send]:
    """Whoever complains, and has no answer, is not dunned for it."""
    command = NoteOwedAgain(invoice_id=fact.id, ended_by=PAID, on=fact.data.reopened_on)
    for dispute_id in fact.data.contested_by:
        yield Send(command, DISPUTE.stream(dispute_id), given=(INVOICE.stream(fact.id),))
