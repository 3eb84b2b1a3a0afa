"""A credit note was approved: the dispute that it was drafted for is over."""

from collections.abc import Iterable

from services.accounting.credit_note.events import CreditNoteApproved
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.settling import NoteCreditApproved
from services.accounting.dispute.state import dispute_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CreditNoteApproved)
def when_credit_note_approved_settle_dispute(fact: Fact[CreditNoteApproved]) -> Iterable[Send]:
    """Credit notes that no dispute led to settle none."""
    approved = fact.data
    if dispute_id := dispute_of(fact.id):
        command = NoteCreditApproved(credit_note_id=fact.id, by=approved.approved_by, on=approved.approved_on)
        yield Send(command, DISPUTE.stream(dispute_id))
