"""What can happen to a price list. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from shared.kernel.shapes import event


@event("price-list.opened")
class PriceListOpened:
    """There is a list of prices in that currency."""

    name: str
    currency: str
    opened_on: date


@event("price-list.renamed")
class PriceListRenamed:
    """The list is called something else."""

    name: str
    renamed_on: date


@event("price-list.price-set")
class PriceSet:
    """An item costs that much, in major units before tax, from that day until that day or until further notice.

    `open_since` is the first day of the open-ended price of which this is a part, others coming between; none where it
    is as it was asked for.
    """

    sku: str
    description: str
    unit_price: Decimal
    floor_price: Decimal
    tax_code: str
    valid_from: date
    valid_until: date | None
    set_on: date
    open_since: date | None = None


@event("price-list.price-withdrawn")
class PriceWithdrawn:
    """The price that starts on that day is not to be quoted any more. Of parts of an open-ended one each is told."""

    sku: str
    valid_from: date
    reason: str
    withdrawn_on: date


@event("price-list.closed")
class PriceListClosed:
    """Nothing is quoted from this list."""

    reason: str
    closed_on: date


@event("price-list.reopened")
class PriceListReopened:
    """It is quoted from again."""

    reopened_on: date


PriceListEvent = PriceListOpened | PriceListRenamed | PriceSet | PriceWithdrawn | PriceListClosed | PriceListReopened
