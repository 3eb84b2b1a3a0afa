"""Stock: units taken from one order line, for others that wait."""

from decimal import Decimal

from services.warehouse.stock_item.events import BackorderFilled, Recipient, StockWithdrawn
from services.warehouse.stock_item.reserving import GivesBackTooMuch
from services.warehouse.stock_item.state import StockItem
from services.warehouse.stock_item.withdrawing import OthersWaitForLess, WithdrawStock
from shared.testing.specification import Specification
from tests.unit.warehouse.stock_item.test_reserving import MONDAY, reserved, shortage, ten_units

BECAUSE = "the hospital cannot wait"
all_for_o1 = ten_units.given(reserved("o1", "10"))


def withdraw(quantity: str, give_to: Recipient | None = None) -> WithdrawStock:
    return WithdrawStock(
        withdrawal_id="w1",
        order_id="o1",
        line_no=1,
        quantity=Decimal(quantity),
        give_to=give_to,
        reason=BECAUSE,
        on=MONDAY,
    )


def withdrawn(quantity: str) -> StockWithdrawn:
    return StockWithdrawn(
        withdrawal_id="w1",
        order_id="o1",
        line_no=1,
        quantity=Decimal(quantity),
        reason=BECAUSE,
        withdrawn_on=MONDAY,
    )


def filled(order_id: str, quantity: str) -> BackorderFilled:
    return BackorderFilled(order_id=order_id, line_no=1, quantity=Decimal(quantity), cause_id="w1", filled_on=MONDAY)


def waiting(*orders: tuple[str, str]) -> Specification[StockItem]:
    return all_for_o1.given(*(shortage(order, quantity) for order, quantity in orders))


def test_they_go_to_those_who_waited_longest() -> None:
    decided = waiting(("o2", "3"), ("o3", "4")).when(withdraw("5"))
    decided.then(withdrawn("5"), filled("o2", "3"), filled("o3", "2")).then_asked_again_nothing()
    item = decided.state_after()
    assert [item.held_for("o1", 1), item.available, item.awaited_by("o3", 1)] == [5, 0, 2]


def test_they_go_to_the_line_that_is_named_whoever_waited_longer() -> None:
    named = Recipient(order_id="o3", line_no=1)
    waiting(("o2", "3"), ("o3", "4")).when(withdraw("4", named)).then(withdrawn("4"), filled("o3", "4"))


def test_the_order_that_loses_them_is_passed_over_though_it_waited_longest() -> None:
    waiting(("o1", "2"), ("o2", "3")).when(withdraw("3")).then(withdrawn("3"), filled("o2", "3"))


def test_no_more_is_taken_than_others_wait_for() -> None:
    waiting(("o1", "9"), ("o2", "3")).when(withdraw("4")).then_rejected(OthersWaitForLess)
    all_for_o1.when(withdraw("1")).then_rejected(OthersWaitForLess)


def test_who_does_not_wait_for_that_much_is_given_nothing() -> None:
    here = waiting(("o1", "9"), ("o2", "3"))
    for order_id, line_no in (("o2", 2), ("o3", 1), ("o1", 1)):
        here.when(withdraw("1", Recipient(order_id=order_id, line_no=line_no))).then_rejected(OthersWaitForLess)
    here.when(withdraw("4", Recipient(order_id="o2", line_no=1))).then_rejected(OthersWaitForLess)


def test_no_more_is_taken_than_the_line_holds() -> None:
    waiting(("o2", "20")).when(withdraw("11")).then_rejected(GivesBackTooMuch)
