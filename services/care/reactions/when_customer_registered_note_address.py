"""A customer is registered: care notes where they are written to."""

from collections.abc import Iterable

from services.care.addressee.decider import ADDRESSEE
from services.care.addressee.events import Address
from services.care.addressee.noting import AddressCustomer
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import CustomerRegisteredV1


@reacts_to(CustomerRegisteredV1)
def when_customer_registered_note_address(fact: Fact[CustomerRegisteredV1]) -> Iterable[Send]:
    """At the only address that sales tells of."""
    customer = fact.data
    address = Address(name=customer.name, email=customer.billing_email, language=customer.language)
    yield Send(AddressCustomer(address=address, on=customer.registered_on), ADDRESSEE.stream(customer.customer_id))
