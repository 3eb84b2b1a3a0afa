"""Stock: opening balances and counted differences."""

from datetime import date
from decimal import Decimal

import pytest

from services.warehouse.stock_item.adjusting import (
    AdjustsBelowReserved,
    AdjustStock,
    MissingUnits,
    NoteFoundRight,
    ValueDoesNotFit,
    ValueNeeded,
)
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.events import (
    BackorderFilled,
    ShortageNoted,
    StockAdjusted,
    StockFoundRight,
    StockReceived,
    StockReserved,
    StockWithdrawn,
)
from services.warehouse.stock_item.reserving import GivesBackTooMuch
from services.warehouse.stock_item.valuation import AnotherCurrency
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


THREE = StockReceived(receipt_id="r1", line_no=1, quantity=Decimal(3), value=usd(1000), received_on=MONDAY)
no_stock = spec_of(STOCK_ITEM)
three_units = no_stock.given(THREE)


def adjust(quantity: str, value: Money | None, *, opening: bool = False) -> AdjustStock:
    return AdjustStock(
        adjustment_id="c1",
        quantity=Decimal(quantity),
        value=value,
        reason="counted",
        opening=opening,
        on=MONDAY,
    )


def adjusted(quantity: str, value: Money, *, opening: bool = False) -> StockAdjusted:
    return StockAdjusted(
        adjustment_id="c1",
        quantity=Decimal(quantity),
        value=value,
        reason="counted",
        opening=opening,
        adjusted_on=MONDAY,
    )


class TestAdjusting:
    def test_opening_stock_comes_with_its_value(self) -> None:
        no_stock.when(adjust("5", usd(500), opening=True)).then(
            adjusted("5", usd(500), opening=True)
        ).then_asked_again_nothing()

    def test_found_units_go_to_those_who_wait(self) -> None:
        shortage = ShortageNoted(order_id="a", line_no=1, quantity=Decimal(4), noted_on=MONDAY)
        fill = BackorderFilled(order_id="a", line_no=1, quantity=Decimal(4), cause_id="c1", filled_on=MONDAY)
        no_stock.given(shortage).when(adjust("5", usd(500))).then(adjusted("5", usd(500)), fill)

    def test_what_is_set_aside_is_never_adjusted_away(self) -> None:
        reserved = StockReserved(order_id="a", line_no=1, quantity=Decimal(2), reserved_on=MONDAY)
        given = three_units.given(reserved)
        given.when(adjust("-1", usd(-333))).then(adjusted("-1", usd(-333)))
        decided = given.when(adjust("-2", usd(-667))).then_rejected(AdjustsBelowReserved, field="quantity")
        assert decided.rejection is not None
        assert decided.rejection.facts["available"] == 1

    @pytest.mark.parametrize(
        ("quantity", "value"),
        [
            pytest.param("-1", -1001, id="negative value"),
            pytest.param("-3", -999, id="value without goods"),
            pytest.param("0", -1001, id="revalued below nothing"),
        ],
    )
    def test_the_value_left_fits_the_units_left(self, quantity: str, value: int) -> None:
        three_units.when(adjust(quantity, usd(value))).then_rejected(ValueDoesNotFit, field="value")

    def test_value_can_be_put_right_without_units(self) -> None:
        three_units.when(adjust("0", usd(-100))).then(adjusted("0", usd(-100))).then_asked_again_nothing()

    def test_no_difference_is_no_adjustment(self) -> None:
        three_units.when(adjust("0", usd(0))).then_nothing()
        three_units.when(adjust("0", None)).then_nothing()

    def test_it_is_known_that_a_count_found_what_was_booked(self) -> None:
        right = NoteFoundRight(count_id="c1", on=MONDAY)
        found = three_units.when(right).then(StockFoundRight(count_id="c1", found_on=MONDAY))
        assert found.then_asked_again_nothing().state_after().settled_by == "c1"
        no_stock.when(right).then_nothing()

    def test_a_stock_item_has_one_currency(self) -> None:
        three_units.when(adjust("1", Money(minor=1, currency="EUR"))).then_rejected(AnotherCurrency)


class TestAdjustingAtTheAverage:
    def test_lost_units_leave_at_the_average_and_the_last_with_the_remainder(self) -> None:
        three_units.when(adjust("-2", None)).then(adjusted("-2", usd(-667)))
        three_units.when(adjust("-3", None)).then(adjusted("-3", usd(-1000)))

    def test_found_units_come_in_at_the_average(self) -> None:
        three_units.when(adjust("2", None)).then(adjusted("2", usd(667)))

    def test_where_nothing_is_there_is_no_average(self) -> None:
        no_stock.when(adjust("2", None)).then_rejected(ValueNeeded, field="value")
        three_units.given(adjusted("-3", usd(-1000))).when(
            AdjustStock(
                adjustment_id="c2",
                quantity=Decimal(1),
                value=None,
                reason="counted",
                opening=False,
                on=MONDAY,
            )
        ).then_rejected(ValueNeeded)


def test_what_is_missing_is_taken_from_who_held_it_and_nobody_else_gets_it() -> None:
    held = three_units.given(
        StockReserved(order_id="a", line_no=1, quantity=Decimal(3), reserved_on=MONDAY),
        ShortageNoted(order_id="b", line_no=1, quantity=Decimal(2), noted_on=MONDAY),
    )
    missing = MissingUnits(order_id="a", line_no=1, quantity=Decimal(2))
    withdrawn = StockWithdrawn(
        withdrawal_id="c1", order_id="a", line_no=1, quantity=Decimal(2), reason="counted", withdrawn_on=MONDAY
    )
    two_less = replace(adjust("-2", None), missing=(missing,))
    decided = held.when(two_less).then(withdrawn, adjusted("-2", usd(-667))).then_asked_again_nothing()
    after = decided.state_after()
    assert [after.on_hand, after.reserved, after.held_for("a", 1), after.awaited_by("b", 1)] == [1, 1, 1, 2]
    held.when(replace(two_less, quantity=Decimal(-3))).then_rejected(AdjustsBelowReserved)
    held.when(replace(two_less, missing=(replace(missing, quantity=Decimal(4)),))).then_rejected(GivesBackTooMuch)
