"""What is late of an order. Its facts are stored for ever, as those of `events.py` are."""

from datetime import datetime

from shared.kernel.shapes import event


@event("order.alarm-raised")
class OrderAlarmRaised:
    """Something that the order waits for has not come by `since`, when it should have."""

    name: str
    since: datetime


@event("order.alarm-cleared")
class OrderAlarmCleared:
    """What was late has come, or is not waited for any more."""

    name: str
    cleared_at: datetime
