"""One quotation makes one contract: the quotation refuses a second, and with it the signing."""

from collections.abc import Iterable

from services.sales.contract.events import ContractSigned
from services.sales.quotation.contracting import NoteContracted
from services.sales.quotation.decider import QUOTATION
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ContractSigned)
def when_contract_signed_note_it_on_quotation(fact: Fact[ContractSigned]) -> Iterable[Send]:
    """In the transaction of the signing."""
    signed = fact.data
    noted = NoteContracted(contract_id=fact.id, on=signed.signed_on)
    yield Send(noted, to=QUOTATION.stream(signed.quotation_id))
