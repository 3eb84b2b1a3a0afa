"""Explaining an exposure: which facts put how much into which bucket, order by order."""

from collections.abc import Iterable
from typing import assert_never

from services.accounting.credit_account.events import CreditAccountEvent
from services.accounting.credit_account.state import Buckets, CreditAccount, Open, Unopened, evolve
from shared.kernel.shapes import part

Recorded = tuple[int, str, CreditAccountEvent]
"""A fact of the account with its version and the name that it is stored under."""


@part
class Movement:
    """A fact of the account that belongs to an order, and what it changed in each bucket."""

    version: int
    order_id: str
    event: str
    change: Buckets


@part
class ExplainedOrder:
    """An order that counts, how much in each bucket, and the facts that made it so, oldest first."""

    order_id: str
    buckets: Buckets
    movements: tuple[Movement, ...]


def explain(account: CreditAccount, history: Iterable[Recorded]) -> list[ExplainedOrder]:
    """The orders that count now. Their movements sum to their buckets, and their buckets to the exposure."""
    match account:
        case Unopened():
            return []
        case Open(orders=orders):
            movements = [one for one in _movements(history) if one.order_id in orders]
            return [
                ExplainedOrder(
                    order_id=order_id,
                    buckets=order.buckets,
                    movements=tuple(one for one in movements if one.order_id == order_id),
                )
                for order_id, order in orders.items()
            ]
        case _:
            assert_never(account)


def _movements(history: Iterable[Recorded]) -> Iterable[Movement]:
    account: CreditAccount = Unopened()
    for version, name, fact in history:
        before, account = account, evolve(account, fact)
        order_id = getattr(fact, "order_id", None)
        if order_id is None or not isinstance(before, Open) or not isinstance(account, Open):
            continue
        counted = before.orders.get(order_id) or account.orders.get(order_id)
        if counted is None:
            continue
        currency = counted.reserved.currency
        change = Buckets.empty(currency).changed(
            before.exposure_of(order_id, currency).buckets, account.exposure_of(order_id, currency).buckets
        )
        yield Movement(version=version, order_id=order_id, event=name, change=change)
