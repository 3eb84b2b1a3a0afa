"""The stages of a price list's life, how each fact moves it on, and what an item costs on a day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import assert_never

from services.sales.price_list.events import (
    PriceListClosed,
    PriceListEvent,
    PriceListOpened,
    PriceListRenamed,
    PriceListReopened,
    PriceSet,
    PriceWithdrawn,
)
from shared.kernel.records import replace
from shared.kernel.shapes import part, state


@part
class Price:
    """What an item costs from a day on. `withdrawn_because` is empty while the price is good.

    `open_since` is the first day of the open-ended price of which this is a part: its end was only made by another.
    """

    sku: str
    description: str
    unit_price: Decimal
    floor_price: Decimal
    tax_code: str
    valid_from: date
    valid_until: date | None
    withdrawn_because: str
    open_since: date | None = None

    @property
    def begins_open(self) -> date | None:
        """The first day of the open-ended price that it is, or is a part of; none where it was set with an end."""
        if self.open_since is None and self.valid_until is None:
            return self.valid_from
        return self.open_since

    @property
    def last_day(self) -> date:
        """The last day of all, where it holds until further notice."""
        return self.valid_until or date.max

    def meets(self, first: date, last: date) -> bool:
        """Whether it holds on any of these days."""
        return self.valid_from <= last and first <= self.last_day and not self.withdrawn_because

    def covers(self, day: date) -> bool:
        """Whether it is the price on that day."""
        began = self.valid_from <= day
        ended = self.valid_until is not None and self.valid_until < day
        return began and not ended and not self.withdrawn_because


@state
class Unopened:
    """Nobody opened a list under this code."""


@state
class Open:
    """Quoted from. `prices` of each SKU are in order of their first day."""

    name: str
    currency: str
    prices: dict[str, tuple[Price, ...]]


@state
class Closed:
    """Not quoted from any more."""

    name: str
    currency: str
    prices: dict[str, tuple[Price, ...]]
    reason: str
    closed_on: date


PriceList = Unopened | Open | Closed


def price_on(price_list: PriceList, sku: str, day: date) -> Price | None:
    """What the item costs on that day; none when the list does not say."""
    match price_list:
        case Unopened() | Closed():
            return None
        case Open(prices=prices):
            return next((price for price in prices.get(sku, ()) if price.covers(day)), None)
        case _:
            assert_never(price_list)


def evolve(price_list: PriceList, fact: PriceListEvent) -> PriceList:
    """The list after the fact. Never refuses: what happened, happened."""
    match price_list:
        case Unopened():
            if isinstance(fact, PriceListOpened):
                return Open(name=fact.name, currency=fact.currency, prices={})
            return price_list
        case Open() | Closed():
            return _after(price_list, fact)
        case _:
            assert_never(price_list)


def _after(known: Open | Closed, fact: PriceListEvent) -> PriceList:
    match fact:
        case PriceListOpened(name=name) | PriceListRenamed(name=name):
            return replace(known, name=name)
        case PriceSet(sku=sku):
            prices = _with_price(known.prices.get(sku, ()), fact)
            return replace(known, prices={**known.prices, sku: prices})
        case PriceWithdrawn(sku=sku, valid_from=valid_from, reason=reason):
            prices = tuple(
                replace(price, withdrawn_because=reason) if price.valid_from == valid_from else price
                for price in known.prices.get(sku, ())
            )
            return replace(known, prices={**known.prices, sku: prices})
        case PriceListClosed(reason=reason, closed_on=on):
            return Closed(name=known.name, currency=known.currency, prices=known.prices, reason=reason, closed_on=on)
        case PriceListReopened():
            return Open(name=known.name, currency=known.currency, prices=known.prices)
        case _:
            assert_never(fact)


def _with_price(prices: tuple[Price, ...], fact: PriceSet) -> tuple[Price, ...]:
    """The new price among the others: an open-ended one gives way to it, and so does a withdrawn one of its first day.

    Days of the open-ended one that come after are a fact of their own.
    """
    new = Price(
        sku=fact.sku,
        description=fact.description,
        unit_price=fact.unit_price,
        floor_price=fact.floor_price,
        tax_code=fact.tax_code,
        valid_from=fact.valid_from,
        valid_until=fact.valid_until,
        withdrawn_because="",
        open_since=fact.open_since,
    )
    others: list[Price] = []
    for price in prices:
        if price.valid_from == new.valid_from:
            continue
        begins = price.begins_open
        if begins is None or not price.meets(new.valid_from, new.last_day):
            others.append(price)
        elif price.valid_from < new.valid_from:
            others.append(replace(price, valid_until=new.valid_from - timedelta(days=1), open_since=begins))
    return tuple(sorted((*others, new), key=lambda price: price.valid_from))
