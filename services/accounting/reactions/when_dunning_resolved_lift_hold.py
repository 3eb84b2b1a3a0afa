"""A dunning case is resolved: it holds no order any more."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.limiting import LiftDunningHold
from services.accounting.dunning_case.events import CaseResolved
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CaseResolved)
def when_dunning_resolved_lift_hold(fact: Fact[CaseResolved]) -> Iterable[Send]:
    """By itself; a stop stays until a person lifts it."""
    command = LiftDunningHold(case_id=fact.id, on=fact.data.resolved_on)
    yield Send(command, CREDIT_ACCOUNT.stream(fact.data.customer_id))
