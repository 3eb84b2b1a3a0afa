"""Opening, renaming, closing and reopening a price list."""

from datetime import date
from typing import assert_never

from services.sales.price_list.events import (
    PriceListClosed,
    PriceListEvent,
    PriceListOpened,
    PriceListRenamed,
    PriceListReopened,
)
from services.sales.price_list.state import Closed, Open, PriceList, Unopened
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class PriceListUnknown(Rejection):
    """There is no price list of this code."""

    code = "sales.price-list.unknown"
    ground = Ground.NOT_FOUND


class PriceListIsClosed(Rejection):
    """The price list is closed."""

    code = "sales.price-list.closed"


class PriceListCurrencyFixed(Rejection):
    """A price list keeps the currency that it was opened in."""

    code = "sales.price-list.currency-fixed"


@command
class OpenPriceList:
    """Open a list, or call it something else."""

    name: str
    currency: str
    on: date


@command
class ClosePriceList:
    """Quote from it no more."""

    reason: str
    on: date


@command
class ReopenPriceList:
    """Quote from it again."""

    on: date


def open_price_list(request: OpenPriceList, price_list: PriceList) -> list[PriceListEvent]:
    """Opened again in the same words, nothing happens; another name renames it."""
    match price_list:
        case Unopened():
            return [PriceListOpened(name=request.name, currency=request.currency, opened_on=request.on)]
        case Open(currency=currency) | Closed(currency=currency) if currency != request.currency:
            raise PriceListCurrencyFixed(f"it is in {currency}", field="currency", currency=currency)
        case Open(name=request.name) | Closed(name=request.name):
            return []
        case Open():
            return [PriceListRenamed(name=request.name, renamed_on=request.on)]
        case Closed(reason=reason):
            raise PriceListIsClosed(reason)
        case _:
            assert_never(price_list)


def close_price_list(request: ClosePriceList, price_list: PriceList) -> list[PriceListEvent]:
    """Asked twice, it happens once."""
    match price_list:
        case Unopened():
            raise PriceListUnknown("open it first")
        case Closed():
            return []
        case Open():
            return [PriceListClosed(reason=request.reason, closed_on=request.on)]
        case _:
            assert_never(price_list)


def reopen_price_list(request: ReopenPriceList, price_list: PriceList) -> list[PriceListEvent]:
    """An open list stays open."""
    match price_list:
        case Unopened():
            raise PriceListUnknown("open it first")
        case Open():
            return []
        case Closed():
            return [PriceListReopened(reopened_on=request.on)]
        case _:
            assert_never(price_list)


def quoted_from(price_list: PriceList) -> Open:
    """The list, when it may be quoted from. Raises PriceListUnknown, PriceListIsClosed."""
    match price_list:
        case Unopened():
            raise PriceListUnknown("open it first", field="price_list")
        case Closed(reason=reason):
            raise PriceListIsClosed(reason, field="price_list")
        case Open():
            return price_list
        case _:
            assert_never(price_list)
