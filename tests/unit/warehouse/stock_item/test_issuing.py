"""Stock: goods leave at their share of the value."""

from datetime import date
from decimal import Decimal

from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.events import StockIssued, StockReceived, StockReserved
from services.warehouse.stock_item.issuing import CostDoesNotFit, IssueStock, NotReserved
from services.warehouse.stock_item.valuation import AnotherCurrency, cost_of
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


THREE = StockReceived(receipt_id="r1", line_no=1, quantity=Decimal(3), value=usd(1000), received_on=MONDAY)
RESERVED = StockReserved(order_id="a", line_no=1, quantity=Decimal(3), reserved_on=MONDAY)
three_reserved = spec_of(STOCK_ITEM).given(THREE, RESERVED)


def issue(quantity: str, cost: Money, shipment: str = "s1", order: str = "a") -> IssueStock:
    return IssueStock(
        shipment_id=shipment,
        order_id=order,
        line_no=1,
        quantity=Decimal(quantity),
        cost=cost,
        on=MONDAY,
    )


def issued(quantity: str, cost: Money, shipment: str = "s1") -> StockIssued:
    return StockIssued(
        shipment_id=shipment,
        order_id="a",
        line_no=1,
        quantity=Decimal(quantity),
        cost=cost,
        issued_on=MONDAY,
    )


class TestIssuing:
    def test_reserved_goods_leave_once_per_shipment(self) -> None:
        after = (
            three_reserved.when(issue("2", usd(667)))
            .then(issued("2", usd(667)))
            .then_asked_again_nothing()
            .state_after()
        )
        assert after.on_hand == after.reserved == 1
        assert after.value == usd(333)

    def test_only_what_is_set_aside_for_that_line_may_leave(self) -> None:
        three_reserved.when(issue("4", usd(1000))).then_rejected(NotReserved)
        three_reserved.when(issue("1", usd(333), order="b")).then_rejected(NotReserved)
        spec_of(STOCK_ITEM).when(issue("1", usd(333))).then_rejected(NotReserved)

    def test_no_value_stays_behind_without_goods(self) -> None:
        three_reserved.when(issue("3", usd(999))).then_rejected(CostDoesNotFit)

    def test_no_more_value_leaves_than_there_is(self) -> None:
        three_reserved.when(issue("2", usd(1001))).then_rejected(CostDoesNotFit)

    def test_it_leaves_in_the_currency_of_the_stock(self) -> None:
        three_reserved.when(issue("1", Money(minor=1, currency="EUR"))).then_rejected(AnotherCurrency)

    def test_what_is_worth_nothing_leaves_at_nothing(self) -> None:
        for_free = spec_of(STOCK_ITEM).given(replace(THREE, value=usd(0)), RESERVED)
        for_free.when(issue("1", Money(minor=1, currency="EUR"))).then_rejected(CostDoesNotFit)
        assert for_free.when(issue("1", usd(0))).state_after().on_hand == 2


class TestCost:
    def test_a_share_is_rounded_half_up(self) -> None:
        assert cost_of(Decimal(1), Decimal(3), usd(1000)) == usd(333)
        assert cost_of(Decimal(1), Decimal(2), usd(1001)) == usd(501)

    def test_the_last_units_take_the_remainder(self) -> None:
        assert cost_of(Decimal(3), Decimal(3), usd(1000)) == usd(1000)
