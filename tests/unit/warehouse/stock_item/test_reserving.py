"""Stock: set aside, awaited, given back."""

from datetime import date
from decimal import Decimal

from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.events import (
    BackorderFilled,
    GivenBackLine,
    ShortageNoted,
    StockGivenBack,
    StockReceived,
    StockReleased,
    StockReserved,
)
from services.warehouse.stock_item.reserving import (
    GiveBackStock,
    GivesBackTooMuch,
    NotEnoughStock,
    ReleaseStock,
    ReserveStock,
    WaitForStock,
)
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.testing.specification import spec_of

MONDAY = date(2026, 3, 2)
TEN = StockReceived(
    receipt_id="r1",
    line_no=1,
    quantity=Decimal(10),
    value=Money(minor=1000, currency="USD"),
    received_on=MONDAY,
)
no_stock = spec_of(STOCK_ITEM)
ten_units = no_stock.given(TEN)


def reserve(order: str, quantity: str, line_no: int = 1) -> ReserveStock:
    return ReserveStock(order_id=order, line_no=line_no, quantity=Decimal(quantity), on=MONDAY)


def reserved(order: str, quantity: str, line_no: int = 1) -> StockReserved:
    return StockReserved(order_id=order, line_no=line_no, quantity=Decimal(quantity), reserved_on=MONDAY)


def wait(order: str, quantity: str, line_no: int = 1) -> WaitForStock:
    return WaitForStock(order_id=order, line_no=line_no, quantity=Decimal(quantity), on=MONDAY)


def shortage(order: str, quantity: str, line_no: int = 1) -> ShortageNoted:
    return ShortageNoted(order_id=order, line_no=line_no, quantity=Decimal(quantity), noted_on=MONDAY)


def release(order: str, *line_nos: int) -> ReleaseStock:
    return ReleaseStock(order_id=order, line_nos=line_nos, reason="cancelled", on=MONDAY)


def released(order: str, *lines: tuple[int, str, str]) -> StockReleased:
    return StockReleased(
        order_id=order,
        lines=tuple(
            GivenBackLine(line_no=line_no, reserved=Decimal(held), waiting=Decimal(awaited))
            for line_no, held, awaited in lines
        ),
        reason="cancelled",
        released_on=MONDAY,
    )


def parts(*lines: tuple[int, str, str]) -> tuple[GivenBackLine, ...]:
    return tuple(
        GivenBackLine(line_no=line_no, reserved=Decimal(held), waiting=Decimal(awaited))
        for line_no, held, awaited in lines
    )


def give_back(order: str, *lines: tuple[int, str, str]) -> GiveBackStock:
    return GiveBackStock(reduction_id="r1", order_id=order, lines=parts(*lines), reason="fewer", on=MONDAY)


def given_back(order: str, *lines: tuple[int, str, str]) -> StockGivenBack:
    return StockGivenBack(reduction_id="r1", order_id=order, lines=parts(*lines), reason="fewer", given_back_on=MONDAY)


class TestReserving:
    def test_what_is_available_can_be_set_aside_once_per_order_line(self) -> None:
        after = ten_units.when(reserve("a", "10")).then(reserved("a", "10")).then_asked_again_nothing().state_after()
        assert after.on_hand == after.reserved == 10
        assert after.available == 0

    def test_never_more_than_is_available(self) -> None:
        decided = ten_units.given(reserved("a", "7")).when(reserve("b", "4")).then_rejected(NotEnoughStock)
        assert decided.rejection is not None
        assert decided.rejection.facts == {
            "asked": Decimal(4),
            "available": Decimal(3),
            "on_hand": Decimal(10),
            "reserved": Decimal(7),
        }

    def test_lines_of_one_order_are_told_apart(self) -> None:
        ten_units.given(reserved("a", "7")).when(reserve("a", "3", 2)).then(reserved("a", "3", 2))


class TestWaiting:
    def test_a_shortage_waits_at_the_end_of_the_backlog(self) -> None:
        given = no_stock.given(shortage("a", "2"))
        after = given.when(wait("b", "3")).then(shortage("b", "3")).then_asked_again_nothing().state_after()
        assert list(after.backlog) == ["a/1", "b/1"]
        assert after.waiting == 5

    def test_nobody_waits_for_what_is_there(self) -> None:
        fill = BackorderFilled(order_id="a", line_no=1, quantity=Decimal(10), cause_id="a", filled_on=MONDAY)
        ten_units.when(wait("a", "12")).then(shortage("a", "12"), fill).then_asked_again_nothing()


class TestReleasing:
    def test_what_is_held_and_what_is_awaited_is_given_back(self) -> None:
        given = ten_units.given(reserved("a", "10"), shortage("a", "4"))
        after = given.when(release("a", 1)).then(released("a", (1, "10", "4"))).then_asked_again_nothing().state_after()
        assert after.available == 10
        assert not after.waiting
        assert not after.reservations

    def test_what_is_freed_goes_to_those_who_waited_longest(self) -> None:
        given = ten_units.given(reserved("a", "10"), shortage("b", "4"))
        fill = BackorderFilled(order_id="b", line_no=1, quantity=Decimal(4), cause_id="a", filled_on=MONDAY)
        given.when(release("a", 1)).then(released("a", (1, "10", "0")), fill)

    def test_no_line_of_the_order_gets_what_another_line_of_it_gives_back(self) -> None:
        given = ten_units.given(reserved("a", "10"), shortage("a", "4", 2), shortage("b", "20"))
        fill = BackorderFilled(order_id="b", line_no=1, quantity=Decimal(10), cause_id="a", filled_on=MONDAY)
        given.when(release("a", 1, 2)).then(released("a", (1, "10", "0"), (2, "0", "4")), fill)

    def test_who_holds_nothing_gives_nothing_back(self) -> None:
        ten_units.given(reserved("a", "10")).when(release("b", 1)).then_nothing()


class TestGivingBack:
    def test_a_part_of_what_is_held_and_awaited_is_given_back(self) -> None:
        given = ten_units.given(reserved("a", "10"), shortage("a", "4"))
        decided = given.when(give_back("a", (1, "3", "4"))).then(given_back("a", (1, "3", "4")))
        after = decided.then_asked_again_nothing().state_after()
        assert (after.held_for("a", 1), after.awaited_by("a", 1)) == (Decimal(7), Decimal(0))
        assert (after.reserved, after.waiting, after.available) == (Decimal(7), Decimal(0), Decimal(3))

    def test_what_is_freed_goes_to_those_who_waited_longest(self) -> None:
        given = ten_units.given(reserved("a", "10"), shortage("b", "4"))
        fill = BackorderFilled(order_id="b", line_no=1, quantity=Decimal(3), cause_id="r1", filled_on=MONDAY)
        given.when(give_back("a", (1, "3", "0"))).then(given_back("a", (1, "3", "0")), fill)

    def test_a_line_of_the_order_gets_no_more_than_it_still_waits_for(self) -> None:
        given = ten_units.given(reserved("a", "10"), shortage("a", "4", 2), shortage("b", "20"))
        own = BackorderFilled(order_id="a", line_no=2, quantity=Decimal(1), cause_id="r1", filled_on=MONDAY)
        other = BackorderFilled(order_id="b", line_no=1, quantity=Decimal(4), cause_id="r1", filled_on=MONDAY)
        lines = ((1, "5", "0"), (2, "0", "3"))
        given.when(give_back("a", *lines)).then(given_back("a", *lines), own, other)

    def test_never_more_than_is_held_or_awaited(self) -> None:
        given = ten_units.given(reserved("a", "10"), shortage("a", "4"))
        given.when(give_back("a", (1, "11", "0"))).then_rejected(GivesBackTooMuch)
        given.when(give_back("a", (1, "0", "5"))).then_rejected(GivesBackTooMuch)
        given.when(give_back("b", (1, "1", "0"))).then_rejected(GivesBackTooMuch)

    def test_who_gives_nothing_back_changes_nothing(self) -> None:
        ten_units.when(give_back("a")).then_nothing()


def test_more_of_a_line_is_set_aside_once_for_each_source() -> None:
    held = ten_units.given(reserved("o1", "4"))
    more = replace(reserve("o1", "2"), source_id="a1")
    decided = held.when(more).then(replace(reserved("o1", "2"), source_id="a1")).then_asked_again_nothing()
    assert decided.state_after().held_for("o1", 1) == 6
    held.when(replace(more, quantity=Decimal(7))).then_rejected(NotEnoughStock)


def test_a_line_that_waits_waits_for_more_once_for_each_source() -> None:
    waiting = no_stock.given(ShortageNoted(order_id="o1", line_no=1, quantity=Decimal(3), noted_on=MONDAY))
    more = replace(wait("o1", "2"), source_id="a1")
    noted = ShortageNoted(order_id="o1", line_no=1, quantity=Decimal(2), noted_on=MONDAY, source_id="a1")
    decided = waiting.when(more).then(noted).then_asked_again_nothing()
    assert decided.state_after().awaited_by("o1", 1) == 5
