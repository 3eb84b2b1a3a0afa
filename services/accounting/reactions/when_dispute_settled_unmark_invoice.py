"""A dispute is over: nothing of the invoice is contested by it any more."""

from collections.abc import Iterable

from services.accounting.dispute.events import DisputeSettled
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.disputing import EndDispute
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(DisputeSettled)
def when_dispute_settled_unmark_invoice(fact: Fact[DisputeSettled]) -> Iterable[Send]:
    """What is still open of it is dunned again."""
    settled = fact.data
    yield Send(EndDispute(dispute_id=fact.id, on=settled.settled_on), INVOICE.stream(settled.invoice_id))
