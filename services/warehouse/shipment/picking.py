"""Taking the goods off the shelf, in full or what is found of them; and putting them back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.shipment.events import (
    PickingUndone,
    ShipmentEvent,
    ShipmentLine,
    ShipmentPicked,
    ShipmentSplit,
)
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
)
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part


class PickedAlready(Rejection):
    """The shipment is picked already, with other quantities: undo the picking first."""

    code = "warehouse.shipment.picked-already"


class LineNotPlanned(Rejection):
    """The shipment has no such line."""

    code = "warehouse.shipment.line-not-planned"
    ground = Ground.UNACCEPTABLE


class LineNamedTwice(Rejection):
    """A line is named more than once."""

    code = "warehouse.shipment.line-named-twice"
    ground = Ground.UNACCEPTABLE


class PicksMoreThanPlanned(Rejection):
    """More was picked than is planned, and set aside, for this shipment."""

    code = "warehouse.shipment.picks-more-than-planned"
    ground = Ground.UNACCEPTABLE


class NothingPicked(Rejection):
    """Nothing at all was picked: leave the shipment planned."""

    code = "warehouse.shipment.nothing-picked"
    ground = Ground.UNACCEPTABLE


class StillPacked(Rejection):
    """The goods are in packages: undo the packing first."""

    code = "warehouse.shipment.still-packed"


@part
class PickedLine:
    """What was found of a line."""

    line_no: int
    quantity: Decimal


@command
class PickShipment:
    """Take the goods off the shelf. No lines: all as planned. A line that is left out was not picked."""

    lines: tuple[PickedLine, ...]
    by: str
    on: date


@command
class UndoPicking:
    """Put the goods back on the shelf, to pick them anew."""

    reason: str
    by: str
    on: date


def pick_shipment(request: PickShipment, shipment: Shipment) -> list[ShipmentEvent]:
    """What is not found goes later, with a shipment of its own."""
    match shipment:
        case Unplanned():
            raise ShipmentUnknown("nothing is planned")
        case Planned(load=load):
            return _picked(request, load)
        case Picked(load=load) | Packed(load=load):
            if _was_picked_so(request, load):
                return []
            raise PickedAlready("undo the picking first")
        case Shipped() | Undelivered() | Delivered() | Returned() | Lost():
            raise ShipmentHasLeft("it was picked before")
        case Cancelled(reason=reason):
            raise ShipmentIsCancelled(reason)
        case _:
            assert_never(shipment)


def undo_picking(request: UndoPicking, shipment: Shipment) -> list[ShipmentEvent]:
    """What was not found the first time stays with the shipment that was made of it."""
    match shipment:
        case Unplanned():
            raise ShipmentUnknown("nothing is planned")
        case Planned():
            return []
        case Picked():
            return [PickingUndone(reason=request.reason, undone_by=request.by, undone_on=request.on)]
        case Packed():
            raise StillPacked("undo the packing first")
        case Shipped() | Undelivered() | Delivered() | Returned() | Lost():
            raise ShipmentHasLeft("what has left cannot be put back on the shelf")
        case Cancelled(reason=reason):
            raise ShipmentIsCancelled(reason)
        case _:
            assert_never(shipment)


def _was_picked_so(request: PickShipment, load: Load) -> bool:
    """The same again; what was picked short was not picked as planned."""
    if not request.lines:
        return not load.picked_short
    _refuse_twice(request)
    return _asked(request) == {one.line_no: one.quantity for one in load.lines}


def _picked(request: PickShipment, load: Load) -> list[ShipmentEvent]:
    planned = {line.line_no: line for line in load.lines}
    _refuse_unplanned(request, planned)
    asked = _asked(request) if request.lines else {one.line_no: one.quantity for one in load.lines}
    if not asked:
        raise NothingPicked("at least one unit has to be picked", field="lines")
    picked = _of_quantity(load, asked)
    left = _of_quantity(load, {one.line_no: one.quantity - asked.get(one.line_no, Decimal(0)) for one in load.lines})
    facts: list[ShipmentEvent] = [ShipmentPicked(lines=picked, picked_by=request.by, picked_on=request.on)]
    if left:
        facts.append(
            ShipmentSplit(
                order_id=load.order_id,
                warehouse=load.warehouse,
                terms=load.terms,
                lines=left,
                split_on=request.on,
            )
        )
    return facts


def _refuse_twice(request: PickShipment) -> None:
    seen: set[int] = set()
    for index, line in enumerate(request.lines):
        if line.line_no in seen:
            raise LineNamedTwice(f"line {line.line_no} comes twice", field=f"lines.{index}.line_no")
        seen.add(line.line_no)


def _refuse_unplanned(request: PickShipment, planned: Mapping[int, ShipmentLine]) -> None:
    _refuse_twice(request)
    for index, line in enumerate(request.lines):
        known = planned.get(line.line_no)
        if known is None:
            raise LineNotPlanned(f"there is no line {line.line_no}", field=f"lines.{index}.line_no")
        if line.quantity > known.quantity:
            raise PicksMoreThanPlanned(
                f"line {line.line_no}: {line.quantity} picked, {known.quantity} planned",
                field=f"lines.{index}.quantity",
                planned=known.quantity,
            )


def _asked(request: PickShipment) -> dict[int, Decimal]:
    return {line.line_no: line.quantity for line in request.lines if line.quantity}


def _of_quantity(load: Load, quantities: Mapping[int, Decimal]) -> tuple[ShipmentLine, ...]:
    """The lines with these quantities, without those of none."""
    return tuple(
        ShipmentLine(line_no=line.line_no, sku=line.sku, quantity=quantities[line.line_no])
        for line in load.lines
        if quantities.get(line.line_no)
    )
