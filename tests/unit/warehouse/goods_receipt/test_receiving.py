"""Receiving goods: accepted at the purchase price, rejected with a reason."""

from datetime import date
from decimal import Decimal

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.events import (
    AmendedLine,
    ExpectationAmended,
    ExpectationWithdrawn,
    GoodsTaken,
    OrderedLine,
    Peg,
    ReceiptExpected,
    TakenLine,
    Withdrawal,
)
from services.warehouse.expected_receipt.taking import (
    ExceedsExpected,
    LineNotExpected,
    NoLongerExpected,
    NothingExpected,
)
from services.warehouse.goods_receipt.decider import GOODS_RECEIPT
from services.warehouse.goods_receipt.events import GoodsReceived, ReceivedGoods
from services.warehouse.goods_receipt.receiving import (
    BroughtLine,
    LineReceivedTwice,
    NothingCame,
    ReceiveGoods,
    RejectReasonNeeded,
)
from services.warehouse.goods_receipt.state import GoodsReceipt
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.testing.specification import Specification, spec_of

MONDAY = date(2026, 3, 2)


def ordered(line_no: int, sku: str, quantity: int, net: int, *pegs: Peg) -> OrderedLine:
    return OrderedLine(
        line_no=line_no,
        sku=sku,
        quantity=Decimal(quantity),
        unit_price=Decimal(net) / quantity / 100,
        net=Money(minor=net, currency="USD"),
        pegs=pegs,
    )


PEG = Peg(order_id="O1", order_line_no=2, quantity=Decimal(6))
EXPECTED = ReceiptExpected(
    supplier_id="V1",
    warehouse="MAIN",
    lines=(ordered(1, "PUMP-40", 10, 1000, PEG), ordered(2, "SEAL", 3, 100)),
    sent_on=MONDAY,
    expected_on=MONDAY,
)
WITHDRAWN = ExpectationWithdrawn(withdrawal=Withdrawal.CANCELLED, reason="too late", withdrawn_on=MONDAY)


def a_receipt_against(*history: object) -> Specification[GoodsReceipt]:
    return spec_of(GOODS_RECEIPT).beside(EXPECTED_RECEIPT, "PO1", *history)


def brought(line_no: int = 1, accepted: int = 0, rejected: int = 0, reason: str = "") -> BroughtLine:
    return BroughtLine(
        purchase_line_no=line_no, accepted=Decimal(accepted), rejected=Decimal(rejected), reject_reason=reason
    )


def receive(*lines: BroughtLine) -> ReceiveGoods:
    return ReceiveGoods(purchase_order_id="PO1", supplier_delivery_note="DN-1", lines=lines, by="w.clerk", on=MONDAY)


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


def goods(
    accepted: int, value: int, pegged: int, rejected: int = 0, reason: str = "", missed: int = 0
) -> ReceivedGoods:
    def pegs_of(units: int) -> tuple[Peg, ...]:
        return (Peg(order_id="O1", order_line_no=2, quantity=Decimal(units)),) if units else ()

    return ReceivedGoods(
        purchase_line_no=1,
        sku="PUMP-40",
        accepted=Decimal(accepted),
        rejected=Decimal(rejected),
        reject_reason=reason,
        accepted_value=Money(minor=value, currency="USD"),
        pegs=pegs_of(pegged),
        rejected_for=pegs_of(missed),
    )


class TestReceiving:
    def test_accepted_units_have_their_price_and_their_orders(self) -> None:
        fact = received(goods(4, 400, 4))
        decided = a_receipt_against(EXPECTED).when(receive(brought(accepted=4))).then(fact)
        again = a_receipt_against(EXPECTED).given(*decided.facts).when(receive(brought(accepted=4)))
        again.then_nothing()

    def test_what_is_rejected_costs_nothing_where_an_amendment_moved_a_rounding(self) -> None:
        """Of three for 31 one came, for 10; of two for 21 it would have been 11: the next one that comes makes up."""
        three = replace(EXPECTED, lines=(ordered(1, "PUMP-40", 3, 31),))
        one = TakenLine(line_no=1, accepted=Decimal(1), value=Money(minor=10, currency="USD"), pegs=())
        so_far = GoodsTaken(receipt_id="R0", lines=(one,), taken_on=MONDAY)
        two = ordered(1, "PUMP-40", 2, 21)
        fewer = ExpectationAmended(
            lines=(AmendedLine(line_no=1, quantity=two.quantity, unit_price=two.unit_price, net=two.net),),
            reason="by phone",
            told_as=5,
            amended_on=MONDAY,
        )
        rest = a_receipt_against(three, so_far, fewer)
        rejected = goods(0, 0, 0, rejected=1, reason="cracked")
        rest.when(receive(brought(rejected=1, reason="cracked"))).then(received(rejected))
        rest.when(receive(brought(accepted=1))).then(received(goods(1, 11, 0)))

    def test_pegs_that_earlier_receipts_served_are_not_served_again(self) -> None:
        first = TakenLine(
            line_no=1,
            accepted=Decimal(4),
            value=Money(minor=400, currency="USD"),
            pegs=(Peg(order_id="O1", order_line_no=2, quantity=Decimal(4)),),
        )
        so_far = GoodsTaken(receipt_id="R0", lines=(first,), taken_on=MONDAY)
        a_receipt_against(EXPECTED, so_far).when(receive(brought(accepted=5))).then(received(goods(5, 500, 2)))

    def test_rejected_units_are_worth_nothing_and_still_owed(self) -> None:
        fact = received(goods(0, 0, 0, rejected=12, reason="cracked", missed=6))
        a_receipt_against(EXPECTED).when(receive(brought(rejected=12, reason="cracked"))).then(fact)

    def test_rejected_units_beyond_what_anybody_waits_for_were_of_those_who_are_served(self) -> None:
        fact = received(goods(5, 500, 5, rejected=3, reason="cracked", missed=3))
        a_receipt_against(EXPECTED).when(receive(brought(accepted=5, rejected=3, reason="cracked"))).then(fact)

    def test_rejected_units_are_missed_by_those_whom_the_accepted_ones_do_not_serve(self) -> None:
        fact = received(goods(4, 400, 4, rejected=1, reason="cracked", missed=1))
        a_receipt_against(EXPECTED).when(receive(brought(accepted=4, rejected=1, reason="cracked"))).then(fact)

    def test_whoever_rejects_says_why(self) -> None:
        command = receive(brought(accepted=1, rejected=1))
        a_receipt_against(EXPECTED).when(command).then_rejected(RejectReasonNeeded, field="lines.0.reject_reason")

    def test_more_than_was_ordered_is_not_accepted(self) -> None:
        command = receive(brought(2, accepted=1), brought(accepted=11))
        a_receipt_against(EXPECTED).when(command).then_rejected(ExceedsExpected, field="lines.1.accepted")

    def test_lines_that_are_not_there_twice_or_empty_are_refused(self) -> None:
        a_receipt = a_receipt_against(EXPECTED)
        unknown = receive(brought(3, accepted=1))
        a_receipt.when(unknown).then_rejected(LineNotExpected, field="lines.0.purchase_line_no")
        twice = receive(brought(accepted=1), brought(accepted=1))
        a_receipt.when(twice).then_rejected(LineReceivedTwice, field="lines.1.purchase_line_no")
        a_receipt.when(receive(brought())).then_rejected(NothingCame, field="lines.0")

    def test_nothing_is_received_for_an_order_that_is_not_expected(self) -> None:
        command = receive(brought(accepted=1))
        a_receipt_against().when(command).then_rejected(NothingExpected, field="purchase_order_id")
        a_receipt_against(EXPECTED, WITHDRAWN).when(command).then_rejected(NoLongerExpected)
