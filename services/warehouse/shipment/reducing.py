"""Taking goods off a shipment that is still to be picked: the customer wants less, or others get them."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.shipment.events import ShipmentEvent, ShipmentLine, ShipmentReduced
from services.warehouse.shipment.planning import ShipmentHasLeft, ShipmentIsCancelled, ShipmentUnknown
from services.warehouse.shipment.state import (
    Cancelled,
    Delivered,
    Load,
    Lost,
    Packed,
    Picked,
    Planned,
    Returned,
    Shipment,
    Shipped,
    Undelivered,
    Unplanned,
    without,
)
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class OffTheShelf(Rejection):
    """The goods are picked: they go as they are."""

    code = "warehouse.shipment.off-the-shelf"


class ReducedTooFar(Rejection):
    """More would be taken off the shipment than is in it, or all of it: that is called off, not reduced."""

    code = "warehouse.shipment.reduced-too-far"


@command
class ReduceShipment:
    """Take these goods off it: they are not set aside any more."""

    reduction_id: str
    lines: tuple[ShipmentLine, ...]
    reason: str
    on: date


def reduce_shipment(request: ReduceShipment, shipment: Shipment) -> list[ShipmentEvent]:
    """Once per reduction, and only while the goods are on the shelf. The reservation says who has them then."""
    match shipment:
        case Unplanned():
            raise ShipmentUnknown("nothing is planned")
        case Planned(load=load) if request.reduction_id in load.reductions:
            return []
        case Planned(load=load):
            _refuse_too_much(request, load)
            return [
                ShipmentReduced(
                    reduction_id=request.reduction_id,
                    lines=request.lines,
                    reason=request.reason,
                    reduced_on=request.on,
                )
            ]
        case Picked() | Packed():
            raise OffTheShelf("undo the picking first")
        case Shipped() | Undelivered() | Delivered() | Returned() | Lost():
            raise ShipmentHasLeft("what has left can only be delivered or come back")
        case Cancelled(reason=reason):
            raise ShipmentIsCancelled(reason)
        case _:
            assert_never(shipment)


def _refuse_too_much(request: ReduceShipment, load: Load) -> None:
    planned = {line.line_no: line.quantity for line in load.lines}
    for line in request.lines:
        there = planned.get(line.line_no, Decimal(0))
        if line.quantity > there:
            raise ReducedTooFar(f"line {line.line_no}: {line.quantity} to be taken off, {there} planned", planned=there)
    if not without(load.lines, request.lines):
        raise ReducedTooFar("nothing would be left in it")
