"""The stages of an order's life, and how each fact moves it on."""

from dataclasses import field
from datetime import date
from typing import assert_never

from services.sales.order.events import (
    OrderCancelled,
    OrderCompleted,
    OrderConfirmed,
    OrderEvent,
    OrderPlaced,
    OrderReopened,
)
from services.sales.order.facets import Facets, facets_of
from services.sales.order.progress import Progress, advance
from services.sales.order.shrinking import lines_now
from shared.kernel.records import replace
from shared.kernel.shapes import state
from shared.published.sales import OrderLine


@state
class Unplaced:
    """Nothing was ordered under this id yet; what is heard of it is kept until it is."""

    progress: Progress = field(default_factory=Progress)


@state
class Placed:
    """Waits for credit, and for its holds to be released."""

    call: OrderPlaced
    progress: Progress


@state
class Confirmed:
    """The warehouse may reserve and ship."""

    call: OrderPlaced
    progress: Progress
    confirmed_on: date


@state
class Completed:
    """Delivered, billed and paid."""

    call: OrderPlaced
    progress: Progress
    confirmed_on: date
    completed_on: date


@state
class Cancelled:
    """Called off before anything was shipped. `confirmed_on` is none when it had not come so far."""

    call: OrderPlaced
    progress: Progress
    confirmed_on: date | None
    reason: str
    cancelled_by: str
    cancelled_on: date


Order = Unplaced | Placed | Confirmed | Completed | Cancelled


def evolve(order: Order, fact: OrderEvent) -> Order:
    """The order after the fact. Never refuses: what happened, happened."""
    match fact:
        case OrderPlaced():
            return Placed(call=fact, progress=order.progress) if isinstance(order, Unplaced) else order
        case OrderConfirmed(confirmed_on=on):
            match order:
                case Placed(call=call, progress=progress):
                    return Confirmed(call=call, progress=progress, confirmed_on=on)
                case Unplaced() | Confirmed() | Completed() | Cancelled():
                    return order
                case _:
                    assert_never(order)
        case OrderCompleted(completed_on=on):
            match order:
                case Confirmed(call=call, progress=progress, confirmed_on=confirmed_on):
                    return Completed(call=call, progress=progress, confirmed_on=confirmed_on, completed_on=on)
                case Unplaced() | Placed() | Completed() | Cancelled():
                    return order
                case _:
                    assert_never(order)
        case OrderReopened():
            if isinstance(order, Completed):
                return Confirmed(call=order.call, progress=order.progress, confirmed_on=order.confirmed_on)
            return order
        case OrderCancelled():
            return _cancelled(order, fact)
        case _:
            return _watched(replace(order, progress=advance(order.progress, fact)))


def _watched(order: Order) -> Order:
    """An irregularity that is over was acknowledged for the last time: when it comes again, somebody has to look."""
    if not order.progress.acknowledged or isinstance(order, Unplaced):
        return order
    found = facets(order).acknowledged
    standing = {name: known for name, known in order.progress.acknowledged.items() if name in found}
    return replace(order, progress=replace(order.progress, acknowledged=standing))


def _cancelled(order: Order, fact: OrderCancelled) -> Order:
    match order:
        case Placed() | Confirmed():
            return Cancelled(
                call=order.call,
                progress=order.progress,
                confirmed_on=order.confirmed_on if isinstance(order, Confirmed) else None,
                reason=fact.reason,
                cancelled_by=fact.cancelled_by,
                cancelled_on=fact.cancelled_on,
            )
        case Unplaced() | Completed() | Cancelled():
            return order
        case _:
            assert_never(order)


def lines_of(order: Placed | Confirmed | Completed | Cancelled) -> tuple[OrderLine, ...]:
    """What the order is for now, line by line; a line may be for nothing any more."""
    return lines_now(order.call.lines, order.progress.quantities)


def facets(order: Placed | Confirmed | Completed | Cancelled) -> Facets:
    """How far the order has come."""
    return facets_of(lines_of(order), order.progress, is_cancelled=isinstance(order, Cancelled))
