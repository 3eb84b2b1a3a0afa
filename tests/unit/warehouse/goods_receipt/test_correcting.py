"""Correcting a receipt that says more than came: at its own cost, for those it was bought for, by another person."""

from datetime import date
from decimal import Decimal

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.events import (
    ExpectationWithdrawn,
    OrderedLine,
    Peg,
    ReceiptExpected,
    Withdrawal,
)
from services.warehouse.goods_receipt.correcting import (
    AsItCame,
    CorrectGoodsReceipt,
    LineNotReceived,
    MoreCame,
    ReceiptUnknown,
    ReceiverCorrects,
)
from services.warehouse.goods_receipt.decider import GOODS_RECEIPT
from services.warehouse.goods_receipt.events import GoodsReceiptCorrected, GoodsReceived, ReceivedGoods, TakenOff
from services.warehouse.goods_receipt.receiving import LineReceivedTwice
from services.warehouse.goods_receipt.state import GoodsReceipt, Received
from services.warehouse.reservation.events import MissingGoods
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import ShipmentLine, ShipmentPlanned
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.events import StockAdjusted, StockIssued, StockReceived, StockReserved
from services.warehouse.stock_item.valuation import AnotherCurrency
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.testing.specification import Specification, spec_of
from tests.unit.warehouse.shipment.facts import TERMS

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def peg(quantity: int, order_id: str = "o1") -> Peg:
    return Peg(order_id=order_id, order_line_no=1, quantity=Decimal(quantity))


EXPECTED = ReceiptExpected(
    supplier_id="V1",
    warehouse="MAIN",
    lines=(
        OrderedLine(
            line_no=1, sku="PUMP-40", quantity=Decimal(12), unit_price=Decimal(10), net=usd(12_000), pegs=(peg(6),)
        ),
    ),
    sent_on=MONDAY,
    expected_on=MONDAY,
)
WITHDRAWN = ExpectationWithdrawn(withdrawal=Withdrawal.CLOSED_SHORT, reason="gone bust", withdrawn_on=MONDAY)


def goods(line_no: int, accepted: int, value: int, *pegs: Peg, rejected: int = 0) -> ReceivedGoods:
    return ReceivedGoods(
        purchase_line_no=line_no,
        sku="PUMP-40",
        accepted=Decimal(accepted),
        rejected=Decimal(rejected),
        reject_reason="cracked" if rejected else "",
        accepted_value=usd(value),
        pegs=pegs,
        rejected_for=(peg(rejected),) if rejected else (),
    )


def received(*lines: ReceivedGoods) -> GoodsReceived:
    return GoodsReceived(
        purchase_order_id="PO1",
        supplier_id="V1",
        warehouse="MAIN",
        supplier_delivery_note="DN-1",
        lines=lines,
        received_on=MONDAY,
        received_by="w.clerk",
    )


def came(line_no: int = 1, accepted: int | None = None, rejected: int | None = None) -> AsItCame:
    return AsItCame(
        purchase_line_no=line_no,
        accepted=None if accepted is None else Decimal(accepted),
        rejected=None if rejected is None else Decimal(rejected),
    )


def correct(*lines: AsItCame, by: str = "w.boss", shipments: tuple[str, ...] = ()) -> CorrectGoodsReceipt:
    return CorrectGoodsReceipt(lines=lines, shipments=shipments, reason="mistyped", by=by, on=TUESDAY)


def stocked(quantity: int, value: int) -> StockReceived:
    return StockReceived(receipt_id="r1", line_no=1, quantity=Decimal(quantity), value=usd(value), received_on=MONDAY)


def a_receipt(
    *lines: ReceivedGoods, stock: tuple[object, ...], expected: tuple[object, ...] = (EXPECTED,)
) -> Specification[GoodsReceipt]:
    return (
        spec_of(GOODS_RECEIPT)
        .beside(EXPECTED_RECEIPT, "PO1", *expected)
        .beside(STOCK_ITEM, "MAIN:PUMP-40", *stock)
        .given(received(*lines))
    )


TEN = goods(1, 10, 10_000, peg(6), rejected=2)
ten_units = a_receipt(TEN, stock=(stocked(10, 10_000),))


def corrected(*off: TakenOff, missing: tuple[MissingGoods, ...] = (), still_owed: bool = True) -> GoodsReceiptCorrected:
    return GoodsReceiptCorrected(
        purchase_order_id="PO1",
        warehouse="MAIN",
        taken_off=off,
        missing=missing,
        still_owed=still_owed,
        reason="mistyped",
        corrected_by="w.boss",
        corrected_on=TUESDAY,
    )


def off(
    accepted: int, cost: int, *pegs: Peg, value: int | None = None, rejected: int = 0, line_no: int = 1
) -> TakenOff:
    return TakenOff(
        purchase_line_no=line_no,
        sku="PUMP-40",
        accepted=Decimal(accepted),
        rejected=Decimal(rejected),
        cost=usd(cost),
        value=usd(cost if value is None else value),
        pegs=pegs,
        rejected_for=(peg(rejected),) if rejected else (),
    )


class TestCorrecting:
    def test_what_had_not_come_is_taken_off_at_its_own_cost(self) -> None:
        done = (
            ten_units.when(correct(came(accepted=1))).then(corrected(off(9, 9_000, peg(5)))).then_asked_again_nothing()
        )
        state = done.state_after()
        assert isinstance(state, Received)
        (line,) = state.lines
        assert line == goods(1, 1, 1_000, peg(1), rejected=2)
        assert [(one.reason, one.corrected_by) for one in state.corrections] == [("mistyped", "w.boss")]

    def test_those_who_are_served_first_keep_theirs(self) -> None:
        ten_units.when(correct(came(accepted=7))).then(corrected(off(3, 3_000)))

    def test_what_had_not_been_rejected_is_corrected_as_well(self) -> None:
        done = ten_units.when(correct(came(rejected=0))).then(corrected(off(0, 0, rejected=2)))
        state = done.state_after()
        assert isinstance(state, Received)
        assert state.lines == (goods(1, 10, 10_000, peg(6)),)

    def test_what_was_only_rejected_says_nothing_of_the_stock(self) -> None:
        elsewhere = replace(stocked(1, 1), value=Money(minor=1, currency="EUR"))
        rejected = a_receipt(goods(1, 0, 0, rejected=2), stock=(elsewhere,))
        rejected.when(correct(came(rejected=1))).then(corrected(off(0, 0, rejected=1)))

    def test_parts_add_up_to_what_the_line_had_cost(self) -> None:
        three_for_ten_cents = a_receipt(goods(1, 3, 10), stock=(stocked(3, 10),))
        once = three_for_ten_cents.when(correct(came(accepted=2))).then(corrected(off(1, 3)))
        again = once.specification.given(*once.facts).beside(STOCK_ITEM, "MAIN:PUMP-40", stocked(2, 7))
        again.when(correct(came(accepted=0))).then(corrected(off(2, 7)))

    def test_of_an_order_that_was_closed_short_nothing_is_owed(self) -> None:
        closed = a_receipt(TEN, stock=(stocked(10, 10_000),), expected=(EXPECTED, WITHDRAWN))
        closed.when(correct(came(accepted=1))).then(corrected(off(9, 9_000, peg(5)), still_owed=False))

    def test_two_lines_of_one_article_are_taken_off_one_after_the_other(self) -> None:
        both = a_receipt(goods(1, 5, 5_000), goods(2, 5, 1_000), stock=(stocked(10, 6_000),))
        both.when(correct(came(1, 0), came(2, 0))).then(corrected(off(5, 5_000), off(5, 1_000, line_no=2)))


class TestWhatTheStockLoses:
    """Another amount than the receipt's only where units left at an average that its units had a part in."""

    dear = goods(1, 10, 10_000)

    def test_nor_once_it_has_left_and_what_is_there_is_valued_in_another_currency(self) -> None:
        held = StockReserved(order_id="o", line_no=1, quantity=Decimal(10), reserved_on=MONDAY)
        left = StockIssued(
            shipment_id="s", order_id="o", line_no=1, quantity=Decimal(10), cost=usd(10_000), issued_on=MONDAY
        )
        dong = Money(minor=900_000, currency="VND")
        next_one = StockReceived(receipt_id="r2", line_no=1, quantity=Decimal(8), value=dong, received_on=MONDAY)
        sold = a_receipt(self.dear, stock=(stocked(10, 10_000), held, left, next_one))
        refused = sold.when(correct(came(accepted=4))).then_rejected(AnotherCurrency)
        assert "count what is not there" in str(refused.rejection)

    def test_never_more_than_it_is_worth(self) -> None:
        cheap = StockAdjusted(
            adjustment_id="c1", quantity=Decimal(10), value=usd(100), reason="", opening=True, adjusted_on=MONDAY
        )
        left = StockIssued(
            shipment_id="s", order_id="o", line_no=1, quantity=Decimal(12), cost=usd(6_060), issued_on=MONDAY
        )
        held = StockReserved(order_id="o", line_no=1, quantity=Decimal(12), reserved_on=MONDAY)
        mixed = a_receipt(self.dear, stock=(cheap, stocked(10, 10_000), held, left))
        mixed.when(correct(came(accepted=4))).then(corrected(off(6, 6_000, value=4_040)))

    def test_all_of_it_with_the_last_unit(self) -> None:
        blended = a_receipt(self.dear, stock=(stocked(10, 10_007),))
        blended.when(correct(came(accepted=0))).then(corrected(off(10, 10_000, value=10_007)))


class TestWhoLoses:
    held = StockReserved(order_id="o1", line_no=1, quantity=Decimal(6), reserved_on=MONDAY)
    planned = ShipmentPlanned(
        order_id="o1",
        warehouse="MAIN",
        terms=TERMS,
        lines=(ShipmentLine(line_no=1, sku="PUMP-40", quantity=Decimal(6)),),
        cause_id="o1",
        remainder_of="",
        planned_on=MONDAY,
    )

    def test_what_somebody_else_holds_of_it_is_still_owed_to_whom_it_was_bought_for(self) -> None:
        others = StockReserved(order_id="o2", line_no=1, quantity=Decimal(4), reserved_on=MONDAY)
        picked = a_receipt(TEN, stock=(stocked(10, 10_000), self.held, others)).beside(SHIPMENT, "s1", self.planned)
        lost = MissingGoods(order_id="o1", line_no=1, sku="PUMP-40", shipment_id="s1", quantity=Decimal(4))
        done = picked.when(correct(came(accepted=6), shipments=("s1",)))
        state = done.then(corrected(off(4, 4_000, peg(4)), missing=(lost,))).state_after()
        assert isinstance(state, Received)
        assert state.lines[0].pegs == (peg(2),)

    def test_the_named_shipments_lose_what_is_lacking(self) -> None:
        reserved = a_receipt(TEN, stock=(stocked(10, 10_000), self.held)).beside(SHIPMENT, "s1", self.planned)
        lost = MissingGoods(order_id="o1", line_no=1, sku="PUMP-40", shipment_id="s1", quantity=Decimal(2))
        reserved.when(correct(came(accepted=4), shipments=("s1",))).then(
            corrected(off(6, 6_000, peg(2)), missing=(lost,))
        )
        reserved.when(correct(came(accepted=6), shipments=("s1",))).then(corrected(off(4, 4_000)))


class TestRefusals:
    def test_whoever_received_does_not_correct(self) -> None:
        ten_units.when(correct(came(accepted=1), by="w.clerk")).then_rejected(ReceiverCorrects)

    def test_more_is_another_receipt(self) -> None:
        more = ten_units.when(correct(came(accepted=11)))
        more.then_rejected(MoreCame, field="lines.0.accepted")
        ten_units.when(correct(came(rejected=3))).then_rejected(MoreCame, field="lines.0.rejected")

    def test_lines_that_are_not_there_or_twice(self) -> None:
        ten_units.when(correct(came(2, 1))).then_rejected(LineNotReceived, field="lines.0.purchase_line_no")
        twice = ten_units.when(correct(came(accepted=1), came(accepted=2)))
        twice.then_rejected(LineReceivedTwice, field="lines.1.purchase_line_no")

    def test_what_was_not_received(self) -> None:
        spec_of(GOODS_RECEIPT).when(correct(came(accepted=1))).then_rejected(ReceiptUnknown)
