"""What was credited is not owed any more."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.moving import MoveInvoiceExposure
from services.accounting.invoice.events import InvoiceCredited
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCredited)
def when_invoice_credited_move_exposure(fact: Fact[InvoiceCredited]) -> Iterable[Send]:
    """The credit that it used is free again."""
    debt = fact.data.debt
    command = MoveInvoiceExposure(
        order_id=debt.order_id,
        invoice_id=fact.id,
        not_overdue=debt.not_overdue,
        overdue=debt.overdue,
        because="credited",
        on=fact.data.credited_on,
    )
    yield Send(command, CREDIT_ACCOUNT.stream(debt.customer_id))
