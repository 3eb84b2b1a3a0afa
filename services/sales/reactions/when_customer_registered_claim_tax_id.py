"""A customer is registered: their tax id is theirs, in the same transaction."""

from collections.abc import Iterable

from services.sales.customer.decider import CUSTOMER
from services.sales.customer.events import CustomerRegistered
from services.sales.customer.tax_id import key_of
from services.sales.tax_id.claiming import ClaimTaxId
from services.sales.tax_id.decider import TAX_ID
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CustomerRegistered)
def when_customer_registered_claim_tax_id(fact: Fact[CustomerRegistered]) -> Iterable[Send]:
    """Where another customer has it, nobody is registered. Who stated none claims none."""
    registered = fact.data
    key = key_of(registered.country, registered.tax_id)
    if key:
        command = ClaimTaxId(key=key, customer_id=fact.id, branch_of=registered.branch_of, on=registered.registered_on)
        given = (CUSTOMER.stream(registered.branch_of),) if registered.branch_of else ()
        yield Send(command, TAX_ID.stream(key), given=given)
