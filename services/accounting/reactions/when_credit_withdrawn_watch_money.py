"""A customer's credit is withdrawn: it covers nothing any more."""

from collections.abc import Iterable

from services.accounting.dunning_case.following import watch_money
from services.accounting.payment.events import CustomerCreditWithdrawn
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CustomerCreditWithdrawn)
def when_credit_withdrawn_watch_money(fact: Fact[CustomerCreditWithdrawn]) -> Iterable[Send]:
    """As money that did not stay."""
    gone = fact.data
    yield from watch_money(fact.id, gone.customer_id, gone.amount.currency, fact.noted_on)
