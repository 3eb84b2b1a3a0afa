"""A write-off was reversed: the invoice uses credit again."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.moving import WRITE_OFF_REVERSED, MoveInvoiceExposure
from services.accounting.invoice.events import WriteOffReversed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(WriteOffReversed)
def when_write_off_reversed_move_exposure(fact: Fact[WriteOffReversed]) -> Iterable[Send]:
    """As if it had never been written off; what a credit note takes off at once blocks nothing in between."""
    debt = fact.data.debt
    command = MoveInvoiceExposure(
        order_id=debt.order_id,
        invoice_id=fact.id,
        not_overdue=debt.not_overdue,
        overdue=debt.overdue,
        because="credited" if fact.data.credit_note_id else WRITE_OFF_REVERSED,
        on=fact.data.reversed_on,
    )
    yield Send(command, CREDIT_ACCOUNT.stream(debt.customer_id))
