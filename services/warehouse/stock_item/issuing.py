"""Reserved goods leave with a shipment."""

from datetime import date
from decimal import Decimal

from services.warehouse.stock_item.events import StockEvent, StockIssued
from services.warehouse.stock_item.state import StockItem, movement
from services.warehouse.stock_item.valuation import require_currency
from shared.kernel.money import Money
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class NotReserved(Rejection):
    """More would leave than is set aside for this order line."""

    code = "warehouse.stock-item.not-reserved"


class CostDoesNotFit(Rejection):
    """The goods would leave at a cost that the value of the stock does not bear out."""

    code = "warehouse.stock-item.cost-does-not-fit"


@command
class IssueStock:
    """Let units that are set aside for an order line leave, at their share of the value."""

    shipment_id: str
    order_id: str
    line_no: int
    quantity: Decimal
    cost: Money
    on: date


def issue_stock(request: IssueStock, item: StockItem) -> list[StockEvent]:
    """Only what is set aside for that very line may leave, and no value stays behind without goods."""
    if movement("issue", request.shipment_id, request.line_no) in item.recent:
        return []
    held = item.held_for(request.order_id, request.line_no)
    if item.value is None or request.quantity > held:
        raise NotReserved(f"{request.quantity} to leave, {held} set aside", asked=request.quantity, reserved=held)
    require_currency(item, request.cost, instead="it leaves at its share of that")
    rest = item.worth_after(-request.cost)
    if rest.minor < 0 or (rest and request.quantity == item.on_hand):
        raise CostDoesNotFit(
            f"{request.cost} of {item.value} for {request.quantity} of {item.on_hand} units",
            cost=request.cost.minor,
            value=item.value.minor,
        )
    return [
        StockIssued(
            shipment_id=request.shipment_id,
            order_id=request.order_id,
            line_no=request.line_no,
            quantity=request.quantity,
            cost=request.cost,
            issued_on=request.on,
        )
    ]
