"""What will not be billed needs no credit."""

from collections.abc import Iterable

from services.accounting.billing.events import BillingAmended
from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.lowering import LowerReservedCredit
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(BillingAmended)
def when_billing_amended_lower_credit(fact: Fact[BillingAmended]) -> Iterable[Send]:
    """Given back, or a held order checked anew, in the transaction that amends the billing."""
    amended = fact.data
    command = LowerReservedCredit(order_id=fact.id, amount=amended.lowered, on=amended.amended_on)
    yield Send(command, CREDIT_ACCOUNT.stream(amended.customer_id))
