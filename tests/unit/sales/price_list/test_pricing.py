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
CHRISTMAS = replace(SET, unit_price=Decimal(189), valid_from=date(2026, 12, 1), valid_until=date(2026, 12, 31))
AT_CHRISTMAS = replace(
    PUMP_PRICE, unit_price=Decimal(189), valid_from=date(2026, 12, 1), valid_until=date(2026, 12, 31)
)
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
        again = replace(PUMP_PRICE, valid_from=date(2026, 8, 1), open_since=MONDAY)
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

    def test_an_open_one_ends_where_a_later_open_one_began_before_it(self) -> None:
        until_july = replace(PUMP_PRICE, valid_until=date(2026, 6, 30), open_since=MONDAY)
        a_list.given(DEARER_PRICE).when(SET).then(until_july).then_asked_again_nothing()

    def test_a_price_between_a_sale_that_is_planned_and_now(self) -> None:
        planned = a_list.given(PUMP_PRICE).given(*a_list.given(PUMP_PRICE).when(CHRISTMAS).facts)
        easter = replace(CHRISTMAS, valid_from=date(2026, 4, 1), valid_until=date(2026, 4, 10))
        again = replace(PUMP_PRICE, valid_from=date(2026, 4, 11), valid_until=date(2026, 11, 30), open_since=MONDAY)
        on_sale = replace(AT_CHRISTMAS, valid_from=easter.valid_from, valid_until=easter.valid_until)
        after = planned.when(easter).then(on_sale, again).then_asked_again_nothing().state_after()
        days = (date(2026, 3, 31), date(2026, 4, 10), date(2026, 4, 11), date(2026, 12, 1), date(2027, 1, 1))
        assert [costs(after, day) for day in days] == [Decimal(price) for price in (199, 189, 199, 189, 199)]

    def test_a_rise_holds_after_the_sale_that_is_planned_as_well(self) -> None:
        planned = a_list.given(PUMP_PRICE).given(*a_list.given(PUMP_PRICE).when(CHRISTMAS).facts)
        until_sale = replace(DEARER_PRICE, valid_until=date(2026, 11, 30), open_since=JULY)
        after_sale = replace(DEARER_PRICE, valid_from=date(2027, 1, 1), open_since=JULY)
        after = planned.when(DEARER).then(until_sale, after_sale).then_asked_again_nothing().state_after()
        days = (date(2026, 6, 30), JULY, date(2026, 12, 31), date(2027, 1, 1))
        assert [costs(after, day) for day in days] == [Decimal(price) for price in (199, 249, 189, 249)]

    def test_what_earlier_releases_set_after_a_sale_is_a_price_of_its_own(self) -> None:
        again = replace(PUMP_PRICE, valid_from=date(2027, 1, 1))
        after = a_list.given(PUMP_PRICE, AT_CHRISTMAS, again).when(DEARER).state_after()
        assert [costs(after, day) for day in (JULY, date(2027, 1, 1))] == [Decimal(249), Decimal(199)]

    def test_a_price_with_an_end_may_hold_for_longer(self) -> None:
        may = replace(SET, valid_until=date(2026, 5, 31))
        until_may = replace(PUMP_PRICE, valid_until=date(2026, 5, 31))
        longer = a_list.given(until_may).when(replace(may, valid_until=JULY))
        longer.then(replace(until_may, valid_until=JULY)).then_asked_again_nothing()
        a_list.given(until_may).when(SET).then(PUMP_PRICE).then_asked_again_nothing()
        a_list.given(until_may).when(replace(may, valid_until=MONDAY)).then_rejected(PriceOverlaps, field="valid_from")
        a_list.given(PUMP_PRICE).when(may).then_rejected(PriceOverlaps, field="valid_from")

    def test_holding_for_longer_it_takes_the_place_of_what_came_again_after_it(self) -> None:
        planned = a_list.given(PUMP_PRICE).given(*a_list.given(PUMP_PRICE).when(CHRISTMAS).facts)
        ten_days_more = replace(CHRISTMAS, valid_until=date(2027, 1, 10))
        again = replace(PUMP_PRICE, valid_from=date(2027, 1, 11), open_since=MONDAY)
        decided = planned.when(ten_days_more)
        decided.then(replace(AT_CHRISTMAS, valid_until=ten_days_more.valid_until), again).then_asked_again_nothing()
        after = decided.state_after()
        assert [costs(after, date(2027, 1, day)) for day in (1, 10, 11)] == [Decimal(n) for n in (189, 189, 199)]
        tet = replace(AT_CHRISTMAS, valid_from=date(2027, 1, 5), valid_until=date(2027, 1, 20))
        a_list.given(AT_CHRISTMAS, tet).when(ten_days_more).then_rejected(PriceOverlaps, field="valid_until")

    def test_a_price_with_an_end_may_not_run_into_a_later_one(self) -> None:
        earlier = replace(SET, valid_until=JULY)
        a_list.given(DEARER_PRICE).when(earlier).then_rejected(PriceOverlaps, field="valid_until")
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
        earliest = replace(PUMP_PRICE, valid_from=date.min, valid_until=date(2000, 1, 1))
        known = a_list.given(PUMP_PRICE, earliest).state
        assert [costs(known, day) for day in (date.min, date(2000, 1, 2))] == [PUMP_PRICE.unit_price, None]

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

    def test_with_an_open_one_goes_what_holds_of_it_after_a_price_with_an_end(self) -> None:
        planned = a_list.given(PUMP_PRICE).given(*a_list.given(PUMP_PRICE).when(CHRISTMAS).facts)
        again = replace(WITHDRAWN, valid_from=date(2027, 1, 1))
        decided = planned.when(WITHDRAW).then(WITHDRAWN, again).then_asked_again_nothing()
        after = decided.state_after()
        days = (MONDAY, date(2026, 12, 1), date(2027, 1, 1))
        assert [costs(after, day) for day in days] == [None, Decimal(189), None]
        planned.when(replace(WITHDRAW, valid_from=CHRISTMAS.valid_from)).then(
            replace(WITHDRAWN, valid_from=CHRISTMAS.valid_from)
        )

    def test_what_holds_again_may_go_alone(self) -> None:
        planned = a_list.given(PUMP_PRICE).given(*a_list.given(PUMP_PRICE).when(CHRISTMAS).facts)
        again = replace(WITHDRAW, valid_from=date(2027, 1, 1))
        after = planned.when(again).then(replace(WITHDRAWN, valid_from=again.valid_from)).state_after()
        assert [costs(after, day) for day in (MONDAY, again.valid_from)] == [PUMP_PRICE.unit_price, None]
        planned.given(replace(WITHDRAWN, valid_from=again.valid_from)).when(WITHDRAW).then(WITHDRAWN)

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


@st.composite
def agreeable(draw: st.DrawFn) -> list[SetPrice]:
    """Prices that leave room for each other: those with an end share no day, and no open-ended one begins within."""
    found: list[SetPrice] = []
    for number, (first, last) in enumerate(draw(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=8)), start=1):
        if last is not None and last < first:
            continue
        if not any(_meet(first, last, other.valid_from, other.valid_until) for other in found):
            price = Decimal(number)
            found.append(replace(SET, unit_price=price, floor_price=price, valid_from=first, valid_until=last))
    return found


def _meet(first: date, last: date | None, other: date, others_last: date | None) -> bool:
    return other <= (last or first) and first <= (others_last or other)


def _on(prices: list[SetPrice], day: date) -> Decimal | None:
    """By the rule, without any history: a price with an end, or else the open-ended one that began last."""
    interrupting = [one for one in prices if one.valid_until is not None and one.valid_from <= day <= one.valid_until]
    begun = [one for one in prices if one.valid_until is None and one.valid_from <= day]
    holds = interrupting or sorted(begun, key=lambda one: one.valid_from)[-1:]
    return holds[0].unit_price if holds else None


@given(agreeable(), st.data())
def test_the_order_in_which_prices_are_set_does_not_matter(prices: list[SetPrice], data: st.DataObject) -> None:
    spec = a_list
    for one in data.draw(st.permutations(prices)):
        decided = spec.when(one)
        assert decided.rejection is None
        spec = spec.given(*decided.facts)
    for one in prices:
        spec.when(one).then_nothing()
    for days in range(-1, 63):
        day = MONDAY + timedelta(days=days)
        assert costs(spec.state, day) == _on(prices, day)
