"""What other departments hear of shipments. What is free of charge is told apart, so that nobody bills it."""

from services.warehouse.shipment.events import (
    ShipmentDelivered,
    ShipmentInspected,
    ShipmentLost,
    ShipmentReturned,
    ShipmentShipped,
)
from services.warehouse.shipment.events import ShippedLine as LineThatLeft
from services.warehouse.shipment.state import Delivered, Lost, Returned, Shipment, Shipped
from shared.kernel.decider import Fact
from shared.published.free_goods import (
    ReplacementDeliveredV1,
    ReplacementInspectedV1,
    ReplacementLine,
    ReplacementLostV1,
    ReplacementReturnedV2,
    ReplacementShippedLine,
    ReplacementShippedV1,
)
from shared.published.warehouse import (
    InspectedLine,
    ShipmentDeliveredV1,
    ShipmentInspectedV1,
    ShipmentLostV1,
    ShipmentReturnedV2,
    ShipmentShippedV1,
    ShippedLine,
)


def _lines_that_left(lines: tuple[LineThatLeft, ...]) -> tuple[ShippedLine, ...]:
    return tuple(
        ShippedLine(line_no=line.line_no, sku=line.sku, quantity=line.quantity, cost=line.cost) for line in lines
    )


def _given_away(lines: tuple[LineThatLeft, ...]) -> tuple[ReplacementShippedLine, ...]:
    return tuple(
        ReplacementShippedLine(order_line_no=line.line_no, sku=line.sku, quantity=line.quantity, cost=line.cost)
        for line in lines
    )


def shipment_shipped(fact: Fact[ShipmentShipped], shipment: Shipment) -> ShipmentShippedV1 | ReplacementShippedV1:
    """The goods are on their way."""
    assert isinstance(shipment, Shipped)
    shipped, terms = fact.data, shipment.load.terms
    if (free := terms.free_of_charge) is not None:
        return ReplacementShippedV1(
            shipment_id=fact.id,
            grant_id=shipped.order_id,
            return_id=free.return_id,
            order_id=free.order_id,
            customer_id=terms.customer_id,
            kind=free.kind,
            warehouse=shipped.warehouse,
            lines=_given_away(shipped.lines),
            shipped_on=shipped.shipped_on,
        )
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


def shipment_delivered(
    fact: Fact[ShipmentDelivered], shipment: Shipment
) -> ShipmentDeliveredV1 | ReplacementDeliveredV1:
    """Accounting may bill it, care stands by it; or the customer has what care granted."""
    assert isinstance(shipment, Delivered)
    terms = shipment.load.terms
    if (free := terms.free_of_charge) is not None:
        return ReplacementDeliveredV1(
            shipment_id=fact.id,
            grant_id=shipment.load.order_id,
            return_id=free.return_id,
            order_id=free.order_id,
            customer_id=terms.customer_id,
            kind=free.kind,
            lines=tuple(
                ReplacementLine(order_line_no=line.line_no, sku=line.sku, quantity=line.quantity)
                for line in shipment.transit.lines
            ),
            signed_by=fact.data.signed_by,
            delivered_at=fact.data.delivered_at,
        )
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
        service_months=terms.service_months,
        was_lost=fact.data.found is not None,
    )


def shipment_returned(fact: Fact[ShipmentReturned], shipment: Shipment) -> ShipmentReturnedV2 | ReplacementReturnedV2:
    """The customer does not have it."""
    assert isinstance(shipment, Returned)
    returned, terms = fact.data, shipment.load.terms
    if (free := terms.free_of_charge) is not None:
        return ReplacementReturnedV2(
            shipment_id=fact.id,
            grant_id=returned.order_id,
            return_id=free.return_id,
            order_id=free.order_id,
            customer_id=terms.customer_id,
            kind=free.kind,
            warehouse=returned.warehouse,
            lines=_given_away(returned.lines),
            reason=returned.reason,
            returned_on=returned.returned_on,
            to_inspect=returned.to_inspect,
            was_lost=returned.was_lost,
        )
    return ShipmentReturnedV2(
        shipment_id=fact.id,
        order_id=returned.order_id,
        contract_id=terms.contract_id,
        customer_id=terms.customer_id,
        lines=_lines_that_left(returned.lines),
        reason=returned.reason,
        returned_on=returned.returned_on,
        to_inspect=returned.to_inspect,
        was_lost=returned.was_lost,
    )


def shipment_lost(fact: Fact[ShipmentLost], shipment: Shipment) -> ShipmentLostV1 | ReplacementLostV1:
    """Nobody has it; somebody decides what the customer gets."""
    assert isinstance(shipment, Lost)
    lost, terms = fact.data, shipment.load.terms
    if (free := terms.free_of_charge) is not None:
        return ReplacementLostV1(
            shipment_id=fact.id,
            grant_id=lost.order_id,
            return_id=free.return_id,
            order_id=free.order_id,
            customer_id=terms.customer_id,
            kind=free.kind,
            lines=_given_away(lost.lines),
            reason=lost.reason,
            declared_by=lost.declared_by,
            lost_on=lost.lost_on,
        )
    return ShipmentLostV1(
        shipment_id=fact.id,
        order_id=lost.order_id,
        contract_id=terms.contract_id,
        customer_id=terms.customer_id,
        lines=_lines_that_left(lost.lines),
        reason=lost.reason,
        declared_by=lost.declared_by,
        lost_on=lost.lost_on,
    )


def shipment_inspected(
    fact: Fact[ShipmentInspected], shipment: Shipment
) -> ShipmentInspectedV1 | ReplacementInspectedV1:
    """Accounting books what the goods are worth."""
    assert isinstance(shipment, Returned)
    inspected, terms = fact.data, shipment.load.terms
    if (free := terms.free_of_charge) is not None:
        return ReplacementInspectedV1(
            shipment_id=fact.id,
            inspection_id=inspected.inspection_id,
            grant_id=inspected.order_id,
            return_id=free.return_id,
            order_id=free.order_id,
            customer_id=terms.customer_id,
            kind=free.kind,
            warehouse=inspected.warehouse,
            lines=_looked_at(inspected),
            inspected_by=inspected.inspected_by,
            inspected_on=inspected.inspected_on,
        )
    return ShipmentInspectedV1(
        shipment_id=fact.id,
        inspection_id=inspected.inspection_id,
        order_id=inspected.order_id,
        customer_id=terms.customer_id,
        warehouse=inspected.warehouse,
        lines=_looked_at(inspected),
        inspected_by=inspected.inspected_by,
        inspected_on=inspected.inspected_on,
    )


def _looked_at(inspected: ShipmentInspected) -> tuple[InspectedLine, ...]:
    return tuple(
        InspectedLine(
            line_no=line.line_no,
            sku=line.sku,
            good=line.good,
            good_value=line.good_value,
            repair=line.repair,
            repair_value=line.repair_value,
            scrap=line.scrap,
            scrap_cost=line.scrap_cost,
            finding=line.finding,
        )
        for line in inspected.lines
    )
