"""A credit note is cancelled: what it took off is owed again."""

from collections.abc import Iterable

from services.accounting.credit_account.following import move_exposure
from services.accounting.credit_account.moving import CREDIT_CANCELLED
from services.accounting.invoice.events import InvoiceCreditCancelled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCreditCancelled)
def when_credit_cancelled_move_exposure(fact: Fact[InvoiceCreditCancelled]) -> Iterable[Send]:
    """It uses credit again, and may block what has not left."""
    yield move_exposure(fact.id, fact.data.debt, CREDIT_CANCELLED, fact.data.cancelled_on)
