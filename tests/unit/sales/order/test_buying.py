"""What is bought for an order: when it is to come, in whatever order that is heard."""

from datetime import date
from itertools import permutations

import pytest

from services.sales.order.buying import (
    BoughtFact,
    Purchase,
    PurchaseRescheduled,
    bought,
    is_purchase_news,
    last_expected,
)
from tests.unit.sales.order.purchases import (
    bought_goods_received,
    bought_receipt_corrected,
    goods_bought,
    purchase_given_up,
    purchase_rescheduled,
)

FIRST, LATER, LAST = date(2026, 3, 10), date(2026, 3, 16), date(2026, 3, 20)


def after(*facts: BoughtFact) -> dict[str, Purchase]:
    purchases: dict[str, Purchase] = {}
    for fact in facts:
        if is_purchase_news(purchases, fact):
            purchases = bought(purchases, fact)
    return purchases


@pytest.mark.parametrize(
    "heard", list(permutations([goods_bought(), purchase_rescheduled(), purchase_rescheduled(20, 5)]))
)
def test_the_newest_day_counts_whatever_is_heard_first(heard: tuple[PurchaseRescheduled, ...]) -> None:
    assert last_expected(after(*heard)) == LAST
    assert last_expected(after(*heard, *heard)) == LAST


def test_until_the_supplier_names_a_day_it_is_ours() -> None:
    assert last_expected(after(goods_bought())) == FIRST
    assert last_expected(after(goods_bought(), purchase_rescheduled())) == LATER
    assert last_expected(after(purchase_rescheduled())) is None  # how much is bought is not known yet
    assert last_expected({}) is None


def test_what_has_come_or_will_not_come_is_not_awaited() -> None:
    waiting = (goods_bought(), purchase_rescheduled())
    assert last_expected(after(*waiting, bought_goods_received("8"))) == LATER
    assert last_expected(after(*waiting, bought_goods_received("8"), bought_goods_received("2", "0", "R2"))) is None
    assert last_expected(after(*waiting, purchase_given_up())) is None


@pytest.mark.parametrize(
    "heard", list(permutations([goods_bought(), bought_goods_received("10", "0"), bought_receipt_corrected()]))
)
def test_what_had_not_come_is_awaited_again_whatever_is_heard_first(heard: tuple[PurchaseRescheduled, ...]) -> None:
    assert last_expected(after(*heard)) == FIRST
    assert last_expected(after(*heard, *heard, bought_goods_received("5", "0", "R2"))) is None
