"""I6: stock is never negative, and is what came in less what left; in units and in worth."""

from typing import Any, Final

from deploy.proof.evidence import Evidence, invariant
from deploy.proof.verdict import Found, Sums, Units
from shared.published.warehouse import (
    GoodsReceivedV1,
    ReplacementReturnedV1,
    ReplacementShippedV1,
    ReturnInspectedV1,
    ShipmentReturnedV1,
    ShipmentShippedV1,
    StockAdjustedV1,
)

Place = tuple[str, str]
"""Warehouse and SKU."""

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
    left_from: dict[str, str] = {}
    for shipped in await evidence.told(ShipmentShippedV1):
        left_from[shipped.shipment_id] = shipped.warehouse
        for gone in shipped.lines:
            units.add((shipped.warehouse, gone.sku), -gone.quantity)
            worth.add((shipped.warehouse, gone.sku, gone.cost.currency), -gone.cost.minor)
    for returned in await evidence.told(ShipmentReturnedV1):
        warehouse = left_from.get(returned.shipment_id, "nowhere")
        for back in returned.lines:
            units.add((warehouse, back.sku), back.quantity)
            worth.add((warehouse, back.sku, back.cost.currency), back.cost.minor)
    await _inspected_and_given_away(evidence, units, worth)
    return units, worth


async def _inspected_and_given_away(evidence: Evidence, units: Units[Place], worth: Sums[tuple[str, str, str]]) -> None:
    """Returned units are where the inspection put them, scrap at no worth; what is given in their place has left."""
    for inspected in await evidence.told(ReturnInspectedV1):
        main, repair, scrap = inspected.warehouse, inspected.warehouse + ".repair", inspected.warehouse + ".scrap"
        for item in inspected.items:
            units.add((main, item.sku), item.good)
            worth.add((main, item.sku, item.good_value.currency), item.good_value.minor)
            units.add((repair, item.sku), item.repair)
            worth.add((repair, item.sku, item.repair_value.currency), item.repair_value.minor)
            units.add((scrap, item.sku), item.scrap)
    kinds: tuple[tuple[type[Any], int], ...] = ((ReplacementShippedV1, -1), (ReplacementReturnedV1, 1))
    for kind, sign in kinds:
        for given in await evidence.told(kind):
            for line in given.lines:
                units.add((given.warehouse, line.sku), sign * line.quantity)
                worth.add((given.warehouse, line.sku, line.cost.currency), sign * line.cost.minor)


@invariant(
    "I6",
    "on hand >= reserved >= 0; on hand and its worth = received + adjusted - shipped + returned; "
    "every reserved unit is held for an order and is in a shipment to go",
    may_be_empty="no stock yet",
)
async def stock_adds_up(evidence: Evidence, found: Found) -> None:
    """Per SKU and warehouse, from what the warehouse told; reservations and shipments from their own documents."""
    items = await evidence.documents("warehouse", "stock_item")
    units, worth = await _moved(evidence)
    on_hand: Units[Place] = Units()
    reserved: Units[Place] = Units()
    value: Sums[tuple[str, str, str]] = Sums()
    for item in items:
        on_hand.add((item.warehouse, item.sku), item.on_hand)
        reserved.add((item.warehouse, item.sku), item.reserved)
        if item.value is not None:
            value.add((item.warehouse, item.sku, item.value.currency), item.value.minor)
        found.require(
            item.on_hand >= item.reserved >= 0 and item.available == item.on_hand - item.reserved,
            f"{item.warehouse} {item.sku}: {item.on_hand} on hand, {item.reserved} reserved, "
            f"{item.available} available",
        )
    found.same_sums("on hand", on_hand, units)
    found.same_sums("worth of", value, worth)
    held: Units[Place] = Units()
    for reservation in await evidence.documents("warehouse", "reservation"):
        for line in reservation.lines:
            for part in line.parts:
                held.add((part.warehouse, line.sku), part.reserved)
    found.same_sums("reserved", reserved, held)
    to_go: Units[Place] = Units()
    for shipment in await evidence.documents("warehouse", "shipment"):
        if shipment.status in TO_GO:
            for line in shipment.lines:
                to_go.add((shipment.warehouse, line.sku), line.quantity)
    found.same_sums("in shipments to go", to_go, held)
