"""Counting stock, and what a second person makes of it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.warehouse.reservation.events import MissingGoods
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import FreeOfCharge, ShipmentLine, ShipmentPlanned
from services.warehouse.stock_count.approving import (
    ApproveCount,
    CounterApproves,
    CountIsApproved,
    CountIsRefused,
    CountUnknown,
    RefuseCount,
)
from services.warehouse.stock_count.counting import (
    CountedInTheFuture,
    CountedLongAgo,
    CountStock,
    NotOpeningStock,
    SkuCountedTwice,
    TallyLine,
)
from services.warehouse.stock_count.decider import STOCK_COUNT
from services.warehouse.stock_count.differing import CountedMeanwhile, StockMovedSinceCounted, UnitCostNeeded
from services.warehouse.stock_count.events import (
    CountApproved,
    CountedLine,
    CountRefused,
    Difference,
    StockCounted,
)
from services.warehouse.stock_count.state import StockCount
from services.warehouse.stock_item.adjusting import AdjustStock
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.earlier import EarlierStock
from services.warehouse.stock_item.events import (
    StockAdjusted,
    StockFoundRight,
    StockIssued,
    StockReceiptCorrected,
    StockReceived,
    StockReserved,
)
from services.warehouse.stock_item.valuation import AnotherCurrency
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.testing.specification import Specification, spec_of
from tests.unit.warehouse.reservation.facts import TERMS

MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CLERK, BOSS = "w.clerk", "w.boss"
a_count = spec_of(STOCK_COUNT)


def stocked(quantity: Decimal | int, value: int, currency: str = "USD") -> StockAdjusted:
    return StockAdjusted(
        adjustment_id="opening",
        quantity=Decimal(quantity),
        value=Money(minor=value, currency=currency),
        reason="opening stock",
        opening=True,
        adjusted_on=MONDAY,
    )


def came(quantity: int, receipt_id: str = "r1") -> StockReceived:
    """At a dollar each."""
    value = Money(minor=100 * quantity, currency="USD")
    return StockReceived(receipt_id=receipt_id, line_no=1, quantity=Decimal(quantity), value=value, received_on=MONDAY)


def beside(*history: Any) -> Specification[StockCount]:
    return a_count.beside(STOCK_ITEM, "MAIN:PUMP-40", *history)


def tally(
    counted: Decimal | int, unit_cost: str | None = None, *, at: datetime = NOON, stock: EarlierStock | None = None
) -> CountStock:
    cost = None if unit_cost is None else Decimal(unit_cost)
    return CountStock(
        warehouse="MAIN",
        currency="USD",
        opening=False,
        reason="yearly count",
        lines=(TallyLine(sku="PUMP-40", counted=Decimal(counted), unit_cost=cost, stock=stock),),
        by=CLERK,
        counted_at=at,
        now=NOON,
    )


def counted(
    units: Decimal | int,
    booked: Decimal | int,
    unit_cost: str | None = None,
    *,
    at: datetime | None = NOON,
    settled_by: str = "opening",
) -> StockCounted:
    cost = None if unit_cost is None else Decimal(unit_cost)
    line = CountedLine(
        sku="PUMP-40", counted=Decimal(units), booked=Decimal(booked), unit_cost=cost, settled_by=settled_by
    )
    return StockCounted(
        warehouse="MAIN",
        currency="USD",
        opening=False,
        reason="yearly count",
        lines=(line,),
        counted_by=CLERK,
        counted_on=MONDAY,
        counted_at=at,
    )


def approved(quantity: Decimal | int, value: int) -> CountApproved:
    difference = Difference(sku="PUMP-40", quantity=Decimal(quantity), value=Money(minor=value, currency="USD"))
    return CountApproved(
        warehouse="MAIN",
        opening=False,
        reason="yearly count",
        differences=(difference,),
        approved_by=BOSS,
        approved_on=MONDAY,
    )


APPROVE = ApproveCount(shipments=(), by=BOSS, on=MONDAY)
REFUSE = RefuseCount(reason="shelf 12 was left out", by=BOSS, on=MONDAY)
REFUSED = CountRefused(reason="shelf 12 was left out", refused_by=BOSS, refused_on=MONDAY)


class TestCounting:
    def test_a_count_is_handed_in_once_beside_what_the_books_say(self) -> None:
        fact = counted(9, booked=10)
        beside(stocked(10, 1000)).when(tally(9)).then(fact)
        beside(stocked(10, 1000)).given(fact).when(tally(9)).then_nothing()

    def test_what_the_books_had_is_no_opening_stock(self) -> None:
        """Else what is lost would be booked as if it had never been there."""
        opening = replace(tally(9, "1"), opening=True)
        for had in ([stocked(10, 1000)], [came(10)], [StockFoundRight(count_id="k0", found_on=MONDAY)]):
            beside(*had).when(opening).then_rejected(NotOpeningStock)
        as_it_was = EarlierStock(on_hand=Decimal(0), settled_by="")
        line = replace(opening.lines[0], stock=as_it_was)
        fact = replace(counted(9, booked=0, unit_cost="1", settled_by=""), opening=True)
        beside().when(opening).then(fact)
        beside(came(10)).when(replace(opening, lines=(line,))).then(fact)

    def test_an_earlier_sheet_of_what_the_books_had_is_not_approved_as_opening_stock(self) -> None:
        """Such sheets were taken, and may wait still: somebody refuses them."""
        for had in (counted(9, booked=10), counted(9, booked=0, unit_cost="1")):
            waiting = beside(stocked(10, 1000)).given(replace(had, opening=True))
            waiting.when(APPROVE).then_rejected(NotOpeningStock, field="lines.0.sku")
            waiting.when(REFUSE).then(REFUSED)

    def test_a_sku_is_counted_once(self) -> None:
        line = TallyLine(sku="PUMP-40", counted=Decimal(1), unit_cost=Decimal(1))
        twice = CountStock(
            warehouse="MAIN",
            currency="USD",
            opening=True,
            reason="opening",
            lines=(line, line),
            by=CLERK,
            counted_at=NOON,
            now=NOON,
        )
        beside().when(twice).then_rejected(SkuCountedTwice, field="lines.1.sku")

    def test_what_was_never_valued_needs_a_cost(self) -> None:
        beside().when(tally(5)).then_rejected(UnitCostNeeded, field="lines.0.unit_cost")
        beside(stocked(10, 1000), stocked(-10, -1000)).when(tally(5)).then_rejected(UnitCostNeeded)
        beside().when(tally(5, "2.50")).then(counted(5, booked=0, unit_cost="2.50", settled_by=""))
        beside().when(tally(0)).then(counted(0, booked=0, settled_by=""))

    def test_a_stock_item_has_one_currency_as_long_as_it_is_worth_anything(self) -> None:
        beside(stocked(10, 1000, "VND")).when(tally(9)).then_rejected(AnotherCurrency, field="currency")
        emptied = beside(stocked(10, 1000, "VND"), stocked(-10, -1000, "VND"))
        emptied.when(tally(5, "2.50")).then(counted(5, booked=0, unit_cost="2.50"))

    def test_what_is_worth_nothing_is_counted_out_in_any_currency(self) -> None:
        submitted = beside(stocked(10, 0, "VND")).given(counted(9, booked=10))
        (fact,) = submitted.when(APPROVE).facts
        assert fact.differences[0].value == Money(minor=0, currency="USD")


class TestApproving:
    def test_the_difference_is_what_was_counted_less_what_is_booked(self) -> None:
        a_count_of = beside(stocked(10, 1000))
        a_count_of.given(counted(7, booked=10)).when(APPROVE).then(approved(-3, -300))
        a_count_of.given(counted(12, booked=10)).when(APPROVE).then(approved(2, 200))
        a_count_of.given(counted(12, booked=10, unit_cost="1.50")).when(APPROVE).then(approved(2, 300))
        a_count_of.given(counted(10, booked=10, unit_cost="1.50")).when(APPROVE).then(approved(0, 0))

    def test_what_is_gone_altogether_takes_the_whole_value_along(self) -> None:
        beside(stocked(3, 1000)).given(counted(0, booked=3)).when(APPROVE).then(approved(-3, -1000))

    def test_opening_stock_is_worth_what_it_is_said_to_be(self) -> None:
        beside().given(counted(4, booked=0, unit_cost="2.505", settled_by="")).when(APPROVE).then(approved(4, 1002))

    def test_approving_twice_books_it_once(self) -> None:
        a_count.given(counted(7, booked=10), approved(-3, -300)).when(APPROVE).then_nothing()

    def test_whoever_counted_cannot_approve(self) -> None:
        own = ApproveCount(shipments=(), by=CLERK, on=MONDAY)
        beside(stocked(10, 1000)).given(counted(7, booked=10)).when(own).then_rejected(CounterApproves)

    @pytest.mark.parametrize("since", [1, -1])
    def test_a_count_of_which_nobody_said_when_says_nothing_about_goods_that_moved_since(self, since: int) -> None:
        moved = beside(stocked(10, 1000), stocked(since, 100 * since)).given(counted(7, booked=10, at=None))
        moved.when(APPROVE).then_rejected(StockMovedSinceCounted)

    def test_only_a_count_that_waits_is_approved(self) -> None:
        a_count.when(APPROVE).then_rejected(CountUnknown)
        a_count.given(counted(7, booked=10), REFUSED).when(APPROVE).then_rejected(CountIsRefused)

    @given(
        st.decimals(0, 10_000, places=4),
        st.integers(0, 10**9),
        st.decimals(0, 10_000, places=4),
        st.decimals(0, 1000, places=6),
    )
    def test_the_stock_item_takes_every_difference_and_then_shows_what_was_counted(
        self, on_hand: Decimal, value: int, units: Decimal, cost: Decimal
    ) -> None:
        before = [stocked(on_hand, value)] if on_hand else []
        given_stock = a_count.beside(STOCK_ITEM, "MAIN:PUMP-40", *before)
        sheet = counted(units, booked=on_hand, unit_cost=str(cost), settled_by="opening" if before else "")
        facts = given_stock.given(sheet).when(APPROVE).facts
        (difference,) = facts[0].differences
        adjust = AdjustStock(
            adjustment_id="K1",
            quantity=difference.quantity,
            value=difference.value,
            reason="yearly count",
            opening=False,
            on=MONDAY,
        )
        item = spec_of(STOCK_ITEM).given(*before).when(adjust)
        assert item.rejection is None
        after = item.state_after()
        assert after.on_hand == units
        assert (after.value is None) or after.value.minor >= 0
        assert units or not after.value


class TestWhatCameAndWentSince:
    """Ten were booked when somebody counted."""

    nine_at_noon = counted(9, booked=10)

    def test_it_is_neither_lost_nor_doubled(self) -> None:
        beside(stocked(10, 1000), came(5)).given(self.nine_at_noon).when(APPROVE).then(approved(-1, -100))
        beside(stocked(10, 1000), left(5)).given(self.nine_at_noon).when(APPROVE).then(approved(-1, -100))
        beside(stocked(10, 1000), came(5)).given(counted(10, booked=10)).when(APPROVE).then(approved(0, 0))

    def test_a_count_that_is_handed_in_late_is_held_against_what_was_booked_when_it_was_made(self) -> None:
        at, then = NOON - timedelta(hours=5), EarlierStock(on_hand=Decimal(10), settled_by="opening")
        late = beside(stocked(10, 1000), left(4)).when(tally(9, at=at, stock=then))
        late.then(counted(9, booked=10, at=at))

    def test_who_was_shipped_more_than_was_left_has_seen_them(self) -> None:
        """Nine left after five were counted: they were there, and the count is wrong."""
        then = EarlierStock(on_hand=Decimal(10), settled_by="opening")
        after = beside(stocked(10, 1000), left(9))
        after.when(tally(5, stock=then)).then_rejected(StockMovedSinceCounted)
        after.given(counted(5, booked=10)).when(APPROVE).then_rejected(StockMovedSinceCounted)

    def test_what_was_settled_since_is_counted_again(self) -> None:
        then = EarlierStock(on_hand=Decimal(10), settled_by="opening")
        for settled in (
            replace(stocked(-1, -100), adjustment_id="another count"),
            StockFoundRight(count_id="another count", found_on=MONDAY),
            StockReceiptCorrected(
                correction_id="c1",
                receipt_id="r1",
                quantity=Decimal(1),
                value=Money(minor=100, currency="USD"),
                reason="mistyped",
                corrected_on=MONDAY,
            ),
        ):
            since = beside(stocked(10, 1000), settled)
            since.given(self.nine_at_noon).when(APPROVE).then_rejected(CountedMeanwhile)
            since.when(tally(9, stock=then)).then_rejected(CountedMeanwhile, field="lines.0.sku")
            since.when(tally(9, stock=replace(then, settled_by=None))).then_rejected(CountedMeanwhile)

    def test_the_moment_is_past_and_within_the_month(self) -> None:
        stock = beside(stocked(10, 1000))
        stock.when(tally(9, at=NOON + timedelta(seconds=1))).then_rejected(CountedInTheFuture, field="counted_at")
        month = NOON - timedelta(days=31)
        stock.when(tally(9, at=month - timedelta(seconds=1))).then_rejected(CountedLongAgo, field="counted_at")
        (fact,) = stock.when(tally(9, at=month)).facts
        assert fact.counted_on == month.date()

    def test_the_orders_lose_what_is_lacking_of_what_is_left(self) -> None:
        reserved = StockReserved(order_id="o1", line_no=1, quantity=Decimal(12), reserved_on=MONDAY)
        after = beside(stocked(10, 1000), came(5), reserved).beside(SHIPMENT, "s1", of_order("o1", "12"))
        command = ApproveCount(shipments=("s1",), by=BOSS, on=MONDAY)
        (enough,) = after.given(counted(8, booked=10)).when(command).facts
        assert enough.missing == ()
        (fact,) = after.given(counted(6, booked=10)).when(command).facts
        assert fact.missing == (missing("o1", "s1", "1"),)


class TestRefusing:
    def test_a_refused_count_changes_nothing(self) -> None:
        a_count.given(counted(7, booked=10)).when(REFUSE).then(REFUSED).then_asked_again_nothing()

    def test_it_takes_no_second_person(self) -> None:
        own = RefuseCount(reason="shelf 12 was left out", by=CLERK, on=MONDAY)
        assert len(a_count.given(counted(7, booked=10)).when(own).facts) == 1

    def test_what_is_booked_is_not_refused(self) -> None:
        a_count.when(REFUSE).then_rejected(CountUnknown)
        a_count.given(counted(7, booked=10), approved(-3, -300)).when(REFUSE).then_rejected(CountIsApproved)


class TestLessThanIsSetAside:
    """Ten on hand, eight of them set aside for o1 and o2."""

    def reserved(self, counted_units: int, *planned: tuple[str, ShipmentPlanned]) -> tuple[MissingGoods, ...]:
        """Whose goods are missing when so many were counted, beside these shipments."""
        stock = (
            stocked(10, 1000),
            *(StockReserved(order_id=one, line_no=1, quantity=Decimal(4), reserved_on=MONDAY) for one in ("o1", "o2")),
        )
        given = a_count.beside(STOCK_ITEM, "MAIN:PUMP-40", *stock)
        for shipment_id, history in planned:
            given = given.beside(SHIPMENT, shipment_id, history)
        command = ApproveCount(shipments=tuple(one for one, _ in planned), by=BOSS, on=MONDAY)
        (fact,) = given.given(counted(counted_units, 10)).when(command).facts
        assert isinstance(fact, CountApproved)
        return fact.missing

    def test_the_first_of_these_shipments_lose_what_is_lacking(self) -> None:
        planned = (("s2", of_order("o2", "4")), ("s1", of_order("o1", "4")))
        assert self.reserved(8, *planned) == ()
        assert self.reserved(7, *planned) == (missing("o2", "s2", "1"),)
        assert self.reserved(2, *planned) == (missing("o2", "s2", "4"), missing("o1", "s1", "2"))

    def test_what_is_free_of_charge_elsewhere_or_another_article_loses_nothing(self) -> None:
        free = FreeOfCharge(return_id="r1", order_id="o1", kind="replacement")
        planned = of_order("o1", "4")
        spared = (
            replace(planned, warehouse="SIDE"),
            replace(planned, terms=replace(planned.terms, free_of_charge=free)),
            replace(planned, lines=(ShipmentLine(line_no=1, sku="VALVE", quantity=Decimal(4)),)),
        )
        assert self.reserved(5, *((f"s{number}", one) for number, one in enumerate(spared))) == ()


def left(quantity: int) -> StockIssued:
    return StockIssued(
        shipment_id="s1",
        order_id="o9",
        line_no=1,
        quantity=Decimal(quantity),
        cost=Money(minor=100 * quantity, currency="USD"),
        issued_on=MONDAY,
    )


def of_order(order_id: str, quantity: str) -> ShipmentPlanned:
    return ShipmentPlanned(
        order_id=order_id,
        warehouse="MAIN",
        terms=TERMS,
        lines=(ShipmentLine(line_no=1, sku="PUMP-40", quantity=Decimal(quantity)),),
        cause_id=order_id,
        remainder_of="",
        planned_on=MONDAY,
    )


def missing(order_id: str, shipment_id: str, quantity: str) -> MissingGoods:
    return MissingGoods(
        order_id=order_id, line_no=1, sku="PUMP-40", shipment_id=shipment_id, quantity=Decimal(quantity)
    )
