"""What arrived although it had been given up is with us, not with the customer."""

from collections.abc import Iterable

from services.care.customer_return.events import ReturnReceived
from services.care.warranty.claiming import NoteLateUnits
from services.care.warranty.decider import WARRANTY
from services.care.warranty.events import ClaimedUnits
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReturnReceived)
def when_late_goods_received_use_up_warranty(fact: Fact[ReturnReceived]) -> Iterable[Send]:
    """Only what is late: what was expected is used up since the approval."""
    received = fact.data
    if received.late:
        command = NoteLateUnits(
            return_id=fact.id,
            units=tuple(
                ClaimedUnits(
                    line_no=item.line_no,
                    shipment_id=item.shipment_id,
                    quantity=item.quantity,
                    last_shipment_id=item.last_shipment_id,
                )
                for item in received.late
            ),
            on=received.received_on,
        )
        yield Send(command, WARRANTY.stream(received.order_id))
