"""Holds: named reasons why an order is not confirmed yet."""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from services.sales.order.events import OrderEvent, OrderHeld, OrderHoldReleased
from services.sales.order.following import with_what_follows
from services.sales.order.state import Cancelled, Completed, Confirmed, Order, Placed, Unplaced
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class HandHold(StrEnum):
    """The holds that persons in sales set and release. The hold `credit` belongs to accounting."""

    MANUAL = "manual"
    PRICE = "price"
    STOCK = "stock"
    EXPORT = "export"
    DISPUTE = "dispute"
    PAYMENT = "payment"


class OrderUnknown(Rejection):
    """No order was placed under this id."""

    code = "sales.order.unknown"
    ground = Ground.NOT_FOUND


class TooLateToHold(Rejection):
    """A confirmed order is with the warehouse already; only a placed one can be held."""

    code = "sales.order.too-late-to-hold"


class HeldForAnotherReason(Rejection):
    """There is a hold of this name already, for another reason."""

    code = "sales.order.held-for-another-reason"


@command
class HoldOrder:
    """Keep the order from being confirmed."""

    name: HandHold
    reason: str
    by: str
    at: datetime


@command
class ReleaseHold:
    """Take a hold away; the order is confirmed when it was the last one and credit is there."""

    name: HandHold
    reason: str
    by: str
    at: datetime


def hold_order(request: HoldOrder, order: Order) -> list[OrderEvent]:
    """Several holds may stand at once, one of each name."""
    match order:
        case Unplaced():
            raise OrderUnknown("place it first")
        case Confirmed(confirmed_on=on):
            raise TooLateToHold(f"confirmed on {on}")
        case Completed() | Cancelled():
            raise TooLateToHold("the order is over")
        case Placed(progress=progress):
            hold = progress.holds.get(request.name)
            if hold is None:
                held = OrderHeld(name=request.name, reason=request.reason, held_by=request.by, held_at=request.at)
                return [held]
            if hold.reason == request.reason:
                return []
            raise HeldForAnotherReason(hold.reason, field="name", by=hold.by)
        case _:
            assert_never(order)


def release_hold(request: ReleaseHold, order: Order) -> list[OrderEvent]:
    """A hold that is not there is not released again."""
    match order:
        case Unplaced():
            raise OrderUnknown("place it first")
        case Confirmed() | Completed() | Cancelled():
            return []
        case Placed(progress=progress):
            if request.name not in progress.holds:
                return []
            released = OrderHoldReleased(
                name=request.name, reason=request.reason, released_by=request.by, released_at=request.at
            )
            return with_what_follows(order, [released], request.at.date())
        case _:
            assert_never(order)
