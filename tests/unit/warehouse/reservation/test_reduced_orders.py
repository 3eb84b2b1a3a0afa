"""Orders that are reduced, as other departments and clerks meet them: heard, answered, and what follows."""

from decimal import Decimal
from typing import Any

from tests.unit.warehouse.reservation.test_reservation_api import assert_the_books_agree
from tests.unit.warehouse.shipment.floor import (
    Floor,
    cancelled,
    confirmed,
    held,
    hold_released,
    open_floor,
    peg,
    wanted,
)


async def lines_of(floor: Floor, order_id: str) -> list[tuple[str, str, str, str, str]]:
    """By line: ordered, reserved, short, shipped, returned."""
    shown = await floor.get(f"/reservations/{order_id}")
    return [
        (line["ordered"], line["reserved"], line["short"], line["shipped"], line["returned"]) for line in shown["lines"]
    ]


async def going(floor: Floor, order_id: str) -> list[tuple[str, str, list[tuple[int, str]]]]:
    """The order's shipments: id, status, and quantities by line."""
    return [
        (one["shipment_id"], one["status"], [(line["line_no"], line["quantity"]) for line in one["lines"]])
        for one in await floor.shipments(order_id=order_id)
    ]


def answered(answer: Any) -> list[tuple[int, str, str]]:
    """By line of an answer: what it is for, and what of it is short."""
    return [(line["line_no"], line["ordered"], line["short"]) for line in answer["lines"]]


class TestAnswers:
    async def test_all_lines_are_told_as_they_stand_and_once(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400)
            await floor.hear(confirmed("o1", ("PUMP", "6"), ("VALVE", "3")))
            await floor.hear(wanted("o1", "5"), times=2)
            (answer,) = floor.answers("r1")
            assert (answer["order_id"], answer["contract_id"], answer["reduced_on"]) == ("o1", "c1", "2026-03-02")
            assert answered(answer) == [(1, "5", "1"), (2, "3", "3")]
            assert answer["lines"][0]["parts"] == [{"warehouse": "MAIN", "quantity": "4"}]
            assert await lines_of(floor, "o1") == [("5", "4", "1", "0", "0"), ("3", "0", "3", "0", "0")]
            assert_the_books_agree(floor)

    async def test_when_everything_has_left_nothing_changes_and_that_is_told(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400)
            await floor.hear(confirmed("o1", ("PUMP", "4")))
            ((shipment_id, _, _),) = await going(floor, "o1")
            await floor.deliver(shipment_id)
            await floor.hear(wanted("o1", "1"))
            assert [answered(answer) for answer in floor.answers("r1")] == [[(1, "4", "0")]]
            assert await lines_of(floor, "o1") == [("4", "0", "0", "4", "0")]

    async def test_two_in_a_row_are_answered_one_by_one(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400)
            await floor.hear(confirmed("o1", ("PUMP", "6")))
            await floor.hear(wanted("o1", "5"))
            await floor.hear(wanted("o1", "2", reduction_id="r2"))
            assert [answered(floor.answers(one)[0]) for one in ("r1", "r2")] == [[(1, "5", "1")], [(1, "2", "0")]]
            assert [lines for _, _, lines in await going(floor, "o1")] == [[(1, "2")]]
            assert floor.stock["MAIN:PUMP"].available == 2
            assert_the_books_agree(floor)

    async def test_heard_before_the_confirmation_it_is_answered_after_it(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400)
            await floor.hear(wanted("o1", "3"))
            assert floor.answers("r1") == []
            await floor.hear(confirmed("o1", ("PUMP", "6")))
            assert [answered(answer) for answer in floor.answers("r1")] == [[(1, "3", "0")]]
            assert [lines for _, _, lines in await going(floor, "o1")] == [[(1, "3")]]
            assert floor.company.parked() == []
            assert_the_books_agree(floor)

    async def test_a_cancelled_order_answers_nothing(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400)
            await floor.hear(confirmed("o1", ("PUMP", "4")))
            await floor.hear(cancelled("o1"))
            await floor.hear(wanted("o1", "3"))
            await floor.hear(cancelled("o2"))
            await floor.hear(wanted("o2", "3", reduction_id="r2"))
            assert floor.answers("r1") == floor.answers("r2") == []
            assert floor.company.parked() == []

    async def test_the_history_keeps_what_was_ordered(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400)
            await floor.hear(confirmed("o1", ("PUMP", "4")))
            await floor.hear(wanted("o1", "3"))
            history = await floor.get("/reservations/o1/history")
            kinds = [one["type"] for one in history]
            assert kinds == ["reservation.made", "reservation.reduction-begun", "reservation.reduced"]
            (line,) = history[-1]["data"]["lines"]
            assert (line["ordered_before"], line["ordered"]) == ("4", "3")


class TestShipments:
    async def test_a_planned_one_shrinks_and_an_emptied_one_is_called_off(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400)
            await floor.open_with("PUMP", "5", 500, warehouse="SIDE")
            await floor.hear(confirmed("o1", ("PUMP", "9"), ship_from=("MAIN", "SIDE")))
            await floor.hear(wanted("o1", "3"))
            shown = {status: lines for _, status, lines in await going(floor, "o1")}
            assert shown == {"planned": [(1, "3")], "cancelled": [(1, "5")]}
            assert len((await floor.get("/reservations/o1"))["shipments_to_go"]) == 1
            assert_the_books_agree(floor)

    async def test_what_is_picked_stays_and_the_rest_of_a_short_picking_is_given_back(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "5", 500)
            await floor.hear(confirmed("o1", ("PUMP", "5")))
            ((shipment_id, _, _),) = await going(floor, "o1")
            await floor.done(f"/shipments/{shipment_id}/picking", {"lines": [{"line_no": 1, "quantity": "3"}]})
            await floor.hear(wanted("o1", "1"))
            assert [answered(answer) for answer in floor.answers("r1")] == [[(1, "3", "0")]]
            shown = {status: lines for _, status, lines in await going(floor, "o1")}
            assert shown == {"picked": [(1, "3")], "cancelled": [(1, "2")]}
            await floor.done(f"/shipments/{shipment_id}/dispatch", {"carrier": "DHL"})
            assert (await floor.get("/reservations/o1"))["status"] == "shipped"
            assert_the_books_agree(floor)

    async def test_a_held_order_is_reduced_too(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "5", 500)
            await floor.hear(confirmed("o1", ("PUMP", "5")))
            await floor.hear(held("o1"))
            await floor.hear(wanted("o1", "2"))
            await floor.hear(hold_released("o1"))
            ((shipment_id, _, lines),) = await going(floor, "o1")
            assert lines == [(1, "2")]
            await floor.deliver(shipment_id)
            assert await lines_of(floor, "o1") == [("2", "0", "0", "2", "0")]

    async def test_a_cancellation_after_it_gives_back_exactly_what_is_left(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "5", 500)
            await floor.hear(confirmed("o1", ("PUMP", "7"), ("PUMP", "1")))
            await floor.hear(wanted("o1", "4"))
            await floor.hear(cancelled("o1"))
            item = floor.stock["MAIN:PUMP"]
            assert item.on_hand == item.available == 5
            assert not item.waiting
            assert all(status == "cancelled" for _, status, _ in await going(floor, "o1"))
            assert_the_books_agree(floor)


class TestOthers:
    async def test_what_is_freed_goes_to_who_waited_longest(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "5", 500)
            await floor.hear(confirmed("o1", ("PUMP", "5")))
            await floor.hear(confirmed("o2", ("PUMP", "2")))
            await floor.hear(wanted("o1", "2"))
            assert await lines_of(floor, "o2") == [("2", "2", "0", "0", "0")]
            assert floor.stock["MAIN:PUMP"].available == 1
            assert_the_books_agree(floor)

    async def test_another_line_of_the_order_that_waits_gets_it_as_anybody(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "5", 500)
            await floor.hear(confirmed("o1", ("PUMP", "5"), ("PUMP", "2")))
            await floor.hear(wanted("o1", "1", "1"))
            assert await lines_of(floor, "o1") == [("1", "1", "0", "0", "0"), ("1", "1", "0", "0", "0")]
            assert sorted(lines for _, _, lines in await going(floor, "o1")) == [[(1, "1")], [(2, "1")]]
            assert_the_books_agree(floor)


class TestSupply:
    async def test_a_receipt_tops_up_no_more_than_the_line_still_waits_for(self) -> None:
        async with open_floor() as floor:
            await floor.hear(confirmed("o1", ("PUMP", "6")))
            await floor.hear(confirmed("o2", ("PUMP", "1")))
            await floor.hear(wanted("o1", "2"))
            await floor.receive("PUMP", "6", peg("o1", "6"))
            assert await lines_of(floor, "o1") == [("2", "2", "0", "0", "0")]
            assert await lines_of(floor, "o2") == [("1", "1", "0", "0", "0")]
            assert floor.stock["MAIN:PUMP"].available == 3
            assert_the_books_agree(floor)

    async def test_a_line_that_waits_for_nothing_any_more_gets_nothing(self) -> None:
        async with open_floor() as floor:
            await floor.hear(confirmed("o1", ("PUMP", "6")))
            await floor.hear(wanted("o1", "0"))
            shown = await floor.get("/reservations/o1")
            assert (shown["status"], shown["is_short"], shown["short_in"]) == ("given-back", False, "")
            await floor.receive("PUMP", "6", peg("o1", "6"))
            assert floor.stock["MAIN:PUMP"].available == 6
            assert_the_books_agree(floor)


class TestReturnedShipments:
    async def send_out_and_back(self, floor: Floor, shipment_id: str) -> None:
        await floor.done(f"/shipments/{shipment_id}/picking")
        await floor.done(f"/shipments/{shipment_id}/dispatch", {"carrier": "DHL"})
        await floor.done(f"/shipments/{shipment_id}/delivery-failure", {"reason": "refused"})
        await floor.done(f"/shipments/{shipment_id}/return", {"reason": "refused"})

    async def test_what_came_back_before_it_is_given_up_first(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400)
            await floor.hear(confirmed("o1", ("PUMP", "4"), ("VALVE", "1")))
            ((shipment_id, _, _),) = await going(floor, "o1")
            await self.send_out_and_back(floor, shipment_id)
            await floor.hear(wanted("o1", "1"))
            assert await lines_of(floor, "o1") == [("1", "0", "0", "1", "1"), ("1", "0", "1", "0", "0")]
            await floor.hear(wanted("o1", "0", reduction_id="r2"))
            assert await lines_of(floor, "o1") == [("0", "0", "0", "0", "0"), ("1", "0", "1", "0", "0")]
            seen = {"lines": [{"line_no": 1, "good": "4", "finding": "as new"}]}
            assert (await floor.post(f"/shipments/{shipment_id}/inspections", seen)).status_code == 201
            item = floor.stock["MAIN:PUMP"]
            assert (item.on_hand, item.reserved) == (Decimal(4), Decimal(0))
            assert_the_books_agree(floor)

    async def test_what_comes_back_after_it_can_be_given_up_by_the_next_one(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "4", 400)
            await floor.hear(confirmed("o1", ("PUMP", "6")))
            ((shipment_id, _, _),) = await going(floor, "o1")
            await floor.done(f"/shipments/{shipment_id}/picking")
            await floor.done(f"/shipments/{shipment_id}/dispatch", {"carrier": "DHL"})
            await floor.hear(wanted("o1", "1"))
            assert await lines_of(floor, "o1") == [("4", "0", "0", "4", "0")]
            await floor.done(f"/shipments/{shipment_id}/delivery-failure", {"reason": "refused"})
            await floor.done(f"/shipments/{shipment_id}/return", {"reason": "refused"})
            assert await lines_of(floor, "o1") == [("4", "0", "0", "4", "4")]
            await floor.hear(wanted("o1", "1", reduction_id="r2"))
            assert await lines_of(floor, "o1") == [("1", "0", "0", "1", "1")]
            assert_the_books_agree(floor)
