"""A charge was waived: it is neither owed nor income any more."""

from collections.abc import Iterable

from services.accounting.dunning_case.events import ChargeWaived
from services.accounting.dunning_case.journalising import income_role
from services.accounting.ledger.posting import credit, debit, entry
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ChargeWaived)
def when_charge_waived_write_journal(fact: Fact[ChargeWaived]) -> Iterable[Send]:
    """What was settled of it before stays income."""
    waived = fact.data
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="dunning",
        text=f"Waiver of {waived.charge_id} of dunning case {fact.id}",
        posted_on=waived.waived_on,
        lines=[debit(income_role(waived.kind), waived.amount), credit("receivable", waived.amount, waived.customer_id)],
    )
