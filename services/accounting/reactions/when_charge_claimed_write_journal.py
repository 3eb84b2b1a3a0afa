"""A fee or interest was claimed: a receivable of its own, and income."""

from collections.abc import Iterable

from services.accounting.dunning_case.events import ChargeClaimed
from services.accounting.dunning_case.journalising import debtor_of, income_role
from services.accounting.ledger.posting import credit, debit, entry
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ChargeClaimed)
def when_charge_claimed_write_journal(fact: Fact[ChargeClaimed]) -> Iterable[Send]:
    """The debtor is the first part of the case's id."""
    claimed = fact.data
    yield entry(
        str(derived_id("journal", fact.event_id)),
        source="dunning",
        text=f"{claimed.kind.capitalize()} {claimed.charge_id} of dunning case {fact.id}",
        posted_on=claimed.claimed_on,
        lines=[
            debit("receivable", claimed.amount, debtor_of(fact.id)),
            credit(income_role(claimed.kind), claimed.amount),
        ],
    )
