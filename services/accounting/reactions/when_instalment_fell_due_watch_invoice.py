"""An instalment is overdue: its debtor is late."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch
from services.accounting.invoice.events import InstalmentFellDue
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InstalmentFellDue)
def when_instalment_fell_due_watch_invoice(fact: Fact[InstalmentFellDue]) -> Iterable[Send]:
    """The dunning case takes the invoice in, and opens when it had not."""
    yield watch(fact.id, fact.data.debt, fact.noted_on)
