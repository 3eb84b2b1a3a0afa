"""What was never sent is with the customer, covered as it was."""

from collections.abc import Iterable

from services.care.customer_return.events import ReturnExpired
from services.care.warranty.claiming import GiveBackUnits
from services.care.warranty.decider import WARRANTY
from services.care.warranty.events import ClaimedUnits
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnExpired)
def when_return_expired_give_back_warranty(fact: Fact[ReturnExpired]) -> Iterable[Send]:
    """In the same transaction: the units can be claimed anew at once."""
    expired = fact.data
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
            for item in expired.items
        ),
        on=expired.expired_on,
    )
    yield Send(command, WARRANTY.stream(expired.order_id))
