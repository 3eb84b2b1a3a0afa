"""A customer's details were corrected: from then on care writes to the new address."""

from collections.abc import Iterable

from services.care.addressee.decider import ADDRESSEE
from services.care.addressee.events import Address
from services.care.addressee.noting import AddressCustomer
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.sales import CustomerDetailsCorrectedV1


@reacts_to(CustomerDetailsCorrectedV1)
def when_customer_details_corrected_note_address(fact: Fact[CustomerDetailsCorrectedV1]) -> Iterable[Send]:
    """Letters that were written stay as they are."""
    customer = fact.data
    address = Address(name=customer.name, email=customer.billing_email, language=customer.language)
    yield Send(AddressCustomer(address=address, on=fact.noted_on), ADDRESSEE.stream(customer.customer_id))
