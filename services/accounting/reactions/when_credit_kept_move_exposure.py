"""A credit note took back what was paid: it counts off what the customer owes."""

from collections.abc import Iterable

from services.accounting.credit_account.following import count_off
from services.accounting.payment.events import CustomerCreditKept
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CustomerCreditKept)
def when_credit_kept_move_exposure(fact: Fact[CustomerCreditKept]) -> Iterable[Send]:
    """As money that came in."""
    kept = fact.data
    yield from count_off(fact.id, kept.customer_id, kept.amount.currency, "kept", fact.noted_on)
