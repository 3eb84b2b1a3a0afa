"""What was taken from an order for others does not go to its customer."""

from collections.abc import Iterator

from services.warehouse.reservation.events import ReservedGoodsWithdrawn
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.planning import CancelShipment
from services.warehouse.shipment.reducing import ReduceShipment
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReservedGoodsWithdrawn)
def when_goods_withdrawn_shrink_shipments(fact: Fact[ReservedGoodsWithdrawn]) -> Iterator[Send]:
    """A shipment of which nothing is left is called off."""
    withdrawn = fact.data
    for shipment in withdrawn.shipments:
        command = (
            CancelShipment(reason=withdrawn.reason, on=withdrawn.withdrawn_on)
            if shipment.called_off
            else ReduceShipment(
                reduction_id=withdrawn.withdrawal_id,
                lines=shipment.lines,
                reason=withdrawn.reason,
                on=withdrawn.withdrawn_on,
            )
        )
        yield Send(command, to=SHIPMENT.stream(shipment.shipment_id))
