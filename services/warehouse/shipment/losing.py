"""Giving up a parcel that the carrier does not have any more. What turns up later is delivered, or taken back."""

from datetime import date
from typing import assert_never

from services.warehouse.shipment.delivering import DeliveredAlready, NotShippedYet, ReturnedAlready
from services.warehouse.shipment.events import ShipmentEvent, ShipmentLost
from services.warehouse.shipment.planning import ShipmentIsCancelled, ShipmentUnknown
from services.warehouse.shipment.state import (
    Cancelled,
    Delivered,
    Lost,
    Packed,
    Picked,
    Planned,
    Returned,
    Shipment,
    Shipped,
    Undelivered,
    Unplanned,
)
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class ShipperDeclaresLost(Rejection):
    """Whoever handed the goods to the carrier cannot give them up as lost: it takes a second person."""

    code = "warehouse.shipment.shipper-declares-lost"
    ground = Ground.NOT_ALLOWED


@command
class DeclareLost:
    """The goods are not to be found."""

    reason: str
    by: str
    on: date


def declare_lost(request: DeclareLost, shipment: Shipment) -> list[ShipmentEvent]:
    """Only what is on its way, or could not be handed over, can be lost. Its cost is a loss from then on.

    By somebody else than handed it over: else one person alone could take goods off the books, as no count lets them.
    """
    match shipment:
        case Unplanned():
            raise ShipmentUnknown("nothing is planned")
        case Planned() | Picked() | Packed():
            raise NotShippedYet("what is missing here is counted")
        case Shipped(load=load, transit=transit) | Undelivered(load=load, transit=transit):
            if request.by == transit.shipped_by:
                raise ShipperDeclaresLost(f"{transit.shipped_by} shipped it")
            return [
                ShipmentLost(
                    order_id=load.order_id,
                    warehouse=load.warehouse,
                    lines=transit.lines,
                    reason=request.reason,
                    declared_by=request.by,
                    lost_on=request.on,
                )
            ]
        case Lost():
            return []
        case Delivered(signed_by=signed_by):
            raise DeliveredAlready(f"{signed_by} signed for it", signed_by=signed_by)
        case Returned(reason=reason):
            raise ReturnedAlready(reason)
        case Cancelled(reason=reason):
            raise ShipmentIsCancelled(reason)
        case _:
            assert_never(shipment)
