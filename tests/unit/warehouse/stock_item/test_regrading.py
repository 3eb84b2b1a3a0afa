"""Stock: what a corrected inspection takes off, and what it takes in."""

from datetime import date
from decimal import Decimal

from services.warehouse.stock_item.adjusting import MissingUnits
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.events import (
    BackorderFilled,
    ShortageNoted,
    StockInspectionCorrected,
    StockPutBack,
    StockReserved,
    StockWithdrawn,
)
from services.warehouse.stock_item.regrading import InspectedGoodsGone, MoveInspectedStock
from services.warehouse.stock_item.valuation import AnotherCurrency
from shared.kernel.money import Money
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)
THREE = StockPutBack(
    source_id="I1", line_no=1, quantity=Decimal(3), value=Money(minor=300, currency="USD"), put_back_on=MONDAY
)
HELD = StockReserved(order_id="a", line_no=1, quantity=Decimal(2), reserved_on=MONDAY)
three_units = spec_of(STOCK_ITEM).given(THREE)


def move(quantity: int, *missing: MissingUnits, currency: str = "USD") -> MoveInspectedStock:
    return MoveInspectedStock(
        correction_id="c1",
        inspection_id="I1",
        place="main",
        quantity=Decimal(quantity),
        value=Money(minor=quantity * 100, currency=currency),
        missing=missing,
        reason="wrong column",
        on=MONDAY,
    )


def moved(quantity: int) -> StockInspectionCorrected:
    return StockInspectionCorrected(
        correction_id="c1",
        inspection_id="I1",
        quantity=Decimal(quantity),
        value=Money(minor=quantity * 100, currency="USD"),
        reason="wrong column",
        corrected_on=MONDAY,
    )


def test_units_and_their_value_are_moved_once_and_settle_what_was_counted_before() -> None:
    for quantity, left in ((-2, 1), (2, 5)):
        after = three_units.when(move(quantity)).then(moved(quantity)).then_asked_again_nothing().state_after()
        assert (int(after.on_hand), after.value) == (left, Money(minor=left * 100, currency="USD"))
        assert after.settled_by == "c1"


def test_what_is_set_aside_stays_unless_it_is_said_whose_it_was() -> None:
    refused = three_units.given(HELD).when(move(-2)).then_rejected(InspectedGoodsGone)
    assert refused.rejection is not None
    assert refused.rejection.facts == {
        "warehouse": "main",
        "on_hand": Decimal(3),
        "reserved": Decimal(2),
        "available": Decimal(1),
    }
    one = MissingUnits(order_id="a", line_no=1, quantity=Decimal(1))
    withdrawn = StockWithdrawn(
        withdrawal_id="c1", order_id="a", line_no=1, quantity=Decimal(1), reason="wrong column", withdrawn_on=MONDAY
    )
    three_units.given(HELD).when(move(-2, one)).then(withdrawn, moved(-2)).then_asked_again_nothing()


def test_what_is_not_there_is_not_taken_off() -> None:
    three_units.when(move(-4)).then_rejected(InspectedGoodsGone)


def test_what_comes_in_is_for_who_waits() -> None:
    waits = ShortageNoted(order_id="b", line_no=1, quantity=Decimal(1), noted_on=MONDAY)
    filled = BackorderFilled(order_id="b", line_no=1, quantity=Decimal(1), cause_id="c1", filled_on=MONDAY)
    spec_of(STOCK_ITEM).given(waits).when(move(2)).then(moved(2), filled).then_asked_again_nothing()


def test_a_stock_has_one_currency() -> None:
    three_units.when(move(1, currency="EUR")).then_rejected(AnotherCurrency)
