"""The customer has what was granted."""

from collections.abc import Iterable
from datetime import UTC
from decimal import Decimal

from services.care.customer_return.decider import CUSTOMER_RETURN
from services.care.customer_return.settling import NoteGoodsDelivered
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.free_goods import ReplacementDeliveredV1


@reacts_to(ReplacementDeliveredV1)
def when_replacement_delivered_note_it(fact: Fact[ReplacementDeliveredV1]) -> Iterable[Send]:
    """The last thing that a return may wait for."""
    delivered = fact.data
    command = NoteGoodsDelivered(
        shipment_id=delivered.shipment_id,
        grant_id=delivered.grant_id,
        quantity=sum((line.quantity for line in delivered.lines), Decimal(0)),
        on=delivered.delivered_at.astimezone(UTC).date(),
    )
    yield Send(command, CUSTOMER_RETURN.stream(delivered.return_id))
