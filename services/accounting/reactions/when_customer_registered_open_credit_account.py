"""A registered customer gets a credit account."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.opening import OpenAccount
from services.accounting.credit_policy.decider import THE_CREDIT_POLICY
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import CustomerRegisteredV1


@reacts_to(CustomerRegisteredV1)
def when_customer_registered_open_credit_account(fact: Fact[CustomerRegisteredV1]) -> Iterable[Send]:
    """With the limit of the credit policy; where it has none, nothing is checked until one is set."""
    customer = fact.data
    command = OpenAccount(customer_name=customer.name, currency=customer.currency, on=customer.registered_on)
    yield Send(command, CREDIT_ACCOUNT.stream(customer.customer_id), given=(THE_CREDIT_POLICY,))
