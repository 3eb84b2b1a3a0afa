"""An instalment that fell due unpaid is overdue."""

from collections.abc import Iterable

from services.accounting.credit_account.following import move_exposure
from services.accounting.invoice.events import InstalmentFellDue
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(InstalmentFellDue)
def when_instalment_fell_due_move_exposure(fact: Fact[InstalmentFellDue]) -> Iterable[Send]:
    """From owed to overdue: the exposure stays the same."""
    yield move_exposure(fact.id, fact.data.debt, "fell-due", fact.data.due_on)
