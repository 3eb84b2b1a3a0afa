"""The goods of an order that are still to be picked, and taking them off the shipments that they were to go with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from services.warehouse.reservation.events import ReducedShipment
from services.warehouse.reservation.lines import NOTHING
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import ShipmentLine
from services.warehouse.shipment.planning import CancelShipment
from services.warehouse.shipment.reducing import ReduceShipment
from services.warehouse.shipment.state import Load, Planned
from shared.kernel.decider import Given, Send


def planned_among(shipments: Iterable[str], given: Given) -> list[tuple[str, Load]]:
    """The shipments whose goods are still on the shelf, in the order in which they were planned."""
    found = [(shipment_id, given.of(SHIPMENT, shipment_id)) for shipment_id in shipments]
    return [(shipment_id, one.load) for shipment_id, one in found if isinstance(one, Planned)]


def first_of(units: Decimal, there: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """So many units from the first places that have some."""
    taken: dict[str, Decimal] = {}
    for place, quantity in there:
        share = min(units, quantity)
        if share > 0:
            taken[place] = share
            units -= share
    return taken


def reduced_by(
    planned: Sequence[tuple[str, Load]], losses: Mapping[str, Sequence[ShipmentLine]]
) -> tuple[ReducedShipment, ...]:
    """The shipments that lose these lines; called off when nothing else is in them."""
    return tuple(
        ReducedShipment(
            shipment_id=shipment_id,
            lines=tuple(losses[shipment_id]),
            called_off=_units(losses[shipment_id]) == _units(load.lines),
        )
        for shipment_id, load in planned
        if shipment_id in losses
    )


def shrinking(shipments: Iterable[ReducedShipment], *, reduction_id: str, reason: str, on: date) -> Iterator[Send]:
    """What takes the lines off these shipments; one of which nothing is left is called off."""
    for shipment in shipments:
        command = (
            CancelShipment(reason=reason, on=on)
            if shipment.called_off
            else ReduceShipment(reduction_id=reduction_id, lines=shipment.lines, reason=reason, on=on)
        )
        yield Send(command, to=SHIPMENT.stream(shipment.shipment_id))


def _units(lines: Iterable[ShipmentLine]) -> Decimal:
    return sum((line.quantity for line in lines), NOTHING)
