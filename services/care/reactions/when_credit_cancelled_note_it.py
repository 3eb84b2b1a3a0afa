"""Accounting cancelled a credit note that was granted for a return: somebody decides again what they get."""

from collections.abc import Iterable

from services.care.customer_return.decider import CUSTOMER_RETURN
from services.care.customer_return.revoking import NoteCreditCancelled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.accounting import InvoiceCreditCancelledV1


@reacts_to(InvoiceCreditCancelledV1)
def when_credit_cancelled_note_it(fact: Fact[InvoiceCreditCancelledV1]) -> Iterable[Send]:
    """Nothing of a credit note that was for no return, or that accounting issues anew."""
    cancelled = fact.data
    if cancelled.return_id:
        command = NoteCreditCancelled(
            credit_note_id=cancelled.credit_note_id,
            grant_id=cancelled.grant_id,
            reason=cancelled.reason,
            on=cancelled.cancelled_on,
        )
        yield Send(command, CUSTOMER_RETURN.stream(cancelled.return_id))
