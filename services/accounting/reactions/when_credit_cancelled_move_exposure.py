"""A credit note is cancelled: what it took off is owed again."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.moving import CREDIT_CANCELLED, MoveInvoiceExposure
from services.accounting.invoice.events import InvoiceCreditCancelled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCreditCancelled)
def when_credit_cancelled_move_exposure(fact: Fact[InvoiceCreditCancelled]) -> Iterable[Send]:
    """It uses credit again, and may block what has not left."""
    debt = fact.data.debt
    command = MoveInvoiceExposure(
        order_id=debt.order_id,
        invoice_id=fact.id,
        not_overdue=debt.not_overdue,
        overdue=debt.overdue,
        because=CREDIT_CANCELLED,
        on=fact.data.cancelled_on,
    )
    yield Send(command, CREDIT_ACCOUNT.stream(debt.customer_id))
