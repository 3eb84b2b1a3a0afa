"""Goods that a person takes from an order for others: decided, and on the floor."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from services.warehouse.reservation.events import ReducedShipment, ReservedGoodsWithdrawn, WithdrawnLine
from services.warehouse.reservation.state import Held, Reservation
from services.warehouse.reservation.topping_up import NothingReserved
from services.warehouse.reservation.withdrawing import GrantedGoodsStay, LineUnknown, NotOnTheShelf, WithdrawGoods
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.events import FreeOfCharge
from shared.kernel.records import replace
from shared.testing.specification import Specification
from tests.unit.warehouse.reservation.facts import (
    MONDAY,
    TOPPED_UP,
    a_called_off_one,
    a_released_one,
    a_short_one,
    made,
    made_line,
    no_reservation,
)
from tests.unit.warehouse.reservation.test_reduced_orders import going, lines_of
from tests.unit.warehouse.reservation.test_reducing import off, picked, planned
from tests.unit.warehouse.reservation.test_reservation_api import assert_the_books_agree
from tests.unit.warehouse.shipment.floor import Floor, confirmed, open_floor, peg

BECAUSE: Final = "the hospital cannot wait"
IN_BOTH: Final = ("s-main", "s-receipt")
topped_up = a_short_one.given(TOPPED_UP)
both_planned = topped_up.beside(SHIPMENT, "s-main", planned((1, "4"))).beside(SHIPMENT, "s-receipt", planned((1, "3")))


def withdraw(quantity: str, *, line_no: int = 1, warehouse: str = "MAIN") -> WithdrawGoods:
    return WithdrawGoods(
        withdrawal_id="w1",
        line_no=line_no,
        warehouse=warehouse,
        quantity=Decimal(quantity),
        give_to=None,
        shipments=IN_BOTH,
        reason=BECAUSE,
        by="w.boss",
        on=MONDAY,
    )


def withdrawn(quantity: str, *shipments: ReducedShipment) -> ReservedGoodsWithdrawn:
    return ReservedGoodsWithdrawn(
        withdrawal_id="w1",
        lines=(WithdrawnLine(line_no=1, sku="PUMP", warehouse="MAIN", quantity=Decimal(quantity)),),
        shipments=shipments,
        short_in="MAIN",
        given_to=None,
        reason=BECAUSE,
        withdrawn_by="w.boss",
        withdrawn_on=MONDAY,
    )


class TestDecision:
    def test_they_come_off_the_latest_shipment_first_and_are_awaited_again(self) -> None:
        taken = withdrawn("5", off("s-main", (1, "2")), off("s-receipt", (1, "3"), called_off=True))
        decided = both_planned.when(withdraw("5")).then(taken).then_asked_again_nothing()
        after = decided.state_after()
        assert isinstance(after, Held)
        (line,) = after.lines
        assert [line.ordered, line.set_aside, line.short] == [10, 2, 8]
        assert after.to_go == ("s-main",)

    def test_a_part_of_which_nothing_is_left_is_gone(self) -> None:
        after = both_planned.when(withdraw("7")).state_after()
        assert isinstance(after, Held)
        (line,) = after.lines
        assert not line.parts
        assert line.short == 10

    def test_what_is_picked_or_elsewhere_stays(self) -> None:
        off_the_shelf = topped_up.beside(SHIPMENT, "s-main", planned((1, "4")), picked((1, "4")))
        still = off_the_shelf.beside(SHIPMENT, "s-receipt", planned((1, "3")))
        still.when(withdraw("4")).then_rejected(NotOnTheShelf)
        still.when(withdraw("1", warehouse="SIDE")).then_rejected(NotOnTheShelf)
        still.when(withdraw("3")).then(withdrawn("3", off("s-receipt", (1, "3"), called_off=True)))

    def test_a_line_that_there_is_not(self) -> None:
        both_planned.when(withdraw("1", line_no=2)).then_rejected(LineUnknown)

    @pytest.mark.parametrize("one", [no_reservation, a_called_off_one, a_released_one])
    def test_where_nothing_is_held_nothing_is_taken(self, one: Specification[Reservation]) -> None:
        one.when(withdraw("1")).then_rejected(NothingReserved)

    def test_what_was_granted_free_of_charge_stays(self) -> None:
        fact = made(made_line(1, "4", {"MAIN": "4"}))
        free = FreeOfCharge(return_id="r1", order_id="o1", kind="replacement")
        granted = no_reservation.given(replace(fact, terms=replace(fact.terms, free_of_charge=free)))
        granted.when(withdraw("1")).then_rejected(GrantedGoodsStay)


def taking(quantity: str, give_to: str = "", **more: Any) -> dict[str, Any]:
    """A request: from line 1 in MAIN, for line 1 of that order."""
    body = {"line_no": 1, "warehouse": "MAIN", "quantity": quantity, "reason": BECAUSE} | more
    return body | ({"give_to": {"order_id": give_to, "line_no": 1}} if give_to else {})


async def withdraw_from(floor: Floor, order_id: str, body: dict[str, Any], key: str | None = None) -> None:
    answer = await floor.post(f"/reservations/{order_id}/withdrawals", body, key=key)
    assert answer.status_code == 201, answer.text


async def two_orders_wait(floor: Floor) -> None:
    """The first has all there is; the second and the third wait, in this order."""
    await floor.open_with("PUMP", "6", 600)
    for order_id, quantity in (("o1", "6"), ("o2", "2"), ("o3", "3")):
        await floor.hear(confirmed(order_id, ("PUMP", quantity)))


class TestOnTheFloor:
    async def test_those_who_waited_longest_get_them_and_the_order_waits_behind_them(self) -> None:
        async with open_floor("warehouse.manager") as floor:
            await two_orders_wait(floor)
            for _ in range(2):
                await withdraw_from(floor, "o1", taking("4"), key="once")
            assert await lines_of(floor, "o1") == [("6", "2", "4", "0", "0")]
            assert await lines_of(floor, "o2") == [("2", "2", "0", "0", "0")]
            assert await lines_of(floor, "o3") == [("3", "2", "1", "0", "0")]
            assert [lines for _, _, lines in await going(floor, "o1")] == [[(1, "2")]]
            assert list(floor.stock["MAIN:PUMP"].backlog) == ["o3/1", "o1/1"]
            assert_the_books_agree(floor)
            told = floor.last_told("warehouse.reservation.withdrawn.v1")
            (line,) = told["lines"]
            assert (told["order_id"], told["reason"], told["withdrawn_by"]) == ("o1", BECAUSE, "w.clerk")
            assert (told["short_in"], line["short"], line["parts"]) == (
                "MAIN",
                "4",
                [{"warehouse": "MAIN", "quantity": "2"}],
            )
            history = await floor.get("/reservations/o1/history")
            assert [one["type"] for one in history] == ["reservation.made", "reservation.goods-withdrawn"]

    async def test_a_named_order_gets_them_and_leaves_with_them(self) -> None:
        async with open_floor("warehouse.manager", "warehouse.clerk") as floor:
            await two_orders_wait(floor)
            await withdraw_from(floor, "o1", taking("3", "o3"))
            ((shipment_id, _, lines),) = await going(floor, "o3")
            assert lines == [(1, "3")]
            await floor.deliver(shipment_id)
            await floor.receive("PUMP", "5", peg("o1", "3"))
            assert await lines_of(floor, "o1") == [("6", "6", "0", "0", "0")]
            assert_the_books_agree(floor)

    async def test_all_of_it_may_be_taken_and_what_is_picked_may_not(self) -> None:
        async with open_floor("warehouse.manager", "warehouse.clerk") as floor:
            await floor.open_with("PUMP", "3", 300)
            for order_id in ("o1", "o2"):
                await floor.hear(confirmed(order_id, ("PUMP", "3")))
            ((shipment_id, _, _),) = await going(floor, "o1")
            await floor.done(f"/shipments/{shipment_id}/picking")
            path = "/reservations/o1/withdrawals"
            assert await floor.refused(path, taking("1")) == (409, "warehouse.reservation.not-on-the-shelf")
            await floor.done(f"/shipments/{shipment_id}/undo", {"step": "picking", "reason": "for another order"})
            await withdraw_from(floor, "o1", taking("3", "o2"))
            assert [status for _, status, _ in await going(floor, "o1")] == ["cancelled"]
            assert (await floor.get("/reservations/o1"))["shipments_to_go"] == []
            await withdraw_from(floor, "o2", taking("3"))
            assert await lines_of(floor, "o1") == [("3", "3", "0", "0", "0")]
            assert_the_books_agree(floor)

    async def test_refusals_name_the_field_and_undo_everything(self) -> None:
        async with open_floor("warehouse.manager") as floor:
            await two_orders_wait(floor)
            for body, code, field in (
                (taking("6"), "warehouse.stock-item.others-wait-for-less", "quantity"),
                (taking("4", "o3"), "warehouse.stock-item.others-wait-for-less", "give_to"),
                (taking("1", "o9"), "warehouse.stock-item.others-wait-for-less", "give_to"),
                (taking("7"), "warehouse.reservation.not-on-the-shelf", "quantity"),
                (taking("1", line_no=2), "warehouse.reservation.line-unknown", "line_no"),
            ):
                answer = await floor.post("/reservations/o1/withdrawals", body)
                assert (answer.json()["code"], answer.json()["field"]) == (code, field)
            assert (await floor.post("/reservations/o9/withdrawals", taking("1"))).status_code == 404
            assert await lines_of(floor, "o1") == [("6", "6", "0", "0", "0")]
            assert_the_books_agree(floor)

    async def test_it_takes_a_manager(self) -> None:
        async with open_floor() as floor:
            await two_orders_wait(floor)
            status, _ = await floor.refused("/reservations/o1/withdrawals", taking("1"))
            assert status == 403


class TestCountedLessThanIsSetAside:
    async def test_who_wants_them_latest_waits_again_and_is_told(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "6", 600)
            late = replace(confirmed("o1", ("PUMP", "3")), requested_on=date(2026, 3, 20))
            for order in (late, confirmed("o2", ("PUMP", "3")), confirmed("o3", ("PUMP", "2"))):
                await floor.hear(order)
            approved = await floor.count("PUMP", "2")
            assert approved.status_code == 200, approved.text
            assert await lines_of(floor, "o1") == [("3", "0", "3", "0", "0")]
            assert await lines_of(floor, "o2") == [("3", "2", "1", "0", "0")]
            assert await lines_of(floor, "o3") == [("2", "0", "2", "0", "0")]
            assert [status for _, status, _ in await going(floor, "o1")] == ["cancelled"]
            shown = await floor.get(f"/stock-counts/{approved.json()['id']}")
            assert [(one["order_id"], one["quantity"]) for one in shown["missing"]] == [("o1", "3"), ("o2", "1")]
            item = floor.stock["MAIN:PUMP"]
            assert [item.on_hand, item.reserved, list(item.backlog)] == [2, 2, ["o3/1", "o1/1", "o2/1"]]
            told = floor.last_told("warehouse.reservation.withdrawn.v1")
            assert (told["missing"], told["reason"], told["withdrawn_by"]) == (True, "monthly count", "w.boss")
            assert_the_books_agree(floor)

    async def test_what_is_picked_is_there_and_the_others_lose(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "6", 600)
            for order_id in ("o1", "o2"):
                await floor.hear(confirmed(order_id, ("PUMP", "3")))
            (in_hand, _, _), (planned, _, _) = sorted(
                [*await going(floor, "o1"), *await going(floor, "o2")], reverse=True
            )
            await floor.done(f"/shipments/{in_hand}/picking")
            approved = await floor.count("PUMP", "4")
            assert approved.status_code == 200, approved.text
            assert (await floor.get(f"/shipments/{planned}"))["lines"][0]["quantity"] == "1"
            assert_the_books_agree(floor)
            await floor.done(f"/shipments/{planned}/picking")
            refused = await floor.count("PUMP", "3")
            assert refused.json()["code"] == "warehouse.stock-item.adjusts-below-reserved"
            assert floor.stock["MAIN:PUMP"].on_hand == 4

    async def test_lines_of_one_order_in_several_shipments(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "5", 500)
            await floor.hear(confirmed("o1", ("PUMP", "4"), ("PUMP", "4")))
            await floor.receive("PUMP", "3", peg("o1", "3", 2))
            assert (await floor.count("PUMP", "0")).status_code == 200
            assert await lines_of(floor, "o1") == [("4", "0", "4", "0", "0")] * 2
            await floor.receive("PUMP", "8")
            assert await lines_of(floor, "o1") == [("4", "4", "0", "0", "0")] * 2
            assert_the_books_agree(floor)
