"""A customer's tax id was corrected: the new one is theirs and the former one free, in the same transaction."""

from collections.abc import Iterable

from services.sales.customer.decider import CUSTOMER
from services.sales.customer.events import CustomerDetailsCorrected
from services.sales.customer.tax_id import key_of
from services.sales.tax_id.claiming import ClaimTaxId, ReleaseTaxId
from services.sales.tax_id.decider import TAX_ID
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CustomerDetailsCorrected)
def when_customer_details_corrected_claim_tax_id(fact: Fact[CustomerDetailsCorrected]) -> Iterable[Send]:
    """Where the tax id stayed, nothing is claimed: it may be shared from before tax ids were claimed."""
    corrected, former = fact.data, fact.data.former_tax_id
    if former is None:
        return
    if old := key_of(former.country, former.number):
        yield Send(ReleaseTaxId(customer_id=fact.id, on=corrected.corrected_on), TAX_ID.stream(old))
    if new := key_of(corrected.country, corrected.tax_id):
        command = ClaimTaxId(key=new, customer_id=fact.id, branch_of=corrected.branch_of, on=corrected.corrected_on)
        given = (CUSTOMER.stream(corrected.branch_of),) if corrected.branch_of else ()
        yield Send(command, TAX_ID.stream(new), given=given)
