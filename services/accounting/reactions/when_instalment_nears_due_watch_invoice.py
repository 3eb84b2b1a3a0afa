"""An instalment nears its day: its debtor may be reminded of it."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch
from services.accounting.invoice.events import InstalmentNearsDue
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InstalmentNearsDue)
def when_instalment_nears_due_watch_invoice(fact: Fact[InstalmentNearsDue]) -> Iterable[Send]:
    """The dunning case takes the invoice in."""
    yield watch(fact.id, fact.data.debt, fact.noted_on)
