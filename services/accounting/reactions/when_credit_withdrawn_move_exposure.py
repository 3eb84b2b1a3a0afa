"""A customer's credit is withdrawn: it does not count off what they owe any more."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_off
from services.accounting.payment.events import CustomerCreditWithdrawn
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CustomerCreditWithdrawn)
def when_credit_withdrawn_move_exposure(fact: Fact[CustomerCreditWithdrawn]) -> Iterable[Send]:
    """As money that did not stay."""
    gone = fact.data
    yield from count_off(fact.id, gone.customer_id, gone.amount.currency, "withdrawn", fact.noted_on)
