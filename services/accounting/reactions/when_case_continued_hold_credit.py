"""A dunning case goes on from one that was resolved: what its levels held is held again."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.limiting import HoldForDunning
from services.accounting.dunning_case.events import CaseContinued
from services.accounting.dunning_case.journalising import debtor_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CaseContinued)
def when_case_continued_hold_credit(fact: Fact[CaseContinued]) -> Iterable[Send]:
    """A stop did not go with the case: it stands, or a person has lifted it, and then it stays lifted."""
    continued = fact.data
    if not continued.holds_credit:
        return
    command = HoldForDunning(
        case_id=fact.id,
        reason=f"dunning case {continued.case_no}: {continued.name}, as case {continued.continues} before it",
        on=continued.continued_on,
    )
    yield Send(command, CREDIT_ACCOUNT.stream(debtor_of(fact.id)))
