"""Cancelling an order before anything was shipped."""

from datetime import date
from typing import assert_never

from services.sales.order.events import OrderCancelled, OrderEvent
from services.sales.order.holding import OrderUnknown
from services.sales.order.state import Cancelled, Completed, Confirmed, Order, Placed, Unplaced
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class AlreadyShipped(Rejection):
    """Goods left the warehouse: the order cannot be cancelled any more, only returned."""

    code = "sales.order.already-shipped"


@command
class CancelOrder:
    """Call the order off; every department gives back what it holds for it."""

    reason: str
    by: str
    on: date


def cancel_order(request: CancelOrder, order: Order) -> list[OrderEvent]:
    """A shipment that came back undelivered is not in the way."""
    match order:
        case Unplaced():
            raise OrderUnknown("place it first")
        case Cancelled():
            return []
        case Completed(completed_on=on):
            raise AlreadyShipped(f"completed on {on}")
        case Placed(call=call, progress=progress) | Confirmed(call=call, progress=progress):
            if progress.anything_shipped():
                raise AlreadyShipped("goods are on their way or delivered", shipments=list(progress.parcels))
            return [
                OrderCancelled(
                    contract_id=call.contract_id,
                    reason=request.reason,
                    cancelled_by=request.by,
                    cancelled_on=request.on,
                )
            ]
        case _:
            assert_never(order)
