"""The cancellation of a credit note has consumed its number."""

from collections.abc import Iterable

from services.accounting.credit_note.events import CreditNoteCancelled
from services.accounting.number_series.decider import NUMBER_SERIES
from services.accounting.number_series.numbering import TakeNumber
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CreditNoteCancelled)
def when_credit_note_cancelled_take_number(fact: Fact[CreditNoteCancelled]) -> Iterable[Send]:
    """In the same transaction, so that the series has no gap."""
    cancelled = fact.data
    command = TakeNumber(sequence=cancelled.sequence, document_id=fact.id, on=cancelled.cancelled_on)
    yield Send(command, NUMBER_SERIES.stream(cancelled.series))
