"""What was granted was lost on the way: somebody decides again what the customer gets."""

from collections.abc import Iterable
from decimal import Decimal

from services.care.customer_return.decider import CUSTOMER_RETURN
from services.care.customer_return.settling import NoteGoodsCameBack
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.free_goods import ReplacementLostV1


@reacts_to(ReplacementLostV1)
def when_replacement_lost_note_it(fact: Fact[ReplacementLostV1]) -> Iterable[Send]:
    """As if the goods had come back: the customer does not have them."""
    lost = fact.data
    command = NoteGoodsCameBack(
        shipment_id=lost.shipment_id,
        grant_id=lost.grant_id,
        quantity=sum((line.quantity for line in lost.lines), Decimal(0)),
        on=lost.lost_on,
    )
    yield Send(command, CUSTOMER_RETURN.stream(lost.return_id))
