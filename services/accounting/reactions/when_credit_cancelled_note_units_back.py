"""A credit note is cancelled: a complaint may be about the units that it had taken off its invoice."""

from collections.abc import Iterable

from services.accounting.contested_goods.crediting import NoteUnitsCreditCancelled
from services.accounting.contested_goods.decider import CONTESTED_GOODS
from services.accounting.invoice.events import InvoiceCreditCancelled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCreditCancelled)
def when_credit_cancelled_note_units_back(fact: Fact[InvoiceCreditCancelled]) -> Iterable[Send]:
    """Only of a credit note that took off units of ordered goods."""
    back = fact.data
    if back.debt.order_id and any(one.quantity for one in back.lines):
        command = NoteUnitsCreditCancelled(credit_note_id=back.credit_note_id)
        yield Send(command, CONTESTED_GOODS.stream(back.debt.order_id))
