"""A credit note is cancelled: what it took off may be dunned again."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch
from services.accounting.invoice.events import InvoiceCreditCancelled
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InvoiceCreditCancelled)
def when_credit_cancelled_watch_invoice(fact: Fact[InvoiceCreditCancelled]) -> Iterable[Send]:
    """The case reads what is open of the invoice now."""
    yield watch(fact.id, fact.data.debt, fact.noted_on)
