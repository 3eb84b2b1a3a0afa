"""Prices: one at most on any day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.sales.price_list.decider import PRICE_LIST
from services.sales.price_list.events import PriceListClosed, PriceWithdrawn
from services.sales.price_list.opening import PriceListIsClosed, PriceListUnknown
from services.sales.price_list.pricing import (
    MOST_PRICES_PER_SKU,
    MOST_SKUS,
    FloorAbovePrice,
    PriceEndsBeforeItStarts,
    PriceListFull,
    PriceOverlaps,
    PriceUnknown,
    SetPrice,
    WithdrawPrice,
)
from services.sales.price_list.state import Open, PriceList, price_on
from shared.testing.specification import spec_of
from tests.unit.sales.examples import LIST_OPENED, MONDAY, PUMP_PRICE, TUESDAY

no_list = spec_of(PRICE_LIST)
a_list = no_list.given(LIST_OPENED)
JULY = date(2026, 7, 1)
SET = SetPrice(
    sku="PUMP",
    description="Pump, 40 l/min",
    unit_price=Decimal("199.00"),
    floor_price=Decimal("180.00"),
    tax_code="STANDARD",
    valid_from=MONDAY,
    valid_until=None,
    on=MONDAY,
)
DEARER = replace(SET, unit_price=Decimal("249.00"), valid_from=JULY)
DEARER_PRICE = replace(PUMP_PRICE, unit_price=Decimal("249.00"), valid_from=JULY)
WITHDRAW = WithdrawPrice(sku="PUMP", valid_from=MONDAY, reason="misprint", on=TUESDAY)
WITHDRAWN = PriceWithdrawn(sku="PUMP", valid_from=MONDAY, reason="misprint", withdrawn_on=TUESDAY)
CLOSED = PriceListClosed(reason="replaced", closed_on=TUESDAY)


def costs(price_list: PriceList, on: date) -> Decimal | None:
    price = price_on(price_list, "PUMP", on)
    return None if price is None else price.unit_price


class TestSetting:
    def test_a_price_is_set_once(self) -> None:
        a_list.when(SET).then(PUMP_PRICE).then_asked_again_nothing()

    def test_a_later_price_ends_the_open_one_the_day_before(self) -> None:
        after = a_list.given(PUMP_PRICE).when(DEARER).then(DEARER_PRICE).then_asked_again_nothing().state_after()
        assert costs(after, date(2026, 3, 1)) is None
        assert costs(after, MONDAY) == costs(after, date(2026, 6, 30)) == Decimal("199.00")
        assert costs(after, JULY) == costs(after, date(2030, 1, 1)) == Decimal("249.00")

    def test_after_a_price_with_an_end_the_one_before_holds_again(self) -> None:
        sale = replace(SET, unit_price=Decimal("189.00"), valid_from=JULY, valid_until=date(2026, 7, 31))
        on_sale = replace(DEARER_PRICE, unit_price=Decimal("189.00"), valid_until=date(2026, 7, 31))
        again = replace(PUMP_PRICE, valid_from=date(2026, 8, 1))
        after = a_list.given(PUMP_PRICE).when(sale).then(on_sale, again).then_asked_again_nothing().state_after()
        assert [costs(after, date(2026, month, 31)) for month in (5, 7, 8, 12)] == [
            Decimal("199.00"),
            Decimal("189.00"),
            Decimal("199.00"),
            Decimal("199.00"),
        ]
        a_list.given(PUMP_PRICE).when(replace(sale, valid_until=date.max)).then(replace(on_sale, valid_until=date.max))
        a_list.given(on_sale).when(replace(sale, valid_from=date(2026, 8, 1), valid_until=None)).then(
            replace(on_sale, valid_from=date(2026, 8, 1), valid_until=None)
        )

    def test_a_price_that_was_ended_is_not_set_again(self) -> None:
        a_list.given(PUMP_PRICE, DEARER_PRICE).when(SET).then_nothing()

    def test_another_price_from_the_same_day_is_refused(self) -> None:
        other = replace(SET, unit_price=Decimal(200))
        a_list.given(PUMP_PRICE).when(other).then_rejected(PriceOverlaps, field="valid_from")

    def test_a_price_may_not_run_into_a_later_one(self) -> None:
        earlier = replace(SET, valid_until=JULY)
        a_list.given(DEARER_PRICE).when(earlier).then_rejected(PriceOverlaps, field="valid_until")
        a_list.given(DEARER_PRICE).when(SET).then_rejected(PriceOverlaps, field="valid_until")
        fitting = replace(SET, valid_until=JULY - timedelta(days=1))
        a_list.given(DEARER_PRICE).when(fitting).then(replace(PUMP_PRICE, valid_until=fitting.valid_until))

    def test_a_price_with_an_end_is_not_cut_short(self) -> None:
        until_august = replace(PUMP_PRICE, valid_until=date(2026, 8, 1))
        a_list.given(until_august).when(DEARER).then_rejected(PriceOverlaps, field="valid_from")

    def test_a_price_lasts_a_day_at_least(self) -> None:
        a_list.when(replace(SET, valid_until=MONDAY)).then(replace(PUMP_PRICE, valid_until=MONDAY))
        a_list.when(replace(SET, valid_until=date(2026, 3, 1))).then_rejected(
            PriceEndsBeforeItStarts, field="valid_until"
        )

    def test_the_floor_is_not_above_the_price(self) -> None:
        a_list.when(replace(SET, floor_price=Decimal("199.01"))).then_rejected(FloorAbovePrice, field="floor_price")

    def test_it_takes_an_open_list(self) -> None:
        no_list.when(SET).then_rejected(PriceListUnknown)
        a_list.given(CLOSED).when(SET).then_rejected(PriceListIsClosed)

    def test_the_earliest_day_of_all_can_be_a_first_day(self) -> None:
        a_list.given(PUMP_PRICE, replace(PUMP_PRICE, valid_from=date.min, valid_until=date(2000, 1, 1)))

    def test_a_list_has_limits(self) -> None:
        known = a_list.given(PUMP_PRICE).state
        assert isinstance(known, Open)
        price = known.prices["PUMP"][0]
        full = replace(known, prices={str(number): (price,) for number in range(MOST_SKUS)})
        crowded = replace(
            known,
            prices={"PUMP": (replace(price, withdrawn_because="x"),) * MOST_PRICES_PER_SKU},
        )
        for state in (full, crowded):
            held = replace(PRICE_LIST, initial=state)
            spec_of(held).when(SET).then_rejected(PriceListFull)


class TestWithdrawing:
    def test_a_price_is_withdrawn_once(self) -> None:
        after = a_list.given(PUMP_PRICE).when(WITHDRAW).then(WITHDRAWN).then_asked_again_nothing().state_after()
        assert costs(after, MONDAY) is None

    def test_it_gives_way_to_another(self) -> None:
        cheaper = replace(SET, unit_price=Decimal(190))
        after = a_list.given(PUMP_PRICE, WITHDRAWN).when(cheaper).then_asked_again_nothing().state_after()
        assert costs(after, MONDAY) == Decimal(190)

    def test_the_price_before_it_stays_ended(self) -> None:
        withdrawn = replace(WITHDRAWN, valid_from=JULY)
        after = a_list.given(PUMP_PRICE, DEARER_PRICE, withdrawn).state
        assert costs(after, date(2026, 6, 30)) == Decimal("199.00")
        assert costs(after, JULY) is None

    def test_a_price_that_never_was_is_refused(self) -> None:
        a_list.given(PUMP_PRICE).when(replace(WITHDRAW, valid_from=JULY)).then_rejected(PriceUnknown)
        a_list.when(WITHDRAW).then_rejected(PriceUnknown)

    def test_it_takes_an_open_list(self) -> None:
        no_list.when(WITHDRAW).then_rejected(PriceListUnknown)
        a_list.given(PUMP_PRICE, CLOSED).when(WITHDRAW).then_rejected(PriceListIsClosed)


DAYS = st.integers(0, 60).map(lambda days: MONDAY + timedelta(days=days))
SETTINGS = st.builds(
    lambda unit_price, first, last: replace(
        SET, unit_price=Decimal(unit_price), floor_price=Decimal(0), valid_from=first, valid_until=last
    ),
    st.integers(1, 5),
    DAYS,
    st.none() | DAYS,
)
WITHDRAWALS = st.builds(lambda first: replace(WITHDRAW, valid_from=first), DAYS)


@given(st.lists(SETTINGS | WITHDRAWALS, max_size=12))
def test_on_any_day_there_is_one_price_at_most(commands: list[SetPrice | WithdrawPrice]) -> None:
    spec = a_list
    for command in commands:
        decided = spec.when(command)
        spec = spec.given(*decided.facts)
    state = spec.state
    assert isinstance(state, Open)
    good = [price for price in state.prices.get("PUMP", ()) if not price.withdrawn_because]
    for price, following in pairwise(good):
        assert price.valid_until is not None
        assert price.valid_from <= price.valid_until < following.valid_from
