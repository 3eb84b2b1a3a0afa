"""Planning what goes together, and calling it off."""

from datetime import date
from typing import assert_never

from services.warehouse.shipment.events import (
    DeliveryTerms,
    ShipmentCancelled,
    ShipmentEvent,
    ShipmentExtended,
    ShipmentLine,
    ShipmentPlanned,
)
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


class ShipmentUnknown(Rejection):
    """No such shipment is planned."""

    code = "warehouse.shipment.unknown"
    ground = Ground.NOT_FOUND


class ShipmentIsCancelled(Rejection):
    """The shipment was called off: its order was cancelled, is for less, or lost the goods to another one."""

    code = "warehouse.shipment.cancelled"


class ShipmentHasBegun(Rejection):
    """The shipment is picked already, so nothing can join it."""

    code = "warehouse.shipment.has-begun"


class ShipmentHasLeft(Rejection):
    """The shipment has left the warehouse."""

    code = "warehouse.shipment.has-left"


@command
class PlanShipment:
    """Send goods that are set aside in a warehouse together; what is set aside later by the same cause joins them.

    `cause_id` is what set these goods aside: the same cause is planned once.
    """

    order_id: str
    warehouse: str
    terms: DeliveryTerms
    lines: tuple[ShipmentLine, ...]
    cause_id: str
    remainder_of: str
    on: date


@command
class CancelShipment:
    """Call it off: nothing of it is set aside any more."""

    reason: str
    on: date


def plan_shipment(request: PlanShipment, shipment: Shipment) -> list[ShipmentEvent]:
    """New, or joined to the goods that are still to be picked."""
    match shipment:
        case Unplanned():
            return [
                ShipmentPlanned(
                    order_id=request.order_id,
                    warehouse=request.warehouse,
                    terms=request.terms,
                    lines=request.lines,
                    cause_id=request.cause_id,
                    remainder_of=request.remainder_of,
                    planned_on=request.on,
                )
            ]
        case (
            Planned(load=load)
            | Picked(load=load)
            | Packed(load=load)
            | Shipped(load=load)
            | Undelivered(load=load)
            | Delivered(load=load)
            | Returned(load=load)
            | Lost(load=load)
            | Cancelled(load=load)
        ) if request.cause_id in load.causes:
            return []
        case Planned():
            return [ShipmentExtended(lines=request.lines, cause_id=request.cause_id, extended_on=request.on)]
        case Picked() | Packed():
            raise ShipmentHasBegun("plan another one")
        case Shipped() | Undelivered() | Delivered() | Returned() | Lost():
            raise ShipmentHasLeft("plan another one")
        case Cancelled(reason=reason):
            raise ShipmentIsCancelled(reason)
        case _:
            assert_never(shipment)


def cancel_shipment(request: CancelShipment, shipment: Shipment) -> list[ShipmentEvent]:
    """Until it has left. Its goods are given back by the release, or the reduction, that calls it off."""
    match shipment:
        case Unplanned():
            raise ShipmentUnknown("nothing is planned")
        case Planned() | Picked() | Packed():
            return [ShipmentCancelled(reason=request.reason, cancelled_on=request.on)]
        case Cancelled():
            return []
        case Shipped() | Undelivered() | Delivered() | Returned() | Lost():
            raise ShipmentHasLeft("what has left can only be delivered or come back")
        case _:
            assert_never(shipment)
