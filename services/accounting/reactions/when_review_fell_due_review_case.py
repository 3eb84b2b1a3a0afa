"""The day of a case's review has come."""

from collections.abc import Iterable

from services.accounting.debtor.decider import DEBTOR
from services.accounting.dunning_case.events import ReviewFellDue
from services.accounting.dunning_case.reviewing import ReviewCase
from services.accounting.dunning_policy.decider import THE_POLICY
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReviewFellDue)
def when_review_fell_due_review_case(fact: Fact[ReviewFellDue]) -> Iterable[Send]:
    """By the policy in force, written to where the debtor is written to now."""
    command = ReviewCase(on=fact.data.fell_due_on)
    yield Send(command, fact.stream, given=(THE_POLICY, DEBTOR.stream(fact.data.customer_id)))
