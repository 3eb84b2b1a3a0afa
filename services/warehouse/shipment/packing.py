"""Putting the picked goods into packages; and opening them again."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.shipment.events import PackingUndone, ShipmentEvent, ShipmentPacked
from services.warehouse.shipment.planning import ShipmentHasLeft, ShipmentIsCancelled, ShipmentUnknown
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
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class NotPickedYet(Rejection):
    """The goods are still on the shelf: pick them first."""

    code = "warehouse.shipment.not-picked-yet"


class PackedAlready(Rejection):
    """The shipment is packed already, in another way: undo the packing first."""

    code = "warehouse.shipment.packed-already"


@command
class PackShipment:
    """Put the goods into so many packages, of that weight together where it is known."""

    packages: int
    weight_kg: Decimal | None
    by: str
    on: date


@command
class UndoPacking:
    """Open the packages, to pack them anew or to change what is in them."""

    reason: str
    by: str
    on: date


def pack_shipment(request: PackShipment, shipment: Shipment) -> list[ShipmentEvent]:
    """What was picked is packed, no more and no less."""
    match shipment:
        case Unplanned():
            raise ShipmentUnknown("nothing is planned")
        case Planned():
            raise NotPickedYet("pick it first")
        case Picked():
            return [
                ShipmentPacked(
                    packages=request.packages,
                    weight_kg=request.weight_kg,
                    packed_by=request.by,
                    packed_on=request.on,
                )
            ]
        case Packed(packages=packages, weight_kg=weight_kg):
            if (packages, weight_kg) == (request.packages, request.weight_kg):
                return []
            raise PackedAlready("undo the packing first", packages=packages)
        case Shipped() | Undelivered() | Delivered() | Returned() | Lost():
            raise ShipmentHasLeft("what has left cannot be packed")
        case Cancelled(reason=reason):
            raise ShipmentIsCancelled(reason)
        case _:
            assert_never(shipment)


def undo_packing(request: UndoPacking, shipment: Shipment) -> list[ShipmentEvent]:
    """What is not packed needs no undoing."""
    match shipment:
        case Unplanned():
            raise ShipmentUnknown("nothing is planned")
        case Planned() | Picked():
            return []
        case Packed():
            return [PackingUndone(reason=request.reason, undone_by=request.by, undone_on=request.on)]
        case Shipped() | Undelivered() | Delivered() | Returned() | Lost():
            raise ShipmentHasLeft("what has left cannot be opened")
        case Cancelled(reason=reason):
            raise ShipmentIsCancelled(reason)
        case _:
            assert_never(shipment)
