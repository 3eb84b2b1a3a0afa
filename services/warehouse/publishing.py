"""From private facts to published events: the only list of what leaves this department."""

from decimal import Decimal
from typing import Final

from services.warehouse.goods_receipt.events import GoodsReceiptCorrected, GoodsReceived
from services.warehouse.goods_receipt.publishing import goods_receipt_corrected, goods_received
from services.warehouse.item.events import ItemDelisted, ItemListed
from services.warehouse.item.state import Item
from services.warehouse.reservation.events import (
    ReservationMade,
    ReservationReduced,
    ReservationReleased,
    ReservationRenewed,
    ReservationToppedUp,
    ReservedGoodsWithdrawn,
)
from services.warehouse.reservation.state import Held, Released, Reservation
from services.warehouse.returned_goods.events import (
    InspectionCorrected,
    ReturnInspected,
    ReturnReceiptCorrected,
    ReturnReceived,
)
from services.warehouse.returned_goods.publishing import (
    inspection_corrected,
    return_inspected,
    return_receipt_corrected,
    return_received,
)
from services.warehouse.shipment.events import (
    ShipmentDelivered,
    ShipmentInspected,
    ShipmentLost,
    ShipmentReturned,
    ShipmentShipped,
)
from services.warehouse.shipment.publishing import (
    shipment_delivered,
    shipment_inspected,
    shipment_lost,
    shipment_returned,
    shipment_shipped,
)
from services.warehouse.site_list.events import SiteClosed, SiteOpened, SiteReopened
from services.warehouse.site_list.state import SiteList
from services.warehouse.stock_item.events import StockAdjusted
from services.warehouse.stock_item.naming import place_of
from services.warehouse.stock_item.state import StockItem
from shared.kernel.decider import Fact
from shared.kernel.reaction import Publish
from shared.published.free_goods import ReplacementKeptBackV1, ReplacementReservedV1
from shared.published.warehouse import (
    ItemDelistedV1,
    ItemListedV1,
    ReservationMadeV1,
    ReservationReducedV1,
    ReservationReleasedV1,
    ReservationRenewedV1,
    ReservationToppedUpV1,
    ReservedLine,
    ReservedPart,
    SiteClosedV1,
    SiteOpenedV1,
    StockAdjustedV1,
)
from shared.published.withdrawn_goods import ReservationWithdrawnV1


def site_opened(fact: Fact[SiteOpened], _: SiteList) -> SiteOpenedV1:
    """Others may name this site from now on, and none that they have not heard of."""
    opened = fact.data
    return SiteOpenedV1(warehouse=opened.code, name=opened.name, opened_on=opened.opened_on)


def site_reopened(fact: Fact[SiteReopened], _: SiteList) -> SiteOpenedV1:
    """Others may name this site again."""
    reopened = fact.data
    return SiteOpenedV1(warehouse=reopened.code, name=reopened.name, opened_on=reopened.reopened_on)


def site_closed(fact: Fact[SiteClosed], _: SiteList) -> SiteClosedV1:
    """Others should name this site no more."""
    closed = fact.data
    return SiteClosedV1(warehouse=closed.code, reason=closed.reason, closed_on=closed.closed_on)


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
            resolved=line.resolved,
        )
        for line in held.lines
    )


def reservation_made(
    fact: Fact[ReservationMade], reservation: Reservation
) -> ReservationMadeV1 | ReplacementReservedV1:
    """Sales knows what it can promise, purchasing what to buy. What care granted is no order that sales knows."""
    assert isinstance(reservation, Held)
    made = fact.data
    if (free := made.terms.free_of_charge) is not None:
        return ReplacementReservedV1(
            grant_id=fact.id,
            return_id=free.return_id,
            order_id=free.order_id,
            lines=_lines_as_they_stand(reservation),
            short_in=made.short_in,
            requested_on=made.terms.requested_on,
            reserved_on=made.made_on,
        )
    return ReservationMadeV1(
        order_id=fact.id,
        contract_id=made.terms.contract_id,
        customer_id=made.terms.customer_id,
        lines=_lines_as_they_stand(reservation),
        short_in=made.short_in,
        requested_on=made.terms.requested_on,
        made_on=made.made_on,
    )


def reservation_topped_up(fact: Fact[ReservationToppedUp], reservation: Reservation) -> ReservationToppedUpV1 | None:
    """Sales sees the shortage of its order shrink."""
    assert isinstance(reservation, Held)
    if reservation.terms.free_of_charge is not None:
        return None
    return ReservationToppedUpV1(
        order_id=fact.id,
        contract_id=reservation.terms.contract_id,
        lines=_lines_as_they_stand(reservation),
        topped_up_on=fact.data.topped_up_on,
        purchase_order_id=fact.data.purchase_order_id,
    )


def reservation_reduced(
    fact: Fact[ReservationReduced], reservation: Reservation
) -> ReservationReducedV1 | ReplacementKeptBackV1:
    """The answer to sales, or of what is free to care; purchasing need not buy what is not short any more.

    Of free goods that came back undelivered care has heard already.
    """
    assert isinstance(reservation, Held)
    if (free := reservation.terms.free_of_charge) is not None:
        return ReplacementKeptBackV1(
            revocation_id=fact.data.reduction_id,
            grant_id=fact.id,
            return_id=free.return_id,
            order_id=free.order_id,
            quantity=sum((line.kept_back for line in fact.data.lines), Decimal(0)),
            lines=_lines_as_they_stand(reservation),
            kept_back_on=fact.data.reduced_on,
        )
    return ReservationReducedV1(
        order_id=fact.id,
        contract_id=reservation.terms.contract_id,
        reduction_id=fact.data.reduction_id,
        lines=_lines_as_they_stand(reservation),
        reduced_on=fact.data.reduced_on,
    )


def reservation_renewed(fact: Fact[ReservationRenewed], reservation: Reservation) -> ReservationRenewedV1:
    """The answer to sales; purchasing buys what is short again. Only sales asks this, of its orders."""
    assert isinstance(reservation, Held)
    return ReservationRenewedV1(
        order_id=fact.id,
        contract_id=reservation.terms.contract_id,
        customer_id=reservation.terms.customer_id,
        request_id=fact.data.request_id,
        lines=_lines_as_they_stand(reservation),
        short_in=reservation.short_in,
        requested_on=reservation.terms.requested_on,
        renewed_on=fact.data.renewed_on,
    )


def reservation_withdrawn(fact: Fact[ReservedGoodsWithdrawn], reservation: Reservation) -> ReservationWithdrawnV1:
    """Sales sees what its order lost, purchasing buys what is short of it again. What is free stays."""
    assert isinstance(reservation, Held)
    withdrawn = fact.data
    return ReservationWithdrawnV1(
        order_id=fact.id,
        contract_id=reservation.terms.contract_id,
        customer_id=reservation.terms.customer_id,
        withdrawal_id=withdrawn.withdrawal_id,
        lines=_lines_as_they_stand(reservation),
        short_in=reservation.short_in,
        requested_on=reservation.terms.requested_on,
        reason=withdrawn.reason,
        withdrawn_by=withdrawn.withdrawn_by,
        withdrawn_on=withdrawn.withdrawn_on,
        missing=withdrawn.missing,
        purchase_order_id=withdrawn.purchase_order_id,
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


PUBLISHING: Final[dict[type, Publish]] = {
    SiteOpened: site_opened,
    SiteReopened: site_reopened,
    SiteClosed: site_closed,
    ItemListed: item_listed,
    ItemDelisted: item_delisted,
    StockAdjusted: stock_adjusted,
    ReservationMade: reservation_made,
    ReservationToppedUp: reservation_topped_up,
    ReservationReduced: reservation_reduced,
    ReservationRenewed: reservation_renewed,
    ReservedGoodsWithdrawn: reservation_withdrawn,
    ReservationReleased: reservation_released,
    ShipmentShipped: shipment_shipped,
    ShipmentDelivered: shipment_delivered,
    ShipmentReturned: shipment_returned,
    ShipmentLost: shipment_lost,
    ShipmentInspected: shipment_inspected,
    GoodsReceived: goods_received,
    GoodsReceiptCorrected: goods_receipt_corrected,
    ReturnReceived: return_received,
    ReturnReceiptCorrected: return_receipt_corrected,
    ReturnInspected: return_inspected,
    InspectionCorrected: inspection_corrected,
}
