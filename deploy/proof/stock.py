"""I6: stock is never negative, and is what came in less what left; in units and in worth."""

from collections.abc import Iterable
from typing import Any, Final

from deploy.proof.evidence import Evidence, invariant
from deploy.proof.inspected import inspected_items
from deploy.proof.verdict import Found, Sums, Units
from shared.published.corrections import GoodsReceiptCorrectedV1, ReturnInspectionCorrectedV1
from shared.published.free_goods import ReplacementInspectedV1, ReplacementReturnedV2, ReplacementShippedV1
from shared.published.warehouse import (
    GoodsReceivedV1,
    ReturnInspectedV1,
    ShipmentInspectedV1,
    ShipmentReturnedV2,
    ShipmentShippedV1,
    StockAdjustedV1,
)

Place = tuple[str, str]
"""Warehouse and SKU."""
ShipmentLine = tuple[str, int]
"""The shipment and the number of the line."""

TO_GO: Final = frozenset({"planned", "picked", "packed"})


async def _moved(evidence: Evidence) -> tuple[Units[Place], Sums[tuple[str, str, str]]]:
    """What the published facts say is there: units by place, and worth by place and currency."""
    units: Units[Place] = Units()
    worth: Sums[tuple[str, str, str]] = Sums()
    for adjusted in await evidence.told(StockAdjustedV1):
        units.add((adjusted.warehouse, adjusted.sku), adjusted.quantity)
        worth.add((adjusted.warehouse, adjusted.sku, adjusted.value.currency), adjusted.value.minor)
    for received in await evidence.told(GoodsReceivedV1):
        for line in received.lines:
            units.add((received.warehouse, line.sku), line.accepted)
            worth.add((received.warehouse, line.sku, line.accepted_value.currency), line.accepted_value.minor)
    for corrected in await evidence.told(GoodsReceiptCorrectedV1):
        for off in corrected.taken_off:
            units.add((corrected.warehouse, off.sku), -off.accepted)
            worth.add((corrected.warehouse, off.sku, off.value.currency), -off.value.minor)
    left_from: dict[str, str] = {}
    for shipped in await evidence.told(ShipmentShippedV1):
        left_from[shipped.shipment_id] = shipped.warehouse
        for gone in shipped.lines:
            units.add((shipped.warehouse, gone.sku), -gone.quantity)
            worth.add((shipped.warehouse, gone.sku, gone.cost.currency), -gone.cost.minor)
    for returned in await evidence.told(ShipmentReturnedV2):
        warehouse = left_from.get(returned.shipment_id, "nowhere")
        for back in () if returned.to_inspect else returned.lines:
            units.add((warehouse, back.sku), back.quantity)
            worth.add((warehouse, back.sku, back.cost.currency), back.cost.minor)
    await _inspected_and_given_away(evidence, units, worth)
    return units, worth


def _put_away(warehouse: str, items: Iterable[Any], units: Units[Place], worth: Sums[tuple[str, str, str]]) -> None:
    repair, scrap = warehouse + ".repair", warehouse + ".scrap"
    for item in items:
        units.add((warehouse, item.sku), item.good)
        worth.add((warehouse, item.sku, item.good_value.currency), item.good_value.minor)
        units.add((repair, item.sku), item.repair)
        worth.add((repair, item.sku, item.repair_value.currency), item.repair_value.minor)
        units.add((scrap, item.sku), item.scrap)


async def _inspected_and_given_away(evidence: Evidence, units: Units[Place], worth: Sums[tuple[str, str, str]]) -> None:
    """Returned units are where the inspection put them, scrap at no worth; what is given in their place has left."""
    for inspected in await evidence.told(ReturnInspectedV1):
        _put_away(inspected.warehouse, inspected.items, units, worth)
    for corrected in await evidence.told(ReturnInspectionCorrectedV1):
        for moved in corrected.moved:
            units.add((moved.warehouse, moved.sku), moved.quantity)
            worth.add((moved.warehouse, moved.sku, moved.value.currency), moved.value.minor)
    came_back: tuple[type[Any], ...] = (ShipmentInspectedV1, ReplacementInspectedV1)
    for looked_at in came_back:
        for parcel in await evidence.told(looked_at):
            _put_away(parcel.warehouse, parcel.lines, units, worth)
    kinds: tuple[tuple[type[Any], int], ...] = ((ReplacementShippedV1, -1), (ReplacementReturnedV2, 1))
    for kind, sign in kinds:
        for given in await evidence.told(kind):
            for line in () if sign > 0 and given.to_inspect else given.lines:
                units.add((given.warehouse, line.sku), sign * line.quantity)
                worth.add((given.warehouse, line.sku, line.cost.currency), sign * line.cost.minor)


@invariant(
    "I6",
    "on hand >= reserved >= 0; on hand and its worth = received - corrected + adjusted - shipped + returned; "
    "every reserved unit is held for an order and is in a shipment to go; what orders are short of is waited for, and "
    "nobody waits for what is available; what came back undelivered is inspected or waits for it; no order line comes "
    "back at more than left for it",
    may_be_empty="no stock yet",
)
async def stock_adds_up(evidence: Evidence, found: Found) -> None:
    """Per SKU and warehouse, from what the warehouse told; reservations and shipments from their own documents."""
    items = await evidence.documents("warehouse", "stock_item")
    units, worth = await _moved(evidence)
    on_hand: Units[Place] = Units()
    reserved: Units[Place] = Units()
    waiting: Units[Place] = Units()
    value: Sums[tuple[str, str, str]] = Sums()
    for item in items:
        on_hand.add((item.warehouse, item.sku), item.on_hand)
        reserved.add((item.warehouse, item.sku), item.reserved)
        waiting.add((item.warehouse, item.sku), item.waiting)
        if item.value is not None:
            value.add((item.warehouse, item.sku, item.value.currency), item.value.minor)
        found.require(
            item.on_hand >= item.reserved >= 0 and item.available == item.on_hand - item.reserved,
            f"{item.warehouse} {item.sku}: {item.on_hand} on hand, {item.reserved} reserved, "
            f"{item.available} available",
        )
        found.require(
            not (item.waiting and item.available),
            f"{item.warehouse} {item.sku}: {item.waiting} are waited for, and {item.available} available",
        )
    found.same_sums("on hand", on_hand, units)
    found.same_sums("worth of", value, worth)
    held: Units[Place] = Units()
    short: Units[Place] = Units()
    for reservation in await evidence.documents("warehouse", "reservation"):
        for line in reservation.lines:
            if line.short:
                short.add((reservation.short_in, line.sku), line.short)
            for part in line.parts:
                held.add((part.warehouse, line.sku), part.reserved)
    found.same_sums("reserved", reserved, held)
    found.same_sums("waited for", waiting, short)
    to_go: Units[Place] = Units()
    for shipment in await evidence.documents("warehouse", "shipment"):
        if shipment.status in TO_GO:
            for line in shipment.lines:
                to_go.add((shipment.warehouse, line.sku), line.quantity)
    found.same_sums("in shipments to go", to_go, held)
    await _what_came_back_is_looked_at(evidence, found)
    await _no_more_comes_back_than_left(evidence, found)


async def _what_came_back_is_looked_at(evidence: Evidence, found: Found) -> None:
    """What came back undelivered, as it was told; inspected, or still to inspect by the shipments' own documents."""
    back: Units[ShipmentLine] = Units()
    seen: Units[ShipmentLine] = Units()
    returned: tuple[tuple[type[Any], str], ...] = (
        (ShipmentReturnedV2, "line_no"),
        (ReplacementReturnedV2, "order_line_no"),
    )
    for kind, line_no in returned:
        for told in await evidence.told(kind):
            for line in told.lines if told.to_inspect else ():
                back.add((told.shipment_id, getattr(line, line_no)), line.quantity)
    inspected: tuple[type[Any], ...] = (ShipmentInspectedV1, ReplacementInspectedV1)
    for looked_at in inspected:
        for parcel in await evidence.told(looked_at):
            for line in parcel.lines:
                seen.add((parcel.shipment_id, line.line_no), line.good + line.repair + line.scrap)
    for shipment in await evidence.documents("warehouse", "shipment"):
        for line in shipment.to_inspect:
            seen.add((shipment.shipment_id, line.line_no), line.quantity)
    found.same_sums("came back with shipment line", back, seen)


async def _no_more_comes_back_than_left(evidence: Evidence, found: Found) -> None:
    """Of an order line, whatever was exchanged for it and came back in turn: what was sent free of charge left too."""
    left: Sums[tuple[str, int, str]] = Sums()
    gone: tuple[tuple[type[Any], str, int], ...] = (
        (ShipmentShippedV1, "line_no", 1),
        (ShipmentReturnedV2, "line_no", -1),
        (ReplacementShippedV1, "order_line_no", 1),
        (ReplacementReturnedV2, "order_line_no", -1),
    )
    for kind, line_no, sign in gone:
        for told in await evidence.told(kind):
            for line in told.lines:
                left.add((told.order_id, getattr(line, line_no), line.cost.currency), sign * line.cost.minor)
    back: Sums[tuple[str, int, str]] = Sums()
    for inspected, item in await inspected_items(evidence):
        for worth in (item.good_value, item.repair_value, item.scrap_cost):
            back.add((inspected.order_id, item.line_no, worth.currency), worth.minor)
    for (order_id, of_line, currency), minor in back.items():
        out = left.get((order_id, of_line, currency), 0)
        found.require(
            minor <= out,
            f"line {of_line} of order {order_id}: {minor:,} minor units of {currency} came back, {out:,} had left",
        )
