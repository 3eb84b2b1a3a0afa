"""Stock: goods come in, and those who wait get them."""

from datetime import date
from decimal import Decimal

import pytest

from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.events import (
    BackorderFilled,
    ShortageNoted,
    StockIssued,
    StockPutBack,
    StockReceived,
    StockReserved,
)
from services.warehouse.stock_item.receiving import PutBackStock, ReceiveStock
from services.warehouse.stock_item.state import REMEMBERED_MOVEMENTS
from services.warehouse.stock_item.valuation import AnotherCurrency
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.published.purchasing import Peg
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)
some_stock = spec_of(STOCK_ITEM)
DONG = Money(minor=500_000, currency="VND")


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


RESERVED = StockReserved(order_id="sold", line_no=1, quantity=Decimal(1), reserved_on=MONDAY)
ISSUED = StockIssued(
    shipment_id="s1", order_id="sold", line_no=1, quantity=Decimal(1), cost=usd(1_00), issued_on=MONDAY
)


def receive(quantity: str, value: Money, *pegs: Peg, receipt: str = "r1", line_no: int = 1) -> ReceiveStock:
    return ReceiveStock(
        receipt_id=receipt,
        line_no=line_no,
        quantity=Decimal(quantity),
        value=value,
        pegs=pegs,
        on=MONDAY,
    )


def received(quantity: str, value: Money, receipt: str = "r1", line_no: int = 1) -> StockReceived:
    return StockReceived(
        receipt_id=receipt, line_no=line_no, quantity=Decimal(quantity), value=value, received_on=MONDAY
    )


def shortage(order: str, quantity: str, line_no: int = 1) -> ShortageNoted:
    return ShortageNoted(order_id=order, line_no=line_no, quantity=Decimal(quantity), noted_on=MONDAY)


def filled(order: str, quantity: str, cause: str = "r1", line_no: int = 1) -> BackorderFilled:
    return BackorderFilled(
        order_id=order, line_no=line_no, quantity=Decimal(quantity), cause_id=cause, filled_on=MONDAY
    )


def peg(order: str, quantity: str) -> Peg:
    return Peg(order_id=order, order_line_no=1, quantity=Decimal(quantity))


class TestReceiving:
    def test_received_goods_are_available_at_what_we_pay_for_them(self) -> None:
        after = (
            some_stock.when(receive("10", usd(9_99)))
            .then(received("10", usd(9_99)))
            .then_asked_again_nothing()
            .state_after()
        )
        assert after.on_hand == after.available == 10
        assert after.value == usd(9_99)

    def test_two_lines_of_a_receipt_are_two_movements(self) -> None:
        second = receive("5", usd(5_00), line_no=2)
        some_stock.given(received("10", usd(9_99))).when(second).then(received("5", usd(5_00), line_no=2))

    def test_nothing_accepted_is_nothing_received(self) -> None:
        some_stock.when(receive("0", usd(0))).then_nothing()

    def test_a_stock_item_has_one_currency_as_long_as_it_is_worth_anything(self) -> None:
        refused = some_stock.given(received("1", usd(1_00))).when(receive("1", DONG, receipt="r2"))
        refused.then_rejected(AnotherCurrency, field="value.currency")
        assert str(refused.rejection) == (
            "line 1: 1.00 USD is there, and this is in VND: "
            "take it in once all of that has left, or count that out first, and in again afterwards"
        )

    def test_what_is_sold_out_is_valued_in_what_the_next_receipt_is_paid_in(self) -> None:
        sold_out = some_stock.given(received("1", usd(1_00)), RESERVED, ISSUED, shortage("early", "1"))
        bought = sold_out.when(receive("2", DONG, receipt="r2")).then(
            received("2", DONG, receipt="r2"), filled("early", "1", cause="r2")
        )
        after = bought.then_asked_again_nothing().state_after()
        assert (after.on_hand, after.value, after.currency) == (Decimal(2), DONG, "VND")
        given = sold_out.given(*bought.facts)
        given.when(receive("1", usd(1_00), receipt="r3")).then_rejected(AnotherCurrency)
        assert given.when(receive("1", DONG, receipt="r3")).state_after().value == DONG + DONG

    def test_what_is_there_and_worth_nothing_is_in_no_currency_s_way(self) -> None:
        scrap = some_stock.given(received("3", usd(0)))
        after = scrap.when(receive("1", DONG, receipt="r2")).state_after()
        assert (after.on_hand, after.value) == (Decimal(4), DONG)

    @pytest.mark.parametrize("later", [1, REMEMBERED_MOVEMENTS - 1])
    def test_a_repetition_is_noticed_among_the_newest_movements(self, later: int) -> None:
        others = [received("1", usd(1), receipt=f"other-{number}") for number in range(later)]
        some_stock.given(received("10", usd(9_99)), *others).when(receive("10", usd(9_99))).then_nothing()


class TestFillingTheBacklog:
    def test_who_waited_longest_gets_it_first_and_at_most_what_they_wait_for(self) -> None:
        some_stock.given(shortage("early", "4"), shortage("late", "9")).when(receive("10", usd(1_00))).then(
            received("10", usd(1_00)), filled("early", "4"), filled("late", "6")
        ).then_asked_again_nothing()

    def test_the_orders_it_was_bought_for_come_before_the_oldest(self) -> None:
        waiting = some_stock.given(shortage("early", "4"), shortage("bought-for", "6"))
        waiting.when(receive("7", usd(1_00), peg("bought-for", "6"))).then(
            received("7", usd(1_00)), filled("bought-for", "6"), filled("early", "1")
        )

    def test_whoever_gets_it_knows_the_purchase_order_that_brought_it(self) -> None:
        waiting = some_stock.given(shortage("early", "4"), shortage("late", "6"))
        request = replace(receive("10", usd(10_00), peg("late", "6")), purchase_order_id="PO1")
        facts = waiting.when(request).then_asked_again_nothing().facts
        assert [(one.order_id, one.purchase_order_id) for one in facts[1:]] == [("late", "PO1"), ("early", "PO1")]

    def test_a_peg_is_worth_no_more_than_the_order_still_waits_for(self) -> None:
        waiting = some_stock.given(shortage("early", "4"), shortage("bought-for", "2"))
        waiting.when(receive("7", usd(1_00), peg("bought-for", "6"), peg("cancelled", "3"))).then(
            received("7", usd(1_00)), filled("bought-for", "2"), filled("early", "4")
        )

    def test_what_a_peg_and_its_turn_give_an_order_is_one_fact(self) -> None:
        waiting = some_stock.given(shortage("early", "4"))
        waiting.when(receive("4", usd(1_00), peg("early", "3"))).then(received("4", usd(1_00)), filled("early", "4"))

    def test_what_nobody_waits_for_stays_available(self) -> None:
        after = some_stock.given(shortage("early", "4")).when(receive("10", usd(1_00))).state_after()
        assert after.reserved == after.held_for("early", 1) == 4
        assert after.available == 6
        assert not after.waiting
        assert not after.backlog


class TestPuttingBack:
    def test_what_comes_back_does_so_at_the_cost_it_left_with(self) -> None:
        command = PutBackStock(source_id="s1", line_no=1, quantity=Decimal(2), value=usd(77), on=MONDAY)
        fact = StockPutBack(source_id="s1", line_no=1, quantity=Decimal(2), value=usd(77), put_back_on=MONDAY)
        given = some_stock.given(received("1", usd(50)))
        after = given.when(command).then(fact).then_asked_again_nothing().state_after()
        assert after.on_hand == 3
        assert after.value == usd(127)

    def test_what_comes_back_goes_to_those_who_wait(self) -> None:
        command = PutBackStock(source_id="s1", line_no=1, quantity=Decimal(2), value=usd(77), on=MONDAY)
        facts = some_stock.given(shortage("early", "4")).when(command).facts
        assert facts[1:] == (filled("early", "2", cause="s1"),)

    def test_nothing_back_is_nothing(self) -> None:
        some_stock.when(
            PutBackStock(source_id="s1", line_no=1, quantity=Decimal(0), value=usd(0), on=MONDAY)
        ).then_nothing()

    def test_it_comes_back_in_the_currency_of_the_stock(self) -> None:
        command = PutBackStock(source_id="s1", line_no=1, quantity=Decimal(2), value=DONG, on=MONDAY)
        some_stock.given(received("1", usd(50))).when(command).then_rejected(AnotherCurrency)
        assert some_stock.given(received("1", usd(0))).when(command).state_after().value == DONG
