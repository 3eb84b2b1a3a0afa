"""Looking at what came back undelivered: none of it is stock, and fit for sale, by itself."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.shipment.events import LookedAt, ShipmentEvent, ShipmentInspected
from services.warehouse.shipment.picking import LineNamedTwice
from services.warehouse.shipment.planning import ShipmentIsCancelled, ShipmentUnknown
from services.warehouse.shipment.state import (
    CameBack,
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
from services.warehouse.stock_item.naming import site_of
from services.warehouse.stock_item.valuation import cost_of
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part


class HasNotComeBack(Rejection):
    """The goods are not back with us, so that nobody can look at them."""

    code = "warehouse.shipment.has-not-come-back"


class NothingToInspect(Rejection):
    """Somebody has looked at all of the line already, or it was not in the shipment."""

    code = "warehouse.shipment.nothing-to-inspect"


class NoUnitLookedAt(Rejection):
    """At least one unit of the line has to be looked at."""

    code = "warehouse.shipment.no-unit-looked-at"
    ground = Ground.UNACCEPTABLE


class InspectsMoreThanCameBack(Rejection):
    """More would be inspected than came back and was not looked at."""

    code = "warehouse.shipment.inspects-more-than-came-back"


@part
class GradedLine:
    """How many units of a line were found fit for sale, to be repaired, or scrap."""

    line_no: int
    good: Decimal
    repair: Decimal
    scrap: Decimal
    finding: str


@command
class InspectShipment:
    """These units, which came back undelivered, were found to be that."""

    inspection_id: str
    lines: tuple[GradedLine, ...]
    by: str
    on: date


def inspect_shipment(request: InspectShipment, shipment: Shipment) -> list[ShipmentEvent]:
    """All at once or part by part; each unit goes where the inspection says."""
    match shipment:
        case Unplanned():
            raise ShipmentUnknown("nothing is planned")
        case Returned(load=load, inspections=known):
            if any(request.inspection_id == one.inspection_id for one in known):
                return []
            return [
                ShipmentInspected(
                    inspection_id=request.inspection_id,
                    order_id=load.order_id,
                    warehouse=site_of(load.warehouse),
                    lines=_looked_at(request.lines, shipment),
                    inspected_by=request.by,
                    inspected_on=request.on,
                )
            ]
        case Planned() | Picked() | Packed() | Shipped() | Undelivered() | Delivered() | Lost():
            raise HasNotComeBack("take it back first")
        case Cancelled(reason=reason):
            raise ShipmentIsCancelled(reason)
        case _:
            assert_never(shipment)


def _looked_at(lines: Sequence[GradedLine], shipment: Returned) -> tuple[LookedAt, ...]:
    """The lines with what their units had cost. Raises the rejections above, naming the line of the request."""
    here = {one.line_no: one for one in shipment.to_inspect}
    found: dict[int, LookedAt] = {}
    for index, line in enumerate(lines):
        if line.line_no in found:
            raise LineNamedTwice(f"line {line.line_no}", field=f"lines.{index}.line_no")
        back = here.get(line.line_no)
        if back is None:
            raise NothingToInspect(f"line {line.line_no}", field=f"lines.{index}.line_no")
        seen = line.good + line.repair + line.scrap
        if not seen:
            raise NoUnitLookedAt(f"line {line.line_no}", field=f"lines.{index}")
        if seen > back.quantity:
            raise InspectsMoreThanCameBack(
                f"line {line.line_no}: {seen} inspected, {back.quantity} are to be",
                field=f"lines.{index}",
                to_inspect=back.quantity,
            )
        found[line.line_no] = _graded(line, back)
    return tuple(found.values())


def _graded(line: GradedLine, back: CameBack) -> LookedAt:
    """Each grade takes its share of what the grades before it left, so that the last unit leaves no cost behind."""
    good_value, rest = _share(line.good, back)
    repair_value, rest = _share(line.repair, rest)
    scrap_cost, _ = _share(line.scrap, rest)
    return LookedAt(
        line_no=line.line_no,
        sku=back.sku,
        good=line.good,
        good_value=good_value,
        repair=line.repair,
        repair_value=repair_value,
        scrap=line.scrap,
        scrap_cost=scrap_cost,
        finding=line.finding,
    )


def _share(quantity: Decimal, back: CameBack) -> tuple[Money, CameBack]:
    if not quantity:
        return Money.zero(back.cost.currency), back
    cost = cost_of(quantity, back.quantity, back.cost)
    rest = CameBack(line_no=back.line_no, sku=back.sku, quantity=back.quantity - quantity, cost=back.cost - cost)
    return cost, rest
