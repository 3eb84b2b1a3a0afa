"""An instalment that fell due unpaid is overdue."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.moving import MoveInvoiceExposure
from services.accounting.invoice.events import InstalmentFellDue
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InstalmentFellDue)
def when_instalment_fell_due_move_exposure(fact: Fact[InstalmentFellDue]) -> Iterable[Send]:
    """From owed to overdue: the exposure stays the same."""
    debt = fact.data.debt
    command = MoveInvoiceExposure(
        order_id=debt.order_id,
        invoice_id=fact.id,
        not_overdue=debt.not_overdue,
        overdue=debt.overdue,
        because="fell-due",
        on=fact.data.due_on,
    )
    yield Send(command, CREDIT_ACCOUNT.stream(debt.customer_id))
