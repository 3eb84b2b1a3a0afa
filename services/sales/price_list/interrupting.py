"""How the prices of an item share the days: one with an end interrupts an open-ended one, which then holds again."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from services.sales.price_list.events import PriceSet
from services.sales.price_list.state import Price
from shared.kernel.records import replace

A_DAY: Final = timedelta(days=1)


def clash_of(standing: Sequence[Price], first: date, until: date | None) -> Price | None:
    """The price that leaves no room for a new one of these days, whichever of the two is set first.

    Prices with an end share no day, and an open-ended one begins on no day of theirs.
    """
    last = until or first
    for price in standing:
        begins = price.begins_open
        if price.meets(first, last) if begins is None else first <= begins == price.valid_from <= last:
            return price
    return None


def among(standing: Sequence[Price], new: PriceSet) -> Iterator[PriceSet]:
    """The new price on the days that are free for it, and what gives way to it, from the day after."""
    if new.valid_until is None:
        return _between(standing, new)
    return iter([new, *_again(standing, new, new.valid_until)])


def _between(standing: Sequence[Price], new: PriceSet) -> Iterator[PriceSet]:
    """An open-ended price holds until the next open-ended one begins, on every day that no price with an end covers."""
    later = [price.valid_from for price in standing if (price.begins_open or date.min) > new.valid_from]
    end = min(later) - A_DAY if later else None
    first = new.valid_from
    for price in standing:
        if price.begins_open is None and price.meets(first, end or date.max):
            if first < price.valid_from:
                yield _part(new, first, price.valid_from - A_DAY)
            if price.last_day == date.max:
                return
            first = price.last_day + A_DAY
    if end is None or first <= end:
        yield _part(new, first, end)


def _part(new: PriceSet, first: date, until: date | None) -> PriceSet:
    if (first, until) == (new.valid_from, None):
        return new
    return replace(new, valid_from=first, valid_until=until, open_since=new.valid_from)


def _again(standing: Sequence[Price], new: PriceSet, last: date) -> Iterator[PriceSet]:
    """The open-ended price that gives way, from the day after until its own end."""
    for price in standing:
        if price.begins_open is None or not price.meets(new.valid_from, last) or price.last_day <= last:
            continue
        yield PriceSet(
            sku=price.sku,
            description=price.description,
            unit_price=price.unit_price,
            floor_price=price.floor_price,
            tax_code=price.tax_code,
            valid_from=last + A_DAY,
            valid_until=price.valid_until,
            set_on=new.set_on,
            open_since=price.begins_open,
        )
