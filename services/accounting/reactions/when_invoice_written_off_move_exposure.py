"""An invoice was given up: it uses no credit any more."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.moving import MoveInvoiceExposure
from services.accounting.invoice.events import InvoiceWrittenOff
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceWrittenOff)
def when_invoice_written_off_move_exposure(fact: Fact[InvoiceWrittenOff]) -> Iterable[Send]:
    """Whether such a customer gets new credit is for a person to say."""
    debt = fact.data.debt
    command = MoveInvoiceExposure(
        order_id=debt.order_id,
        invoice_id=fact.id,
        not_overdue=debt.not_overdue,
        overdue=debt.overdue,
        because="written-off",
        on=fact.data.written_off_on,
    )
    yield Send(command, CREDIT_ACCOUNT.stream(debt.customer_id))
