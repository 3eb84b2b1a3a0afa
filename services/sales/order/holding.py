"""Holds: named reasons why an order may not go on.

Before the confirmation a hold keeps the order from being confirmed; after it, the warehouse hears of it and keeps what
has not left. What had left by then has left: the order shows which shipments overtook the hold.
"""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from services.sales.order.events import OrderEvent, OrderHeld, OrderHoldReleased
from services.sales.order.following import with_what_follows
from services.sales.order.state import Cancelled, Completed, Confirmed, Order, Placed, Unplaced, lines_of
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
    """Everything has left the warehouse, or the order is over: there is nothing to keep any more."""

    code = "sales.order.too-late-to-hold"


class HeldForAnotherReason(Rejection):
    """There is a hold of this name already, for another reason."""

    code = "sales.order.held-for-another-reason"


@command
class HoldOrder:
    """Keep the order from being confirmed, and its goods from leaving."""

    name: HandHold
    reason: str
    by: str
    at: datetime


@command
class ReleaseHold:
    """Take a hold away: when it was the last one, the order is confirmed once credit is there, or its goods leave."""

    name: HandHold
    reason: str
    by: str
    at: datetime


def hold_order(request: HoldOrder, order: Order) -> list[OrderEvent]:
    """Several holds may stand at once, one of each name."""
    match order:
        case Unplaced():
            raise OrderUnknown("place it first")
        case Completed() | Cancelled():
            raise TooLateToHold("the order is over")
        case Placed(progress=progress) | Confirmed(progress=progress):
            hold = progress.holds.get(request.name)
            if hold is not None and hold.reason == request.reason:
                return []
            if hold is not None:
                raise HeldForAnotherReason(hold.reason, field="name", by=hold.by)
            if isinstance(order, Confirmed) and progress.everything_shipped(lines_of(order)):
                raise TooLateToHold("everything has left the warehouse", shipments=list(progress.parcels))
            return [OrderHeld(name=request.name, reason=request.reason, held_by=request.by, held_at=request.at)]
        case _:
            assert_never(order)


def release_hold(request: ReleaseHold, order: Order) -> list[OrderEvent]:
    """One that is not there is not released again; one that everything overtook may stand when all is completed."""
    match order:
        case Unplaced():
            raise OrderUnknown("place it first")
        case Cancelled():
            return []
        case Placed(progress=progress) | Confirmed(progress=progress) | Completed(progress=progress):
            if request.name not in progress.holds:
                return []
            released = OrderHoldReleased(
                name=request.name, reason=request.reason, released_by=request.by, released_at=request.at
            )
            return with_what_follows(order, [released], request.at.date())
        case _:
            assert_never(order)
