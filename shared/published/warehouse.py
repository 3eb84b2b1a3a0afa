"""What the warehouse tells the other departments."""

from datetime import date, datetime
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.shapes import part
from shared.published.published import published, upcasts
from shared.published.topics import (
    WAREHOUSE_GOODS,
    WAREHOUSE_ITEM,
    WAREHOUSE_RESERVATION,
    WAREHOUSE_RETURN,
    WAREHOUSE_SHIPMENT,
    WAREHOUSE_SITE,
    WAREHOUSE_STOCK,
)


@published("warehouse.site.opened.v1", topic=WAREHOUSE_SITE)
class SiteOpenedV1:
    """Goods are kept there, for the first time or again: orders may name it by its code, the `warehouse`.

    Once one was told of, a code that was not is a slip of the hand. All of them are told under one key, in order.
    """

    warehouse: str
    name: str
    opened_on: date


@published("warehouse.site.closed.v1", topic=WAREHOUSE_SITE)
class SiteClosedV1:
    """Nothing new may name it. What named it before is carried out all the same."""

    warehouse: str
    reason: str
    closed_on: date


@published("warehouse.item.listed.v1", topic=WAREHOUSE_ITEM)
class ItemListedV1:
    """An item can be kept, sold and bought under this stock keeping unit (SKU)."""

    sku: str
    name: str
    unit: str
    listed_on: date


@published("warehouse.item.delisted.v1", topic=WAREHOUSE_ITEM)
class ItemDelistedV1:
    """The item is not offered any more; what is in stock may still leave."""

    sku: str
    reason: str
    delisted_on: date


@published("warehouse.stock.adjusted.v1", topic=WAREHOUSE_STOCK)
class StockAdjustedV1:
    """A counted difference or opening stock, approved by a second person: quantity and value changed by so much."""

    warehouse: str
    sku: str
    quantity: Decimal
    value: Money
    reason: str
    opening: bool
    adjusted_on: date


@part
class ReservedPart:
    """So many units of a line, reserved in that warehouse."""

    warehouse: str
    quantity: Decimal


@part
class ReservedLine:
    """One order line: what was asked for, where it is reserved, and what is short.

    Of what was ever shipped, `resolved` units came back undelivered and somebody decided about them: to be shipped
    again, or given up.
    """

    line_no: int
    sku: str
    ordered: Decimal
    parts: tuple[ReservedPart, ...]
    short: Decimal
    resolved: Decimal = Decimal(0)


@published("warehouse.reservation.made.v1", topic=WAREHOUSE_RESERVATION)
class ReservationMadeV1:
    """The warehouse set goods aside for an order; what is short has to be bought, for the named warehouse."""

    order_id: str
    contract_id: str
    customer_id: str
    lines: tuple[ReservedLine, ...]
    short_in: str
    requested_on: date
    made_on: date


@published("warehouse.reservation.topped-up.v1", topic=WAREHOUSE_RESERVATION)
class ReservationToppedUpV1:
    """Goods filled, in part or whole, what an order was short of: the lines as they stand now.

    They came with `purchase_order_id`; where it is empty they were counted, came back, or were somebody else's.
    """

    order_id: str
    contract_id: str
    lines: tuple[ReservedLine, ...]
    topped_up_on: date
    purchase_order_id: str = ""


@published("warehouse.reservation.reduced.v1", topic=WAREHOUSE_RESERVATION)
class ReservationReducedV1:
    """The answer to a reduction: all lines as they stand now, each `ordered` no less than what has left or is picked.

    Also told when nothing could be given back.
    """

    order_id: str
    contract_id: str
    reduction_id: str
    lines: tuple[ReservedLine, ...]
    reduced_on: date


@published("warehouse.reservation.renewed.v1", topic=WAREHOUSE_RESERVATION)
class ReservationRenewedV1:
    """The answer to who wants shipped again what came back: all lines as they stand now.

    What is short has to be bought, for the named warehouse. Also told when nothing was left to ship again.
    """

    order_id: str
    contract_id: str
    customer_id: str
    request_id: str
    lines: tuple[ReservedLine, ...]
    short_in: str
    requested_on: date
    renewed_on: date


@published("warehouse.reservation.released.v1", topic=WAREHOUSE_RESERVATION)
class ReservationReleasedV1:
    """What was set aside for an order is free again."""

    order_id: str
    contract_id: str
    reason: str
    released_on: date


@part
class MeantFor:
    """Whom received units are for, as purchasing said when it bought them: that line of that sales order.

    `order_id` may also name what care granted a customer; `replacement_for` is then the order that it stands in for.
    """

    order_id: str
    order_line_no: int
    quantity: Decimal
    replacement_for: str = ""


@part
class ReceivedLine:
    """A received purchase line. `accepted_value` is what the accepted units cost by the purchase order's price.

    `accepted_for` and `rejected_for` name whom the units are, or would have been, for.
    """

    purchase_line_no: int
    sku: str
    accepted: Decimal
    rejected: Decimal
    reject_reason: str
    accepted_value: Money
    accepted_for: tuple[MeantFor, ...] = ()
    rejected_for: tuple[MeantFor, ...] = ()


@published("warehouse.goods.received.v1", topic=WAREHOUSE_GOODS)
class GoodsReceivedV1:
    """A supplier delivered, in full or part; rejected goods did not become stock."""

    receipt_id: str
    purchase_order_id: str
    supplier_id: str
    warehouse: str
    lines: tuple[ReceivedLine, ...]
    received_on: date
    received_by: str


@part
class ShippedLine:
    """Units of one order line in a shipment. `cost` is what they stood at in the stock's value."""

    line_no: int
    sku: str
    quantity: Decimal
    cost: Money


@published("warehouse.shipment.shipped.v1", topic=WAREHOUSE_SHIPMENT)
class ShipmentShippedV1:
    """The goods left our hands."""

    shipment_id: str
    order_id: str
    contract_id: str
    customer_id: str
    warehouse: str
    lines: tuple[ShippedLine, ...]
    carrier: str
    tracking_number: str
    shipped_on: date


@published("warehouse.shipment.delivered.v1", topic=WAREHOUSE_SHIPMENT)
class ShipmentDeliveredV1:
    """The customer has the goods and somebody signed for them."""

    shipment_id: str
    order_id: str
    contract_id: str
    customer_id: str
    lines: tuple[ShippedLine, ...]
    warranty_months: int
    signed_by: str
    proof_sha256: str
    delivered_at: datetime
    service_months: int = 0
    was_lost: bool = False


@published("warehouse.shipment.lost.v1", topic=WAREHOUSE_SHIPMENT)
class ShipmentLostV1:
    """The carrier does not have the goods any more. They may turn up: told as delivered or returned, `was_lost`."""

    shipment_id: str
    order_id: str
    contract_id: str
    customer_id: str
    lines: tuple[ShippedLine, ...]
    reason: str
    declared_by: str
    lost_on: date


@published("warehouse.shipment.returned.v1", topic=WAREHOUSE_SHIPMENT)
class ShipmentReturnedV1:
    """Delivery failed and the goods are back in stock, at the cost that they left with."""

    shipment_id: str
    order_id: str
    contract_id: str
    customer_id: str
    lines: tuple[ShippedLine, ...]
    reason: str
    returned_on: date


@published("warehouse.shipment.returned.v2", topic=WAREHOUSE_SHIPMENT)
class ShipmentReturnedV2:
    """Delivery failed and the goods are back. Those that are `to_inspect` are not stock before somebody looked at them.

    The others are stock again at once, at the cost that they left with.
    """

    shipment_id: str
    order_id: str
    contract_id: str
    customer_id: str
    lines: tuple[ShippedLine, ...]
    reason: str
    returned_on: date
    to_inspect: bool
    was_lost: bool = False


@upcasts(ShipmentReturnedV1, to=ShipmentReturnedV2)
def shipment_returned_v2(told: ShipmentReturnedV1) -> ShipmentReturnedV2:
    """Nobody looked at what came back: it was stock again."""
    return ShipmentReturnedV2(
        shipment_id=told.shipment_id,
        order_id=told.order_id,
        contract_id=told.contract_id,
        customer_id=told.customer_id,
        lines=told.lines,
        reason=told.reason,
        returned_on=told.returned_on,
        to_inspect=False,
    )


@part
class InspectedLine:
    """What units that came back undelivered were found to be: fit for sale, to be repaired, or scrap.

    `good_value` and `repair_value` are what they went into stock at; `scrap_cost` what the scrapped ones had cost.
    """

    line_no: int
    sku: str
    good: Decimal
    good_value: Money
    repair: Decimal
    repair_value: Money
    scrap: Decimal
    scrap_cost: Money
    finding: str


@published("warehouse.shipment.inspected.v1", topic=WAREHOUSE_SHIPMENT)
class ShipmentInspectedV1:
    """Goods that came back undelivered were looked at and put where they belong: stock, repair stock or scrap."""

    shipment_id: str
    inspection_id: str
    order_id: str
    customer_id: str
    warehouse: str
    lines: tuple[InspectedLine, ...]
    inspected_by: str
    inspected_on: date


@part
class ReturnedItem:
    """Units of an item of a customer's return that arrived."""

    item_no: int
    line_no: int
    sku: str
    quantity: Decimal


@published("warehouse.return.received.v1", topic=WAREHOUSE_RETURN)
class ReturnReceivedV1:
    """Goods of an approved return arrived, all of them or some. They are not stock before they are inspected."""

    return_id: str
    receipt_id: str
    order_id: str
    items: tuple[ReturnedItem, ...]
    received_by: str
    received_on: date


@part
class InspectedItem:
    """What the inspection made of units of an item: fit for sale, to be repaired, or scrap.

    `good_value` and `repair_value` are what they went back into stock at; `scrap_cost` what the scrapped ones had cost.
    `kind` is what they had left as, where that was free of charge: `replacement`, `repair` or `not-accepted`.
    """

    item_no: int
    line_no: int
    sku: str
    good: Decimal
    good_value: Money
    repair: Decimal
    repair_value: Money
    scrap: Decimal
    scrap_cost: Money
    finding: str
    kind: str = ""


@published("warehouse.return.inspected.v1", topic=WAREHOUSE_RETURN)
class ReturnInspectedV1:
    """Returned units were looked at one by one and put where they belong: stock, repair stock or scrap."""

    return_id: str
    inspection_id: str
    order_id: str
    customer_id: str
    warehouse: str
    items: tuple[InspectedItem, ...]
    inspected_by: str
    inspected_on: date
