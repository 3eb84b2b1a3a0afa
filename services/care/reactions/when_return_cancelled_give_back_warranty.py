"""The customer keeps the goods of a cancelled return, covered as they were."""

from collections.abc import Iterable

from services.care.customer_return.events import ReturnCancelled
from services.care.warranty.claiming import GiveBackUnits
from services.care.warranty.decider import WARRANTY
from services.care.warranty.events import ClaimedUnits
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnCancelled)
def when_return_cancelled_give_back_warranty(fact: Fact[ReturnCancelled]) -> Iterable[Send]:
    """In the same transaction; a return that was never approved holds nothing."""
    cancelled = fact.data
    command = GiveBackUnits(
        source_id=str(fact.event_id),
        return_id=fact.id,
        units=tuple(
            ClaimedUnits(
                line_no=item.line_no,
                shipment_id=item.shipment_id,
                quantity=item.quantity,
                last_shipment_id=item.last_shipment_id,
            )
            for item in cancelled.items
        ),
        on=cancelled.cancelled_on,
    )
    yield Send(command, WARRANTY.stream(cancelled.order_id))
