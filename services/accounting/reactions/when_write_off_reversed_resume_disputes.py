"""A write-off is taken back: what the customer contested, and nobody decided, is contested again."""

from collections.abc import Iterable

from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.resuming import NoteOwedAgain
from services.accounting.dispute.state import WRITTEN_OFF
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.events import WriteOffReversed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(WriteOffReversed)
def when_write_off_reversed_resume_disputes(fact: Fact[WriteOffReversed]) -> Iterable[Send]:
    """Whoever complains, and has no answer, is not dunned for it."""
    command = NoteOwedAgain(invoice_id=fact.id, ended_by=WRITTEN_OFF, on=fact.data.reversed_on)
    for dispute_id in fact.data.contested_by:
        yield Send(command, DISPUTE.stream(dispute_id), given=(INVOICE.stream(fact.id),))
