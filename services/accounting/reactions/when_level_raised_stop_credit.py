"""A level of dunning stops the debtor's credit."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.limiting import StopAccount
from services.accounting.dunning_case.events import LevelRaised
from services.accounting.dunning_case.journalising import debtor_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(LevelRaised)
def when_level_raised_stop_credit(fact: Fact[LevelRaised]) -> Iterable[Send]:
    """New orders are held until a person lifts the stop, also when everything is paid."""
    raised = fact.data
    if not raised.stops_credit:
        return
    command = StopAccount(
        reason=f"dunning case {raised.case_no}: {raised.name}, {raised.days_past_due} days past due",
        by="dunning",
        on=raised.raised_on,
    )
    yield Send(command, CREDIT_ACCOUNT.stream(debtor_of(fact.id)))
