"""Stock: what a corrected receipt takes off."""

from datetime import date
from decimal import Decimal

from services.warehouse.stock_item.adjusting import MissingUnits
from services.warehouse.stock_item.correcting import CorrectReceivedStock, CorrectsBelowReserved
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.events import (
    StockReceiptCorrected,
    StockReceived,
    StockReserved,
    StockWithdrawn,
)
from services.warehouse.stock_item.reserving import GivesBackTooMuch
from shared.kernel.money import Money
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)
TEN = StockReceived(
    receipt_id="r1", line_no=1, quantity=Decimal(10), value=Money(minor=1000, currency="USD"), received_on=MONDAY
)
HELD = StockReserved(order_id="a", line_no=1, quantity=Decimal(8), reserved_on=MONDAY)
ten_units = spec_of(STOCK_ITEM).given(TEN)


def correct(quantity: int, *missing: MissingUnits) -> CorrectReceivedStock:
    return CorrectReceivedStock(
        correction_id="c1",
        receipt_id="r1",
        quantity=Decimal(quantity),
        value=Money(minor=quantity * 100, currency="USD"),
        missing=missing,
        reason="mistyped",
        on=MONDAY,
    )


def corrected(quantity: int) -> StockReceiptCorrected:
    return StockReceiptCorrected(
        correction_id="c1",
        receipt_id="r1",
        quantity=Decimal(quantity),
        value=Money(minor=quantity * 100, currency="USD"),
        reason="mistyped",
        corrected_on=MONDAY,
    )


def missing(quantity: int) -> MissingUnits:
    return MissingUnits(order_id="a", line_no=1, quantity=Decimal(quantity))


def test_units_and_their_value_are_taken_off_once() -> None:
    done = ten_units.when(correct(9)).then(corrected(9)).then_asked_again_nothing()
    after = done.state_after()
    assert (after.on_hand, after.value) == (Decimal(1), Money(minor=100, currency="USD"))


def test_what_is_set_aside_stays_unless_it_is_said_whose_it_was() -> None:
    refused = ten_units.given(HELD).when(correct(3)).then_rejected(CorrectsBelowReserved)
    assert refused.rejection is not None
    assert refused.rejection.facts == {"on_hand": Decimal(10), "reserved": Decimal(8), "available": Decimal(2)}
    withdrawn = StockWithdrawn(
        withdrawal_id="c1", order_id="a", line_no=1, quantity=Decimal(1), reason="mistyped", withdrawn_on=MONDAY
    )
    done = ten_units.given(HELD).when(correct(3, missing(1))).then(withdrawn, corrected(3)).then_asked_again_nothing()
    assert (done.state_after().on_hand, done.state_after().reserved) == (Decimal(7), Decimal(7))


def test_what_is_not_there_cannot_be_taken_off() -> None:
    ten_units.when(correct(11)).then_rejected(CorrectsBelowReserved)
    ten_units.given(HELD).when(correct(3, missing(9))).then_rejected(GivesBackTooMuch)
