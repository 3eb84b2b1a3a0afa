"""An inspection found units to be what they are not: it is corrected, item by item, to what they are.

The same units in other grades: they leave the stock that they were put into, and go where they belong, at what an
inspection that had said so at once would have put them there at. How many were looked at is never corrected.
"""

from collections.abc import Iterator
from datetime import date

from services.warehouse.reservation.events import MissingGoods
from services.warehouse.reservation.missing import missing_goods
from services.warehouse.reservation.on_the_shelf import planned_among
from services.warehouse.returned_goods.events import InspectedItem, InspectionCorrected, MovedGoods, ReturnedGoodsEvent
from services.warehouse.returned_goods.receiving import Graded, NotAnItem, file_of, inspected_as
from services.warehouse.returned_goods.state import ReturnedGoods
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.grading import places_of
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.valuation import value_without
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class InspectionUnknown(Rejection):
    """Nothing of the return was inspected under this id."""

    code = "warehouse.returned-goods.inspection-unknown"
    ground = Ground.NOT_FOUND


class InspectorCorrects(Rejection):
    """Whoever inspected the goods cannot say that they are something else: it takes a second person."""

    code = "warehouse.returned-goods.inspector-corrects"
    ground = Ground.NOT_ALLOWED


class OtherNumberInspected(Rejection):
    """The grades are of more units, or of fewer, than were inspected."""

    code = "warehouse.returned-goods.other-number-inspected"
    ground = Ground.UNACCEPTABLE


@command
class CorrectInspection:
    """Let the inspection say what the units of an item are.

    The decision is given the stocks for sale, for repair and of scrap, and the named shipments, which are still to be
    picked: where fewer are left for sale than are set aside, the first of these lose theirs.
    """

    inspection_id: str
    graded: Graded
    shipments: tuple[str, ...]
    reason: str
    by: str
    on: date


def correct_inspection(request: CorrectInspection, goods: ReturnedGoods, given: Given) -> list[ReturnedGoodsEvent]:
    """Corrected to what it says already, nothing happens."""
    file, item_no = file_of(goods), request.graded.item_no
    inspection = next((one for one in file.inspections if one.inspection_id == request.inspection_id), None)
    if inspection is None:
        raise InspectionUnknown(f"the return has no inspection {request.inspection_id}")
    if request.by == inspection.inspected_by:
        raise InspectorCorrects(f"{inspection.inspected_by} inspected them")
    was = next((item for item in inspection.items if item.item_no == item_no), None)
    balance = file.balance(item_no)
    if was is None or balance is None:
        raise NotAnItem(f"item {item_no} was not inspected then", field="item_no")
    found = inspected_as(request.graded, balance)
    if found.looked_at != was.looked_at:
        raise OtherNumberInspected(f"{found.looked_at} graded, {was.looked_at} inspected", inspected=was.looked_at)
    if found == was:
        return []
    return [
        InspectionCorrected(
            inspection_id=inspection.inspection_id,
            correction_no=sum(one.inspection_id == inspection.inspection_id for one in file.regradings) + 1,
            warehouse=inspection.warehouse,
            was=was,
            found=found,
            moved=tuple(_moved(was, found, inspection.warehouse, given)),
            missing=_missing(was, found, inspection.warehouse, request.shipments, given),
            reason=request.reason,
            corrected_by=request.by,
            corrected_on=request.on,
        )
    ]


def _moved(was: InspectedItem, found: InspectedItem, warehouse: str, given: Given) -> Iterator[MovedGoods]:
    """What left meanwhile left at an average that these units had a part in: the stock loses no more than it has."""
    for before, after in zip(places_of(was, warehouse), places_of(found, warehouse), strict=True):
        more, value = after.quantity - before.quantity, after.value - before.value
        if more < 0:
            item = given.of(STOCK_ITEM, stock_id(after.warehouse, found.sku))
            value = -value_without(-more, -value, item)
        if more:
            yield MovedGoods(warehouse=after.warehouse, quantity=more, value=value)


def _missing(
    was: InspectedItem, found: InspectedItem, warehouse: str, shipments: tuple[str, ...], given: Given
) -> tuple[MissingGoods, ...]:
    """Only what is for sale is set aside for orders."""
    fewer = was.good - found.good
    if fewer <= 0:
        return ()
    lacking = fewer - given.of(STOCK_ITEM, stock_id(warehouse, found.sku)).available
    return missing_goods({found.sku: lacking}, planned_among(shipments, given), warehouse) if lacking > 0 else ()
