"""The customer is right: a credit note is drafted."""

from collections.abc import Iterable

from services.accounting.credit_note.decider import CREDIT_NOTE
from services.accounting.credit_note.drafting import DraftCreditNote
from services.accounting.dispute.events import DisputeConceded
from services.accounting.invoice.decider import INVOICE
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(DisputeConceded)
def when_dispute_conceded_draft_credit_note(fact: Fact[DisputeConceded]) -> Iterable[Send]:
    """By who conceded it, so that somebody else has to approve it."""
    conceded = fact.data
    command = DraftCreditNote(
        invoice_id=conceded.invoice_id,
        units=(),
        charge_nos=(),
        amount=conceded.amount,
        reason=conceded.reason,
        by=conceded.conceded_by,
        on=conceded.conceded_on,
    )
    credit_note = CREDIT_NOTE.stream(conceded.credit_note_id)
    yield Send(command, credit_note, given=(INVOICE.stream(conceded.invoice_id),))
