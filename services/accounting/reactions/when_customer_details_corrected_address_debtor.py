"""A customer's details were corrected: from then on accounting writes to the new address."""

from collections.abc import Iterable

from services.accounting.debtor.decider import DEBTOR
from services.accounting.debtor.events import Addressee
from services.accounting.debtor.noting import AddressDebtor
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import CustomerDetailsCorrectedV1


@reacts_to(CustomerDetailsCorrectedV1)
def when_customer_details_corrected_address_debtor(fact: Fact[CustomerDetailsCorrectedV1]) -> Iterable[Send]:
    """Reminders that were sent stay as they are."""
    customer = fact.data
    addressee = Addressee(
        name=customer.name, email=customer.billing_email, country=customer.country, language=customer.language
    )
    yield Send(AddressDebtor(addressee=addressee, on=fact.noted_on), DEBTOR.stream(customer.customer_id))
