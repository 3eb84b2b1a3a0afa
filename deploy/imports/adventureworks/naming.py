"""What the files' things are called in the company, and the keys that make a repetition of the import harmless."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from deploy.imports.adventureworks import Location

CURRENCY: Final = "USD"
PRICE_LIST: Final = "ADVENTUREWORKS"
EXEMPT: Final = "EXEMPT"
"""Untaxed by the rules: the tax is the amount that the file states, as a charge of its own."""
HOME_COUNTRY: Final = "US"
"""Of vendors and stores, for which the files name none."""
LINE_ROUNDING: Final = "Rounding of the lines"
PAYABLE_ROUNDING: Final = "Rounding of the amount due"
OWN_PLANT: Final = "AdventureWorks own plant"


def key_of(*parts: object) -> str:
    """An idempotency key of the import."""
    return "adventureworks/" + "/".join(str(part) for part in parts)


def warehouse_of(location: Location) -> str:
    """`finished-goods-storage`."""
    return re.sub(r"[^a-z0-9]+", "-", location.name.lower()).strip("-")[:32]


def reference_of(order_id: int) -> str:
    """What the customer calls the order: `SO43659`, as AdventureWorks prints it."""
    return f"SO{order_id}"


def customer_name(customer_id: int) -> str:
    """The files name no customer of an order, only number them."""
    return f"Customer {customer_id}"


def at(day: date, hour: int) -> datetime:
    """That hour of a business day, in UTC."""
    return datetime.combine(day, time(hour), UTC)


def set_up_at(first_order: datetime) -> datetime:
    """The morning before the first order."""
    return at(first_order.date() - timedelta(days=1), 8)
