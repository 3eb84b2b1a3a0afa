"""Goods that came back because of a complaint are credited: so much less is contested."""

from collections.abc import Iterable

from services.accounting.credit_note.events import CreditNoteApproved
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.hearing import NoteReturnCredited
from services.accounting.dispute.state import goods_dispute_of
from services.accounting.invoice.crediting import Credited
from shared.kernel.decider import Fact, Send
from shared.kernel.money import total
from shared.kernel.reaction import reacts_to


@reacts_to(CreditNoteApproved)
def when_credit_note_approved_lower_dispute(fact: Fact[CreditNoteApproved]) -> Iterable[Send]:
    """Once it has come off the invoice. A complaint has one of two disputes about it, or will have it."""
    approved = fact.data
    if not approved.complaint_id:
        return
    pieces: tuple[Credited, ...] = (*approved.lines, *approved.charges)
    amount = total((piece.net + piece.tax for piece in pieces), pieces[0].net.currency)
    command = NoteReturnCredited(
        invoice_id=approved.invoice_id,
        credit_note_id=fact.id,
        number=approved.number,
        amount=amount,
        on=approved.approved_on,
    )
    yield Send(command, DISPUTE.stream(approved.complaint_id))
    yield Send(command, DISPUTE.stream(goods_dispute_of(approved.complaint_id, approved.invoice_id)))
