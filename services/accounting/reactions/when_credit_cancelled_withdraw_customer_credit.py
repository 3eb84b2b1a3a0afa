"""A credit note is cancelled: what it had left the customer with is theirs no more."""

from collections.abc import Iterable

from services.accounting.invoice.events import InvoiceCreditCancelled
from services.accounting.payment.decider import PAYMENT
from services.accounting.payment.withdrawing import WithdrawCustomerCredit
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCreditCancelled)
def when_credit_cancelled_withdraw_customer_credit(fact: Fact[InvoiceCreditCancelled]) -> Iterable[Send]:
    """In the same transaction: when it was used, or has left, the cancellation fails. Its own entry books it."""
    back = fact.data
    if back.to_customer_credit.minor <= 0:
        return
    command = WithdrawCustomerCredit(number=back.number, reason=back.reason, on=back.cancelled_on)
    yield Send(command, PAYMENT.stream(derived_id("payment", "credit-note", back.credit_note_id)))
