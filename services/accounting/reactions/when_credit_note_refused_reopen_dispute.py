"""A credit note was refused: the dispute that it was drafted for is open again."""

from collections.abc import Iterable

from services.accounting.credit_note.events import CreditNoteRefused
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.settling import NoteCreditRefused
from services.accounting.dispute.state import dispute_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CreditNoteRefused)
def when_credit_note_refused_reopen_dispute(fact: Fact[CreditNoteRefused]) -> Iterable[Send]:
    """Somebody has to decide it anew."""
    refused = fact.data
    if dispute_id := dispute_of(fact.id):
        command = NoteCreditRefused(
            credit_note_id=fact.id, reason=refused.reason, by=refused.refused_by, on=refused.refused_on
        )
        yield Send(command, DISPUTE.stream(dispute_id))
