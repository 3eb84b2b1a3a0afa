"""A customer is registered: accounting notes where they are written to about money."""

from collections.abc import Iterable

from services.accounting.debtor.decider import DEBTOR
from services.accounting.debtor.events import Addressee
from services.accounting.debtor.noting import AddressDebtor
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import CustomerRegisteredV1


@reacts_to(CustomerRegisteredV1)
def when_customer_registered_address_debtor(fact: Fact[CustomerRegisteredV1]) -> Iterable[Send]:
    """To their address for bills, in the language that they chose."""
    customer = fact.data
    addressee = Addressee(
        name=customer.name, email=customer.billing_email, country=customer.country, language=customer.language
    )
    yield Send(AddressDebtor(addressee=addressee, on=customer.registered_on), DEBTOR.stream(customer.customer_id))
