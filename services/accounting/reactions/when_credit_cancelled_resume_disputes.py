"""A credit note is cancelled: what it had made good to the customer is contested, or to be credited, again."""

from collections.abc import Iterable

from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.resuming import NoteCreditCancelled
from services.accounting.dispute.state import dispute_of, goods_dispute_of
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.events import InvoiceCreditCancelled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCreditCancelled)
def when_credit_cancelled_resume_disputes(fact: Fact[InvoiceCreditCancelled]) -> Iterable[Send]:
    """The one that it was drafted for, those of its complaint, and those that ended because nothing was open."""
    back = fact.data
    theirs = (back.complaint_id, goods_dispute_of(back.complaint_id, fact.id)) if back.complaint_id else ()
    its_own = dispute_of(back.credit_note_id)
    command = NoteCreditCancelled(
        invoice_id=fact.id,
        credit_note_id=back.credit_note_id,
        amount=back.total,
        on=back.cancelled_on,
        return_id=back.return_id,
    )
    for dispute_id in dict.fromkeys((its_own, *theirs, *back.contested_by)):
        if dispute_id:
            yield Send(command, DISPUTE.stream(dispute_id), given=(INVOICE.stream(fact.id),))
