"""A credit note left the customer with credit."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch_money
from services.accounting.payment.events import CustomerCreditKept
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CustomerCreditKept)
def when_credit_kept_watch_money(fact: Fact[CustomerCreditKept]) -> Iterable[Send]:
    """It covers what they owe like money that came in."""
    kept = fact.data
    yield from watch_money(fact.id, kept.customer_id, kept.amount.currency, fact.noted_on)
