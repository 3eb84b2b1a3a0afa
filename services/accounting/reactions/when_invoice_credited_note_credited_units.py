"""A credit note took units off an invoice: a complaint about goods of its order is about others."""

from collections.abc import Iterable

from services.accounting.contested_goods.crediting import NoteUnitsCredited
from services.accounting.contested_goods.decider import CONTESTED_GOODS
from services.accounting.contested_goods.events import CreditedUnits
from services.accounting.invoice.events import InvoiceCredited
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCredited)
def when_invoice_credited_note_credited_units(fact: Fact[InvoiceCredited]) -> Iterable[Send]:
    """A lower price takes none."""
    credited = fact.data
    units = tuple(CreditedUnits(line_no=one.line_no, quantity=one.quantity) for one in credited.lines if one.quantity)
    if not credited.debt.order_id or not units:
        return
    command = NoteUnitsCredited(
        invoice_id=fact.id,
        credit_note_id=credited.credit_note_id,
        units=units,
        complaint_id=credited.complaint_id,
    )
    yield Send(command, CONTESTED_GOODS.stream(credited.debt.order_id))
