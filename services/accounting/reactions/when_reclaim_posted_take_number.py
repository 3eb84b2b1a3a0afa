"""A posted reclaim has consumed its number."""

from collections.abc import Iterable

from services.accounting.invoice.events import ReclaimPosted
from services.accounting.number_series.decider import NUMBER_SERIES
from services.accounting.number_series.numbering import TakeNumber
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReclaimPosted)
def when_reclaim_posted_take_number(fact: Fact[ReclaimPosted]) -> Iterable[Send]:
    """In the same transaction, so that the series has no gap."""
    posted = fact.data
    command = TakeNumber(sequence=posted.sequence, document_id=fact.id, on=posted.posted_on)
    yield Send(command, NUMBER_SERIES.stream(posted.series))
