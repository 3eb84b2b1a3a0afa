"""A posted invoice has consumed its number."""

from collections.abc import Iterable

from services.accounting.invoice.events import InvoicePosted
from services.accounting.number_series.decider import NUMBER_SERIES
from services.accounting.number_series.numbering import TakeNumber
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoicePosted)
def when_invoice_posted_take_number(fact: Fact[InvoicePosted]) -> Iterable[Send]:
    """In the same transaction, so that the series has no gap."""
    posted = fact.data
    command = TakeNumber(sequence=posted.sequence, document_id=fact.id, on=posted.posted_on)
    yield Send(command, NUMBER_SERIES.stream(posted.series))
