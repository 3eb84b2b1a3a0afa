"""What the customer pays for: an agreed repair, and goods they keep although others were sent in advance."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import assert_never

from services.care.customer_return.events import Charged, GoodsDelivered, Item, Remedy, ReturnEvent, UnitsCharged
from services.care.customer_return.progress import ItemBalance, Progress
from services.care.customer_return.state import (
    Approved,
    Cancelled,
    Closed,
    CustomerReturn,
    Expired,
    Let,
    NotRequested,
    Refused,
    Requested,
)
from shared.kernel.money import Money
from shared.kernel.records import replace


def charges_of(after: CustomerReturn, facts: Iterable[ReturnEvent], on: date) -> list[ReturnEvent]:
    """What the customer owes of the return that these facts, the latest, have led to.

    A repair is owed once the repaired units are with them. Units that were replaced in advance are owed at the price of
    the order once nobody waits for them any more and the others are with the customer.
    """
    match after:
        case NotRequested() | Requested() | Refused() | Expired():
            return []
        case Approved() | Cancelled() | Closed():
            owed = [*_repaired(after, facts), *_kept(after.progress)]
            return [
                UnitsCharged(
                    charge_no=charge_no,
                    kind=kind,
                    item=item,
                    unit_price=price,
                    charged_on=on,
                    order_id=after.request.order_id,
                )
                for charge_no, (kind, item, price) in enumerate(owed, start=len(after.progress.charges) + 1)
            ]
        case _:
            assert_never(after)


def _repaired(current: Let, facts: Iterable[ReturnEvent]) -> Iterator[tuple[Charged, Item, Money | None]]:
    if current.approval is None:
        return
    for fact in facts:
        if isinstance(fact, GoodsDelivered):
            price = current.approval.price_of(fact.item.line_no)
            remedy = next(one.remedy for one in current.progress.grants if one.grant_id == fact.grant_id)
            if price is not None and remedy is Remedy.REPAIR:
                yield Charged.REPAIR, fact.item, price.unit_price


def _kept(progress: Progress) -> Iterator[tuple[Charged, Item, Money | None]]:
    for balance in progress.balances:
        units = Decimal(0) if balance.expected else _kept_of(balance, progress)
        if units > 0:
            yield Charged.KEPT_GOODS, replace(balance.item, quantity=units), None


def _kept_of(balance: ItemBalance, progress: Progress) -> Decimal:
    """Units of an item that are with the customer twice: as first delivered, and as what was sent for them."""
    number = balance.item.item_no
    still_owed = sum(
        (grant.owed for grant in progress.grants if grant.in_advance and grant.item.item_no == number), Decimal(0)
    )
    return progress.awaited(number) - still_owed
