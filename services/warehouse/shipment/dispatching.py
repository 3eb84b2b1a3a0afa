"""Handing the goods to the carrier: from here on they are no longer ours to count."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.shipment.events import (
    ShipmentEvent,
    ShipmentLine,
    ShipmentShipped,
    ShippedLine,
)
from services.warehouse.shipment.packing import NotPickedYet
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
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.issuing import NotReserved
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.valuation import cost_of
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class LinesHaveChanged(Rejection):
    """The shipment's lines changed while it was being dispatched: ask again."""

    code = "warehouse.shipment.lines-have-changed"


@command
class DispatchShipment:
    """Hand the goods to a carrier. `skus` are those whose stock was looked up to value them."""

    skus: tuple[str, ...]
    carrier: str
    tracking_number: str
    by: str
    on: date


def dispatch_shipment(request: DispatchShipment, shipment: Shipment, given: Given) -> list[ShipmentEvent]:
    """What was picked leaves at its share of the stock's value, packed or not."""
    match shipment:
        case Unplanned():
            raise ShipmentUnknown("nothing is planned")
        case Planned():
            raise NotPickedYet("pick it first")
        case Picked(load=load) | Packed(load=load):
            if not {line.sku for line in load.lines} <= set(request.skus):
                raise LinesHaveChanged("read the shipment again")
            return [
                ShipmentShipped(
                    order_id=load.order_id,
                    warehouse=load.warehouse,
                    lines=_valued(load, given),
                    carrier=request.carrier,
                    tracking_number=request.tracking_number,
                    shipped_on=request.on,
                    shipped_by=request.by,
                )
            ]
        case Shipped(transit=transit) | Delivered(transit=transit):
            if (transit.carrier, transit.tracking_number) == (request.carrier, request.tracking_number):
                return []
            raise ShipmentHasLeft(f"with {transit.carrier} on {transit.shipped_on}")
        case Undelivered(transit=transit) | Returned(transit=transit) | Lost(transit=transit):
            raise ShipmentHasLeft(f"with {transit.carrier} on {transit.shipped_on}")
        case Cancelled(reason=reason):
            raise ShipmentIsCancelled(reason)
        case _:
            assert_never(shipment)


def _valued(load: Load, given: Given) -> tuple[ShippedLine, ...]:
    """Line by line: a line takes its share of what the lines before it left of the same stock."""
    left: dict[str, tuple[Decimal, Money]] = {}
    lines: list[ShippedLine] = []
    for line in load.lines:
        on_hand, value = left.get(line.sku) or _stock_of(line, load.warehouse, given)
        cost = cost_of(line.quantity, on_hand, value)
        left[line.sku] = (on_hand - line.quantity, value - cost)
        lines.append(ShippedLine(line_no=line.line_no, sku=line.sku, quantity=line.quantity, cost=cost))
    return tuple(lines)


def _stock_of(line: ShipmentLine, warehouse: str, given: Given) -> tuple[Decimal, Money]:
    """On hand and what it is worth. That it is set aside for the line is seen to where it is issued."""
    item = given.of(STOCK_ITEM, stock_id(warehouse, line.sku))
    if item.value is None:
        raise NotReserved(f"{line.sku} was never in stock in {warehouse}", asked=line.quantity)
    return item.on_hand, item.value
