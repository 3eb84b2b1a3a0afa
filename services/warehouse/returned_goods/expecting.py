"""Expecting what a customer may send back, and not expecting it any more."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from services.warehouse.returned_goods.events import (
    ExpectedItem,
    ReturnedGoodsEvent,
    ReturnExpected,
    ReturnWithdrawn,
)
from services.warehouse.returned_goods.state import Expected, ReturnedGoods, Unheard, Withdrawn
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.planning import ShipmentUnknown
from services.warehouse.shipment.state import Delivered
from services.warehouse.stock_item.naming import site_of
from shared.kernel.decider import Given
from shared.kernel.shapes import command, part


@part
class ApprovedItem:
    """Units of an order line that came, the last time, with that shipment."""

    item_no: int
    line_no: int
    sku: str
    shipment_id: str
    quantity: Decimal


@command
class ExpectReturn:
    """A return was approved. Given the shipments that the goods left with."""

    order_id: str
    contract_id: str
    customer_id: str
    warehouse: str
    items: tuple[ApprovedItem, ...]
    expected_by: date


@command
class WithdrawReturn:
    """Nothing more will come."""

    reason: str
    on: date


def expect_return(request: ExpectReturn, goods: ReturnedGoods, given: Given) -> list[ReturnedGoodsEvent]:
    """With what the goods had cost us: they go back into stock at no more than that."""
    match goods:
        case Expected() | Withdrawn():
            return []
        case Unheard():
            items = tuple(_expected(item, _shipment(item, given)) for item in request.items)
            return [
                ReturnExpected(
                    order_id=request.order_id,
                    contract_id=request.contract_id,
                    customer_id=request.customer_id,
                    warehouse=request.warehouse,
                    deliver_to=_shipment(request.items[0], given).load.terms.deliver_to,
                    items=items,
                    expected_by=request.expected_by,
                )
            ]
        case _:
            assert_never(goods)


def _shipment(item: ApprovedItem, given: Given) -> Delivered:
    """The shipment that brought the goods: one of ours, which care learned of from us. Raises ShipmentUnknown."""
    shipment = given.of(SHIPMENT, item.shipment_id)
    if not isinstance(shipment, Delivered):
        raise ShipmentUnknown(f"{item.shipment_id} was not delivered")
    return shipment


def _expected(item: ApprovedItem, shipment: Delivered) -> ExpectedItem:
    left = next((line for line in shipment.transit.lines if line.line_no == item.line_no), None)
    if left is None:
        raise ShipmentUnknown(f"line {item.line_no} was not in {item.shipment_id}")
    return ExpectedItem(
        item_no=item.item_no,
        line_no=item.line_no,
        sku=item.sku,
        shipment_id=item.shipment_id,
        quantity=item.quantity,
        shipped=left.quantity,
        shipped_cost=left.cost,
        kind=free.kind if (free := shipment.load.terms.free_of_charge) is not None else "",
        left_from=site_of(shipment.load.warehouse),
    )


def withdraw_return(request: WithdrawReturn, goods: ReturnedGoods) -> list[ReturnedGoodsEvent]:
    """What has come stays. Approval and withdrawal are told by one return, in this order."""
    match goods:
        case Expected():
            return [ReturnWithdrawn(reason=request.reason, withdrawn_on=request.on)]
        case Unheard() | Withdrawn():
            return []
        case _:
            assert_never(goods)
