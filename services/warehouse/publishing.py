"""From private facts to published events: the only list of what leaves this department."""

from typing import Final

from services.warehouse.goods_receipt.events import GoodsReceived
from services.warehouse.goods_receipt.state import GoodsReceipt
from services.warehouse.item.events import ItemDelisted, ItemListed
from services.warehouse.item.state import Item
from services.warehouse.reservation.events import (
    ReservationMade,
    ReservationReleased,
    ReservationToppedUp,
)
from services.warehouse.reservation.state import Held, Released, Reservation
from services.warehouse.shipment.events import ShipmentDelivered, ShipmentReturned, ShipmentShipped
from services.warehouse.shipment.events import ShippedLine as LineThatLeft
from services.warehouse.shipment.state import Delivered, Returned, Shipment, Shipped
from services.warehouse.stock_item.events import StockAdjusted
from services.warehouse.stock_item.naming import place_of
from services.warehouse.stock_item.state import StockItem
from shared.kernel.decider import Fact
from shared.kernel.reaction import Publish
from shared.published.warehouse import (
    GoodsReceivedV1,
    ItemDelistedV1,
    ItemListedV1,
    ReceivedLine,
    ReservationMadeV1,
    ReservationReleasedV1,
    ReservationToppedUpV1,
    ReservedLine,
    ReservedPart,
    ShipmentDeliveredV1,
    ShipmentReturnedV1,
    ShipmentShippedV1,
    ShippedLine,
    StockAdjustedV1,
)


def item_listed(fact: Fact[ItemListed], _: Item) -> ItemListedV1:
    """Others may name this SKU from now on."""
    listed = fact.data
    return ItemListedV1(sku=fact.id, name=listed.name, unit=listed.unit, listed_on=listed.listed_on)


def item_delisted(fact: Fact[ItemDelisted], _: Item) -> ItemDelistedV1:
    """Others should promise it no more."""
    return ItemDelistedV1(sku=fact.id, reason=fact.data.reason, delisted_on=fact.data.delisted_on)


def stock_adjusted(fact: Fact[StockAdjusted], _: StockItem) -> StockAdjustedV1:
    """The books follow the stock's value."""
    adjusted = fact.data
    warehouse, sku = place_of(fact.id)
    return StockAdjustedV1(
        warehouse=warehouse,
        sku=sku,
        quantity=adjusted.quantity,
        value=adjusted.value,
        reason=adjusted.reason,
        opening=adjusted.opening,
        adjusted_on=adjusted.adjusted_on,
    )


def _lines_as_they_stand(held: Held) -> tuple[ReservedLine, ...]:
    """What is set aside counts whether it has left or not: ordered is what is set aside and what is short."""
    return tuple(
        ReservedLine(
            line_no=line.line_no,
            sku=line.sku,
            ordered=line.ordered,
            parts=tuple(ReservedPart(warehouse=one.warehouse, quantity=one.quantity) for one in line.parts),
            short=line.short,
        )
        for line in held.lines
    )


def reservation_made(fact: Fact[ReservationMade], reservation: Reservation) -> ReservationMadeV1:
    """Sales knows what it can promise, purchasing what to buy."""
    assert isinstance(reservation, Held)
    made = fact.data
    return ReservationMadeV1(
        order_id=fact.id,
        contract_id=made.terms.contract_id,
        customer_id=made.terms.customer_id,
        lines=_lines_as_they_stand(reservation),
        short_in=made.short_in,
        requested_on=made.terms.requested_on,
        made_on=made.made_on,
    )


def reservation_topped_up(fact: Fact[ReservationToppedUp], reservation: Reservation) -> ReservationToppedUpV1:
    """Sales sees the shortage shrink."""
    assert isinstance(reservation, Held)
    return ReservationToppedUpV1(
        order_id=fact.id,
        contract_id=reservation.terms.contract_id,
        lines=_lines_as_they_stand(reservation),
        topped_up_on=fact.data.topped_up_on,
    )


def reservation_released(fact: Fact[ReservationReleased], reservation: Reservation) -> ReservationReleasedV1:
    """Nobody need buy for the order any more."""
    assert isinstance(reservation, Released)
    return ReservationReleasedV1(
        order_id=fact.id,
        contract_id=reservation.terms.contract_id,
        reason=fact.data.reason,
        released_on=fact.data.released_on,
    )


def _lines_that_left(lines: tuple[LineThatLeft, ...]) -> tuple[ShippedLine, ...]:
    return tuple(
        ShippedLine(line_no=line.line_no, sku=line.sku, quantity=line.quantity, cost=line.cost) for line in lines
    )


def shipment_shipped(fact: Fact[ShipmentShipped], shipment: Shipment) -> ShipmentShippedV1:
    """The goods are on their way."""
    assert isinstance(shipment, Shipped)
    shipped, terms = fact.data, shipment.load.terms
    return ShipmentShippedV1(
        shipment_id=fact.id,
        order_id=shipped.order_id,
        contract_id=terms.contract_id,
        customer_id=terms.customer_id,
        warehouse=shipped.warehouse,
        lines=_lines_that_left(shipped.lines),
        carrier=shipped.carrier,
        tracking_number=shipped.tracking_number,
        shipped_on=shipped.shipped_on,
    )


def shipment_delivered(fact: Fact[ShipmentDelivered], shipment: Shipment) -> ShipmentDeliveredV1:
    """Accounting may bill it, care stands by it."""
    assert isinstance(shipment, Delivered)
    terms = shipment.load.terms
    return ShipmentDeliveredV1(
        shipment_id=fact.id,
        order_id=shipment.load.order_id,
        contract_id=terms.contract_id,
        customer_id=terms.customer_id,
        lines=_lines_that_left(shipment.transit.lines),
        warranty_months=terms.warranty_months,
        signed_by=fact.data.signed_by,
        proof_sha256=fact.data.proof_sha256,
        delivered_at=fact.data.delivered_at,
    )


def shipment_returned(fact: Fact[ShipmentReturned], shipment: Shipment) -> ShipmentReturnedV1:
    """The customer does not have it."""
    assert isinstance(shipment, Returned)
    returned, terms = fact.data, shipment.load.terms
    return ShipmentReturnedV1(
        shipment_id=fact.id,
        order_id=returned.order_id,
        contract_id=terms.contract_id,
        customer_id=terms.customer_id,
        lines=_lines_that_left(returned.lines),
        reason=returned.reason,
        returned_on=returned.returned_on,
    )


def goods_received(fact: Fact[GoodsReceived], _: GoodsReceipt) -> GoodsReceivedV1:
    """Purchasing matches it with what it ordered and with what the supplier bills."""
    received = fact.data
    return GoodsReceivedV1(
        receipt_id=fact.id,
        purchase_order_id=received.purchase_order_id,
        supplier_id=received.supplier_id,
        warehouse=received.warehouse,
        lines=tuple(
            ReceivedLine(
                purchase_line_no=line.purchase_line_no,
                sku=line.sku,
                accepted=line.accepted,
                rejected=line.rejected,
                reject_reason=line.reject_reason,
                accepted_value=line.accepted_value,
            )
            for line in received.lines
        ),
        received_on=received.received_on,
        received_by=received.received_by,
    )


PUBLISHING: Final[dict[type, Publish]] = {
    ItemListed: item_listed,
    ItemDelisted: item_delisted,
    StockAdjusted: stock_adjusted,
    ReservationMade: reservation_made,
    ReservationToppedUp: reservation_topped_up,
    ReservationReleased: reservation_released,
    ShipmentShipped: shipment_shipped,
    ShipmentDelivered: shipment_delivered,
    ShipmentReturned: shipment_returned,
    GoodsReceived: goods_received,
}
