"""What came back undelivered goes again: once per decision, as far as it is there, and the rest is awaited."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.events import (
    FirstShipment,
    RenewedLine,
    ReservationRenewed,
    ReservedGoodsReturned,
    ReservedGoodsShipped,
    SetAside,
)
from services.warehouse.reservation.renewing import RenewReservation
from services.warehouse.reservation.state import Held, Reservation
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.events import StockReceived
from services.warehouse.stock_item.state import EMPTY
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.testing.specification import Specification
from tests.unit.warehouse.reservation.facts import (
    MONDAY,
    RETURNED,
    SHIPPED,
    TERMS,
    a_called_off_one,
    a_released_one,
    a_short_one,
    made,
    made_line,
    moved,
    no_reservation,
)
from tests.unit.warehouse.reservation.test_reduced_orders import going, lines_of
from tests.unit.warehouse.reservation.test_reservation_api import assert_the_books_agree
from tests.unit.warehouse.shipment.floor import again, cancelled, confirmed, open_floor, peg, wanted


def on_hand(quantity: str) -> StockReceived:
    """So many are there, promised to nobody."""
    worth = Money(minor=100, currency="USD")
    return StockReceived(receipt_id="r1", line_no=1, quantity=Decimal(quantity), value=worth, received_on=MONDAY)


AGAIN_FROM_MAIN = FirstShipment(warehouse="MAIN", shipment_id="a-main")
AGAIN_FROM_SIDE = FirstShipment(warehouse="SIDE", shipment_id="a-side")


def renew(*ship_from: FirstShipment, request_id: str = "a1") -> RenewReservation:
    return RenewReservation(
        request_id=request_id,
        ship_from=ship_from or (AGAIN_FROM_MAIN, AGAIN_FROM_SIDE),
        reason="they are back",
        requested_by="s.rep",
        on=MONDAY,
    )


def renewed(*lines: RenewedLine, shipments: tuple[FirstShipment, ...] = ()) -> ReservationRenewed:
    return ReservationRenewed(
        request_id="a1",
        terms=TERMS,
        lines=lines,
        short_in="MAIN",
        shipments=shipments,
        reason="they are back",
        requested_by="s.rep",
        renewed_on=MONDAY,
    )


def places(**units: str) -> tuple[SetAside, ...]:
    return tuple(SetAside(warehouse=warehouse, quantity=Decimal(quantity)) for warehouse, quantity in units.items())


class TestDecision:
    def test_it_takes_what_is_there_by_preference_and_awaits_the_rest(self) -> None:
        back = a_short_one.given(SHIPPED, RETURNED)
        stocked = back.beside(STOCK_ITEM, "MAIN:PUMP", on_hand("1")).beside(STOCK_ITEM, "SIDE:PUMP", on_hand("2"))
        line = RenewedLine(
            line_no=1, sku="PUMP", returned=places(MAIN="4"), parts=places(MAIN="1", SIDE="2"), short=Decimal(1)
        )
        decided = stocked.when(renew()).then(renewed(line, shipments=(AGAIN_FROM_MAIN, AGAIN_FROM_SIDE)))
        after = decided.then_asked_again_nothing().state_after()
        assert isinstance(after, Held)
        (stands,) = after.lines
        assert [stands.ordered, stands.set_aside, stands.shipped, stands.returned] == [10, 3, 0, 0]
        assert [stands.short, stands.resolved] == [7, 4]
        assert after.to_go == ("a-main", "a-side")

    def test_without_anything_that_came_back_it_answers_all_the_same(self) -> None:
        a_short_one.given(SHIPPED).when(renew()).then(renewed())

    @pytest.mark.parametrize("one", [no_reservation, a_called_off_one, a_released_one])
    def test_what_is_not_held_any_more_is_not_renewed(self, one: Specification[Reservation]) -> None:
        one.when(renew()).then_nothing()

    @given(
        out=st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=4),
        there=st.integers(0, 20),
    )
    def test_every_line_stays_what_was_ordered(self, out: list[tuple[int, int, int]], there: int) -> None:
        """From each line so many left, of which so many came back; never more than left."""
        lines = [(gone, min(back, gone), short) for gone, back, short in out]
        history = [
            made(
                *(
                    made_line(number, str(gone + short), {"MAIN": str(gone)}, str(short))
                    for number, (gone, _, short) in enumerate(lines, 1)
                )
            )
        ]
        gone_lines = moved(*((number, str(gone)) for number, (gone, _, _) in enumerate(lines, 1)))
        back_lines = moved(*((number, str(back)) for number, (_, back, _) in enumerate(lines, 1) if back))
        facts = [
            *history,
            ReservedGoodsShipped(shipment_id="s-main", warehouse="MAIN", lines=gone_lines, shipped_on=MONDAY),
            ReservedGoodsReturned(shipment_id="s-main", warehouse="MAIN", lines=back_lines, returned_on=MONDAY),
        ]
        before = RESERVATION.fold(facts)
        stock = Given({STOCK_ITEM.stream("MAIN:PUMP"): replace(EMPTY, on_hand=Decimal(there))})
        (fact,) = RESERVATION.decide(renew(AGAIN_FROM_MAIN), before, stock)
        after = RESERVATION.evolve(before, fact)
        assert isinstance(before, Held)
        assert isinstance(after, Held)
        for old, new in zip(before.lines, after.lines, strict=True):
            assert new.ordered == old.ordered == new.set_aside + new.short
            assert new.shipped - new.returned == old.shipped - old.returned
            assert (new.returned, new.resolved) == (Decimal(0), old.returned)
        taken = sum((one.quantity for line in fact.lines for one in line.parts), Decimal(0))
        assert taken == min(there, sum(back for _, back, _ in lines))


class TestOnTheFloor:
    async def test_it_leaves_with_a_new_shipment_and_is_told(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "5", 500)
            await floor.hear(confirmed("o1", ("PUMP", "4")))
            ((first, _, _),) = await going(floor, "o1")
            await floor.take_back(first)
            await floor.inspect(first, "3", "1")
            await floor.hear(again("o1"), times=2)
            told = floor.last_told("warehouse.reservation.renewed.v1")
            (line,) = told["lines"]
            assert (told["request_id"], line["parts"]) == ("a1", [{"warehouse": "MAIN", "quantity": "4"}])
            assert (line["short"], line["resolved"]) == ("0", "4")
            assert await lines_of(floor, "o1") == [("4", "4", "0", "0", "0")]
            assert_the_books_agree(floor)
            (second,) = [shipment_id for shipment_id, status, _ in await going(floor, "o1") if status == "planned"]
            await floor.deliver(second)
            assert (await floor.get("/reservations/o1"))["status"] == "shipped"
            assert_the_books_agree(floor)

    async def test_what_is_not_there_waits_and_comes_with_the_inspection(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400)
            await floor.hear(confirmed("o1", ("PUMP", "6")))
            ((first, _, _),) = await going(floor, "o1")
            await floor.take_back(first)
            await floor.hear(again("o1"))
            assert await lines_of(floor, "o1") == [("6", "0", "6", "0", "0")]
            assert_the_books_agree(floor)
            await floor.inspect(first, "3", "1")
            assert await lines_of(floor, "o1") == [("6", "3", "3", "0", "0")]
            assert_the_books_agree(floor)

    async def test_it_waits_where_the_goods_came_back_to_and_gets_them_there(self) -> None:
        """Its first site has none: they had left from the other one. Nothing need be bought for them."""
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400, warehouse="SIDE")
            await floor.hear(confirmed("o1", ("PUMP", "4"), ship_from=("MAIN", "SIDE")))
            ((first, _, _),) = await going(floor, "o1")
            await floor.take_back(first)
            await floor.hear(again("o1", ship_from=("MAIN", "SIDE")))
            assert floor.last_told("warehouse.reservation.renewed.v1")["short_in"] == "SIDE"
            assert (await floor.get("/reservations/o1"))["short_in"] == "SIDE"
            await floor.inspect(first, "3", "1")
            assert await lines_of(floor, "o1") == [("4", "3", "1", "0", "0")]
            assert_the_books_agree(floor)
            await floor.hear(cancelled("o1"))
            assert floor.stock["SIDE:PUMP"].available == 3
            assert_the_books_agree(floor)

    async def test_what_was_short_before_waits_on_where_goods_are_bought_for_it(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400, warehouse="SIDE")
            await floor.hear(confirmed("o1", ("PUMP", "6"), ship_from=("MAIN", "SIDE")))
            ((first, _, _),) = await going(floor, "o1")
            await floor.take_back(first)
            await floor.receive("PUMP", "2", peg("o1", "2"))
            await floor.hear(again("o1", ship_from=("MAIN", "SIDE")))
            assert floor.last_told("warehouse.reservation.renewed.v1")["short_in"] == "MAIN"
            assert_the_books_agree(floor)

    async def test_nobody_waits_at_a_site_that_is_closed(self) -> None:
        async with open_floor("warehouse.clerk", "warehouse.manager") as floor:
            await floor.open_with("PUMP", "4", 400, warehouse="SIDE")
            await floor.hear(confirmed("o1", ("PUMP", "4"), ship_from=("MAIN", "SIDE")))
            ((first, _, _),) = await going(floor, "o1")
            await floor.take_back(first)
            opened = await floor.client.put(
                "/warehouse/sites/MAIN", json={"name": "Main"}, headers={"Idempotency-Key": "open"}
            )
            assert opened.status_code == 200, opened.text
            await floor.done("/sites/SIDE/closing", {"reason": "the lease ends"})
            await floor.hear(again("o1", ship_from=("MAIN", "SIDE")))
            assert floor.last_told("warehouse.reservation.renewed.v1")["short_in"] == "MAIN"
            assert_the_books_agree(floor)

    async def test_who_waited_before_gets_what_comes_back_first(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400)
            await floor.hear(confirmed("o1", ("PUMP", "4")))
            ((first, _, _),) = await going(floor, "o1")
            await floor.take_back(first)
            await floor.hear(confirmed("o2", ("PUMP", "3")))
            await floor.hear(again("o1"))
            await floor.inspect(first, "4")
            assert await lines_of(floor, "o2") == [("3", "3", "0", "0", "0")]
            assert await lines_of(floor, "o1") == [("4", "1", "3", "0", "0")]
            assert_the_books_agree(floor)

    async def test_twice_back_goes_a_third_time_and_a_part_of_it_can_be_given_up(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400)
            await floor.hear(confirmed("o1", ("PUMP", "4")))
            for number in ("1", "2"):
                (out,) = [one for one, status, _ in await going(floor, "o1") if status == "planned"]
                await floor.take_back(out)
                await floor.inspect(out, "4")
                if number == "2":
                    await floor.hear(wanted("o1", "3"))
                await floor.hear(again("o1", request_id=f"a{number}"))
            assert await lines_of(floor, "o1") == [("3", "3", "0", "0", "0")]
            assert floor.last_told("warehouse.reservation.renewed.v1")["lines"][0]["resolved"] == "8"
            assert floor.stock["MAIN:PUMP"].available == 1
            assert_the_books_agree(floor)

    async def test_a_cancelled_order_gives_back_what_was_set_aside_again(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400)
            await floor.hear(confirmed("o1", ("PUMP", "4")))
            ((first, _, _),) = await going(floor, "o1")
            await floor.take_back(first)
            await floor.inspect(first, "2")
            await floor.hear(again("o1"))
            await floor.hear(cancelled("o1"))
            await floor.hear(again("o1", request_id="a2"))
            await floor.inspect(first, "2")
            item = floor.stock["MAIN:PUMP"]
            assert (item.available, item.waiting) == (Decimal(4), Decimal(0))
            assert floor.company.parked() == []
            assert_the_books_agree(floor)
