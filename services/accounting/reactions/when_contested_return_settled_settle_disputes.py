"""Contested goods that came back are settled: nothing more of their invoices is to be credited for it."""

from collections.abc import Iterable

from services.accounting.contested_goods.events import ContestedReturnSettled
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.hearing import NoteReturnSettled
from services.accounting.dispute.state import goods_dispute_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ContestedReturnSettled)
def when_contested_return_settled_settle_disputes(fact: Fact[ContestedReturnSettled]) -> Iterable[Send]:
    """As far as care has decided for the customer."""
    settled = fact.data
    command = NoteReturnSettled(return_id=settled.return_id, on=settled.settled_on)
    for invoice_id in settled.invoice_ids:
        yield Send(command, DISPUTE.stream(goods_dispute_of(settled.complaint_id, invoice_id)))
