"""What did not stay paid is owed again."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.moving import REOPENED, MoveInvoiceExposure
from services.accounting.invoice.events import AmountReopened
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(AmountReopened)
def when_amount_reopened_move_exposure(fact: Fact[AmountReopened]) -> Iterable[Send]:
    """It uses credit again."""
    debt = fact.data.debt
    command = MoveInvoiceExposure(
        order_id=debt.order_id,
        invoice_id=fact.id,
        not_overdue=debt.not_overdue,
        overdue=debt.overdue,
        because=REOPENED,
        on=fact.data.reopened_on,
    )
    yield Send(command, CREDIT_ACCOUNT.stream(debt.customer_id))
