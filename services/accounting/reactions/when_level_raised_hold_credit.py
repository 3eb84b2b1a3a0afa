"""A level of dunning holds the debtor's new orders."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.limiting import HoldForDunning
from services.accounting.dunning_case.events import LevelRaised
from services.accounting.dunning_case.journalising import debtor_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(LevelRaised)
def when_level_raised_hold_credit(fact: Fact[LevelRaised]) -> Iterable[Send]:
    """Until the case is resolved, in each currency of its own."""
    raised = fact.data
    if not raised.holds_credit:
        return
    command = HoldForDunning(
        case_id=fact.id,
        reason=f"dunning case {raised.case_no}: {raised.name}, {raised.days_past_due} days past due",
        on=raised.raised_on,
    )
    yield Send(command, CREDIT_ACCOUNT.stream(debtor_of(fact.id)))
