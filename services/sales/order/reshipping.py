"""Deciding that what came back undelivered goes to the customer once more."""

from datetime import date
from typing import assert_never

from services.sales.order.events import OrderEvent
from services.sales.order.holding import OrderUnknown
from services.sales.order.shipping_again import ShippingAgainRequested
from services.sales.order.state import Cancelled, Completed, Confirmed, Order, Placed, Unplaced
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class NothingCameBack(Rejection):
    """Nothing of the order came back undelivered that nobody has decided about."""

    code = "sales.order.nothing-came-back"


class ShippingAgainPending(Rejection):
    """The warehouse has not answered the last request to ship again yet."""

    code = "sales.order.shipping-again-pending"


class TooLateToShipAgain(Rejection):
    """The order is completed or cancelled."""

    code = "sales.order.too-late-to-ship-again"


@command
class ShipAgain:
    """Ship again all that came back undelivered and is still wanted. What is not is given up by a reduction before."""

    request_id: str
    reason: str
    by: str
    on: date


def ship_again(request: ShipAgain, order: Order) -> list[OrderEvent]:
    """The warehouse answers, so that what came back meanwhile goes along."""
    match order:
        case Unplaced():
            raise OrderUnknown("place it first")
        case Completed() | Cancelled():
            raise TooLateToShipAgain("the order is over")
        case Placed():
            raise NothingCameBack("it is not confirmed, so that nothing has left")
        case Confirmed(call=call, progress=progress):
            last = progress.shipping_again
            if last is not None and last.request_id == request.request_id:
                return []
            if last is not None and last.is_pending:
                raise ShippingAgainPending(f"asked for on {last.on}: {last.reason}")
            if not progress.anything_came_back():
                raise NothingCameBack("all that left is on its way, delivered, or decided about")
            return [
                ShippingAgainRequested(
                    contract_id=call.contract_id,
                    request_id=request.request_id,
                    reason=request.reason,
                    requested_by=request.by,
                    requested_on=request.on,
                )
            ]
        case _:
            assert_never(order)
