"""How long each answer may take before somebody should look, and why."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class Wait(StrEnum):
    """What an order can wait for; also the names of its deadlines and alarms."""

    CREDIT = "credit"
    STOCK = "stock"
    REDUCTION = "reduction"
    SHIPMENT = "shipment"
    DELIVERY = "delivery"
    BILLING = "billing"
    PAYMENT = "payment"


CREDIT_ANSWER: Final = timedelta(minutes=1)
"""Accounting answers by rule within a second; after a minute its worker is down or the message is parked."""

STOCK_ANSWER: Final = timedelta(minutes=1)
"""The warehouse answers by rule as well, be it that it has nothing."""

REDUCTION_ANSWER: Final = timedelta(minutes=1)
"""As for stock: by rule, also when nothing can be given back."""

DELIVERY: Final = timedelta(days=10)
"""Ten days cover surface freight within a continent; a carrier without proof of delivery by then is asked."""

BILLING: Final = timedelta(hours=1)
"""Accounting bills what is delivered by rule; an hour leaves room for a restart, and revenue does not leak unseen."""

PAYMENT_GRACE: Final = timedelta(days=3)
"""Bank transfers of the last due day arrive over a weekend; dunning has schedules of its own."""
