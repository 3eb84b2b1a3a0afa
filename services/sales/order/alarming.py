"""Alarms: what an order waits for in vain. They say so, and never invent an answer."""

from datetime import datetime

from services.sales.order.events import OrderEvent
from services.sales.order.lateness import OrderAlarmCleared, OrderAlarmRaised
from services.sales.order.state import Order
from shared.kernel.shapes import command


@command
class RaiseAlarm:
    """Show that something has not come by `since`, when it should have."""

    name: str
    since: datetime


@command
class ClearAlarm:
    """Show that it has come, or is not waited for any more."""

    name: str
    at: datetime


def raise_alarm(request: RaiseAlarm, order: Order) -> list[OrderEvent]:
    """An alarm that stands already is not raised again; the process that waits ends before the order does."""
    if request.name in order.progress.alarms:
        return []
    return [OrderAlarmRaised(name=request.name, since=request.since)]


def clear_alarm(request: ClearAlarm, order: Order) -> list[OrderEvent]:
    """At any stage: the last thing that is waited for may be what completes the order."""
    if request.name not in order.progress.alarms:
        return []
    return [OrderAlarmCleared(name=request.name, cleared_at=request.at)]
