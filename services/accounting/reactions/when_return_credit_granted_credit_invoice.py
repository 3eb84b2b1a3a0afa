"""When care grants the price of returned units, they come off the invoice that billed them."""

from collections.abc import Iterable

from services.accounting.credit_note.decider import CREDIT_NOTE
from services.accounting.credit_note.returning import DraftReturnCredit, reads_for_return_credit
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.care import ReturnCreditGrantedV1


@reacts_to(ReturnCreditGrantedV1)
def when_return_credit_granted_credit_invoice(fact: Fact[ReturnCreditGrantedV1]) -> Iterable[Send]:
    """A shipment has one invoice, under an id that is derived from it; a grant has one credit note."""
    granted = fact.data
    invoice_id = str(derived_id("invoice", granted.item.shipment_id))
    command = DraftReturnCredit(
        return_id=granted.return_id,
        invoice_id=invoice_id,
        order_id=granted.order_id,
        customer_id=granted.customer_id,
        line_no=granted.item.line_no,
        quantity=granted.item.quantity,
        reason=granted.reason,
        requested_by=granted.requested_by,
        granted_by=granted.granted_by,
        on=granted.granted_on,
        complaint_id=granted.complaint_id,
        refund=granted.refund,
        grant_id=granted.grant_id,
    )
    credit_note_id = derived_id("credit-note", granted.grant_id)
    given = reads_for_return_credit(invoice_id, granted.complaint_id)
    yield Send(command, CREDIT_NOTE.stream(credit_note_id), given=given)
