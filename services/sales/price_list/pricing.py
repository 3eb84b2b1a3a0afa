"""Setting and withdrawing prices."""

from datetime import date
from decimal import Decimal
from typing import Final

from services.sales.price_list.events import PriceListEvent, PriceSet, PriceWithdrawn
from services.sales.price_list.interrupting import among, clash_of
from services.sales.price_list.opening import quoted_from
from services.sales.price_list.state import Price, PriceList
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

MOST_SKUS: Final = 5_000
MOST_PRICES_PER_SKU: Final = 200


class PriceOverlaps(Rejection):
    """Another price of this item holds on some of these days."""

    code = "sales.price-list.price-overlaps"


class PriceEndsBeforeItStarts(Rejection):
    """A price holds for a day at least."""

    code = "sales.price-list.price-ends-before-it-starts"
    ground = Ground.UNACCEPTABLE


class FloorAbovePrice(Rejection):
    """The floor price is not above the price."""

    code = "sales.price-list.floor-above-price"
    ground = Ground.UNACCEPTABLE


class PriceUnknown(Rejection):
    """The list has no price of this item that starts on this day."""

    code = "sales.price-list.price-unknown"
    ground = Ground.NOT_FOUND


class PriceListFull(Rejection):
    """The list holds as many items, or as many prices of this item, as it may: open another."""

    code = "sales.price-list.full"


@command
class SetPrice:
    """Say what an item costs from a day on."""

    sku: str
    description: str
    unit_price: Decimal
    floor_price: Decimal
    tax_code: str
    valid_from: date
    valid_until: date | None
    on: date


@command
class WithdrawPrice:
    """Take back the price that starts on that day."""

    sku: str
    valid_from: date
    reason: str
    on: date


def set_price(request: SetPrice, price_list: PriceList) -> list[PriceListEvent]:
    """The same price set twice is set once; on any day an item has one price at most.

    On a day that no price with an end covers, the open-ended one that began last holds, in whatever order they were
    set. A price may be set again in the same words to hold for longer.
    """
    known = quoted_from(price_list)
    if request.valid_until is not None and request.valid_until < request.valid_from:
        raise PriceEndsBeforeItStarts(f"it starts on {request.valid_from}", field="valid_until")
    if request.floor_price > request.unit_price:
        raise FloorAbovePrice(f"the price is {request.unit_price}", field="floor_price")
    prices = known.prices.get(request.sku, ())
    standing = [price for price in prices if not price.withdrawn_because]
    same = next((price for price in standing if _says_the_same(price, request)), None)
    if same is not None:
        if _asked_until(same) == request.valid_until:
            return []
        if same.last_day < (request.valid_until or date.max) and same.begins_open is None:
            standing.remove(same)
    if (clash := clash_of(standing, request.valid_from, request.valid_until)) is not None:
        raise PriceOverlaps(
            f"{clash.unit_price} holds from {clash.valid_from} to {clash.valid_until or 'further notice'}",
            field="valid_until" if clash.valid_from > request.valid_from else "valid_from",
        )
    new = PriceSet(
        sku=request.sku,
        description=request.description,
        unit_price=request.unit_price,
        floor_price=request.floor_price,
        tax_code=request.tax_code,
        valid_from=request.valid_from,
        valid_until=request.valid_until,
        set_on=request.on,
    )
    decided: list[PriceListEvent] = [*among(standing, new)]
    if len(prices) + len(decided) > MOST_PRICES_PER_SKU or (not prices and len(known.prices) >= MOST_SKUS):
        raise PriceListFull(f"at most {MOST_SKUS} items and {MOST_PRICES_PER_SKU} prices of each")
    return decided


def withdraw_price(request: WithdrawPrice, price_list: PriceList) -> list[PriceListEvent]:
    """Asked twice, it happens once. The price before it stays ended: set it anew where it is to hold again.

    With an open-ended price goes what holds of it again after prices with an end.
    """
    prices = quoted_from(price_list).prices.get(request.sku, ())
    named = next((price for price in prices if price.valid_from == request.valid_from), None)
    if named is None:
        raise PriceUnknown(f"{request.sku} from {request.valid_from}", field="valid_from")
    return [
        PriceWithdrawn(
            sku=request.sku,
            valid_from=price.valid_from,
            reason=request.reason,
            withdrawn_on=request.on,
        )
        for price in prices
        if (price is named or named.valid_from == named.begins_open == price.begins_open)
        and not price.withdrawn_because
    ]


def _says_the_same(price: Price, request: SetPrice) -> bool:
    """Whether it is the same price from the same day on, whatever its end."""
    return (
        price.valid_from,
        price.description,
        price.unit_price,
        price.floor_price,
        price.tax_code,
    ) == (
        request.valid_from,
        request.description,
        request.unit_price,
        request.floor_price,
        request.tax_code,
    )


def _asked_until(price: Price) -> date | None:
    """The end that it was set with, whatever came between."""
    return None if price.begins_open is not None else price.valid_until
