"""A customer's name was put right."""

from collections.abc import Iterable

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.credit_account.opening import NameCustomer
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import CustomerDetailsCorrectedV1


@reacts_to(CustomerDetailsCorrectedV1)
def when_customer_details_corrected_rename_credit_account(fact: Fact[CustomerDetailsCorrectedV1]) -> Iterable[Send]:
    """Lists then show the account under the right name."""
    customer = fact.data
    yield Send(NameCustomer(customer_name=customer.name), CREDIT_ACCOUNT.stream(customer.customer_id))
