"""An approved credit note has consumed its number."""

from collections.abc import Iterable

from services.accounting.credit_note.events import CreditNoteApproved
from services.accounting.number_series.decider import NUMBER_SERIES
from services.accounting.number_series.numbering import TakeNumber
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CreditNoteApproved)
def when_credit_note_approved_take_number(fact: Fact[CreditNoteApproved]) -> Iterable[Send]:
    """In the same transaction, so that the series has no gap."""
    approved = fact.data
    command = TakeNumber(sequence=approved.sequence, document_id=fact.id, on=approved.approved_on)
    yield Send(command, NUMBER_SERIES.stream(approved.series))
