"""What was granted could not be delivered: somebody decides again what the customer gets."""

from collections.abc import Iterable
from decimal import Decimal

from services.care.customer_return.decider import CUSTOMER_RETURN
from services.care.customer_return.settling import NoteGoodsCameBack
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.free_goods import ReplacementReturnedV2


@reacts_to(ReplacementReturnedV2)
def when_replacement_returned_note_it(fact: Fact[ReplacementReturnedV2]) -> Iterable[Send]:
    """The goods are back, whatever they are worth."""
    returned = fact.data
    command = NoteGoodsCameBack(
        shipment_id=returned.shipment_id,
        grant_id=returned.grant_id,
        quantity=sum((line.quantity for line in returned.lines), Decimal(0)),
        on=returned.returned_on,
    )
    yield Send(command, CUSTOMER_RETURN.stream(returned.return_id))
