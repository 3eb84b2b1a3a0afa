"""What a credit note takes back of an invoice that is paid already stays with the customer, to be used or refunded."""

from collections.abc import Iterable

from services.accounting.invoice.events import InvoiceCredited
from services.accounting.payment.decider import PAYMENT
from services.accounting.payment.receiving import KeepCustomerCredit
from services.accounting.payment.refunding import ProposeRefund
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCredited)
def when_invoice_credited_keep_customer_credit(fact: Fact[InvoiceCredited]) -> Iterable[Send]:
    """Held like a payment, under an id of the credit note; the credit note's own entry books it.

    Where care granted it in money, all of it is proposed to be refunded: somebody in accounting approves that.
    """
    credited = fact.data
    if credited.to_customer_credit.minor <= 0:
        return
    kept = PAYMENT.stream(derived_id("payment", "credit-note", credited.credit_note_id))
    yield Send(
        KeepCustomerCredit(
            amount=credited.to_customer_credit,
            customer_id=credited.debt.customer_id,
            invoice_id=fact.id,
            credit_note_number=credited.credit_note_number,
            on=credited.credited_on,
        ),
        to=kept,
    )
    if credited.refund_wanted_by:
        refund = ProposeRefund(
            refund_id=str(derived_id("refund", credited.credit_note_id)),
            amount=credited.to_customer_credit,
            reason=credited.reason,
            by=credited.refund_wanted_by,
            on=credited.credited_on,
        )
        yield Send(refund, to=kept)
