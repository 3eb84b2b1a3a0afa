"""What was credited is not owed any more."""

from collections.abc import Iterable

from services.accounting.credit_account.following import move_exposure
from services.accounting.invoice.events import InvoiceCredited
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCredited)
def when_invoice_credited_move_exposure(fact: Fact[InvoiceCredited]) -> Iterable[Send]:
    """The credit that it used is free again."""
    yield move_exposure(fact.id, fact.data.debt, "credited", fact.data.credited_on)
