"""An order that may be billed uses credit."""

from collections.abc import Iterable

from services.accounting.billing.events import BillingOpened
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.reserving import ReserveCredit
from services.accounting.credit_policy.decider import THE_CREDIT_POLICY
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(BillingOpened)
def when_billing_opened_reserve_credit(fact: Fact[BillingOpened]) -> Iterable[Send]:
    """Reserved or held, in the transaction that opens the billing."""
    opened = fact.data
    command = ReserveCredit(order_id=fact.id, amount=opened.expected, placed_by=opened.placed_by, on=opened.placed_on)
    yield Send(command, CREDIT_ACCOUNT.stream(opened.customer_id), given=(THE_CREDIT_POLICY,))
