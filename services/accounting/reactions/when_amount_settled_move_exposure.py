"""What was paid is not owed any more."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.moving import MoveInvoiceExposure
from services.accounting.invoice.events import AmountSettled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(AmountSettled)
def when_amount_settled_move_exposure(fact: Fact[AmountSettled]) -> Iterable[Send]:
    """The credit that it used is free again."""
    debt = fact.data.debt
    command = MoveInvoiceExposure(
        order_id=debt.order_id,
        invoice_id=fact.id,
        not_overdue=debt.not_overdue,
        overdue=debt.overdue,
        because="paid",
        on=fact.data.settled_on,
    )
    yield Send(command, CREDIT_ACCOUNT.stream(debt.customer_id))
