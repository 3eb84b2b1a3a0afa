"""An invoice is paid in full: nothing of it is contested any more."""

from collections.abc import Iterable

from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.settling import NoteInvoicePaid
from services.accounting.invoice.events import AmountSettled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(AmountSettled)
def when_amount_settled_settle_disputes(fact: Fact[AmountSettled]) -> Iterable[Send]:
    """As long as something is open, what is contested stays contested."""
    settled = fact.data
    if settled.debt.open:
        return
    for dispute_id in settled.contested_by:
        yield Send(NoteInvoicePaid(on=settled.settled_on), DISPUTE.stream(dispute_id))
