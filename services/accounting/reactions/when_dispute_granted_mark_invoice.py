"""Care decided for the customer: the invoice stays contested until it is credited."""

from collections.abc import Iterable

from services.accounting.dispute.events import DisputeGranted
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.disputing import MarkDisputed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(DisputeGranted)
def when_dispute_granted_mark_invoice(fact: Fact[DisputeGranted]) -> Iterable[Send]:
    """One that was settled before is contested again."""
    granted = fact.data
    command = MarkDisputed(dispute_id=fact.id, amount=granted.amount, on=granted.granted_on)
    yield Send(command, INVOICE.stream(granted.invoice_id))
