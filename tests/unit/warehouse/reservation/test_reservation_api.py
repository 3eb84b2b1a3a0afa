"""Reservations as other departments and clerks meet them: heard, topped up, cancelled, in any order."""

import random
from decimal import Decimal
from typing import Any

import pytest

from services.warehouse.reservation.state import Held, Released
from services.warehouse.shipment.state import Cancelled, Packed, Picked, Planned, Shipped, Undelivered
from shared.published.sales import OrderConfirmedV1, OrderReductionRequestedV1
from tests.unit.warehouse.shipment.floor import Floor, again, cancelled, confirmed, open_floor, peg, wanted


async def reservation(floor: Floor, order_id: str) -> Any:
    return await floor.get(f"/reservations/{order_id}")


class TestConfirmedOrders:
    async def test_each_warehouse_ships_what_it_has(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "3", 300)
            await floor.open_with("PUMP", "9", 900, warehouse="SIDE")
            await floor.hear(confirmed("o1", ("PUMP", "5"), ship_from=("MAIN", "SIDE")), times=2)
            planned = await floor.shipments(order_id="o1")
            assert {one["warehouse"]: one["lines"][0]["quantity"] for one in planned} == {
                "MAIN": "3",
                "SIDE": "2",
            }
            assert (await reservation(floor, "o1"))["status"] == "reserved"
            available = await floor.get("/availability/PUMP")
            assert (available["on_hand"], available["reserved"], available["available"]) == ("12", "5", "7")
            assert [one["warehouse"] for one in available["warehouses"]] == ["MAIN", "SIDE"]

    async def test_what_is_short_waits_and_is_told(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "3", 300)
            await floor.hear(confirmed("o1", ("PUMP", "5"), ("VALVE", "1")))
            (short,) = (await floor.get("/reservations/queues/short"))["items"]
            assert (short["status"], short["short_in"]) == ("short", "MAIN")
            assert [line["short"] for line in short["lines"]] == ["2", "1"]
            backlog = (await floor.get("/stock-items/queues/backlog"))["items"]
            assert {one["sku"]: one["waiting"] for one in backlog} == {"PUMP": "2", "VALVE": "1"}
            assert backlog[0]["oldest_waiting"] == [{"order_id": "o1", "line_no": 1, "quantity": "2"}]

    async def test_an_order_for_nowhere_is_set_aside_for_an_operator(self) -> None:
        async with open_floor() as floor:
            await floor.hear(confirmed("o1", ("PUMP", "5"), ship_from=()))
            (parked,) = floor.company.parked()
            assert parked.type == "sales.order.confirmed.v1"

    async def test_what_is_scrap_is_not_available(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "10", 1000)
            await floor.hear(confirmed("o1", ("PUMP", "10")))
            (shipment,) = await floor.shipments(order_id="o1")
            await floor.take_back(shipment["shipment_id"])
            await floor.inspect(shipment["shipment_id"], "1", "9")
            shown = await floor.get("/availability/PUMP")
            assert (shown["on_hand"], shown["available"]) == ("1", "1")
            assert [(one["warehouse"], one["set_apart"], one["available"]) for one in shown["warehouses"]] == [
                ("MAIN", False, "1"),
                ("MAIN.scrap", True, "9"),
            ]
            await floor.hear(confirmed("o2", ("PUMP", "5")))
            assert [line["short"] for line in (await reservation(floor, "o2"))["lines"]] == ["4"]


class TestReceipts:
    async def test_lines_filled_by_one_receipt_go_together(self) -> None:
        async with open_floor() as floor:
            await floor.hear(confirmed("o1", ("PUMP", "5"), ("PUMP", "4")))
            await floor.receive("PUMP", "7")
            (planned,) = await floor.shipments(order_id="o1")
            assert [(line["line_no"], line["quantity"]) for line in planned["lines"]] == [(1, "5"), (2, "2")]
            await floor.receive("PUMP", "9")
            assert len(await floor.shipments(order_id="o1")) == 2
            shown = await reservation(floor, "o1")
            assert (shown["status"], shown["is_short"]) == ("reserved", False)
            assert floor.told().count("warehouse.reservation.topped-up.v1") == 3

    async def test_bought_goods_go_to_the_order_they_were_bought_for(self) -> None:
        async with open_floor() as floor:
            await floor.hear(confirmed("early", ("PUMP", "5")))
            await floor.hear(confirmed("bought-for", ("PUMP", "4")))
            await floor.receive("PUMP", "6", peg("bought-for", "4"))
            assert (await reservation(floor, "bought-for"))["is_short"] is False
            (line,) = (await reservation(floor, "early"))["lines"]
            assert (line["reserved"], line["short"]) == ("2", "3")
            assert floor.last_told("warehouse.reservation.topped-up.v1")["purchase_order_id"] == "PO1"

    async def test_who_comes_later_does_not_jump_the_queue(self) -> None:
        async with open_floor() as floor:
            await floor.hear(confirmed("early", ("PUMP", "5")))
            await floor.receive("PUMP", "5")
            await floor.hear(confirmed("late", ("PUMP", "1")))
            assert (await reservation(floor, "late"))["is_short"] is True


class TestCancelledOrders:
    async def test_everything_is_given_back_and_others_get_it(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "5", 500)
            await floor.hear(confirmed("first", ("PUMP", "5"), ("PUMP", "2")))
            await floor.hear(confirmed("second", ("PUMP", "4")))
            await floor.hear(cancelled("first"), times=2)
            shown = await reservation(floor, "first")
            assert (shown["status"], shown["released_because"]) == ("released", "changed their mind")
            (called_off,) = await floor.shipments(order_id="first")
            assert called_off["status"] == "cancelled"
            assert (await reservation(floor, "second"))["status"] == "reserved"
            assert floor.last_told("warehouse.reservation.topped-up.v1")["purchase_order_id"] == ""
            item = floor.stock["MAIN:PUMP"]
            assert item.reserved == 4
            assert item.available == 1
            assert not item.waiting
            assert floor.told().count("warehouse.reservation.released.v1") == 1

    async def test_what_has_left_stays_left(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "5", 500)
            await floor.hear(confirmed("o1", ("PUMP", "7")))
            (going,) = await floor.shipments(order_id="o1")
            await floor.done(f"/shipments/{going['shipment_id']}/picking", {"lines": [{"line_no": 1, "quantity": "3"}]})
            await floor.done(f"/shipments/{going['shipment_id']}/dispatch", {"carrier": "DHL"})
            await floor.hear(cancelled("o1"))
            statuses = {one["shipment_id"]: one["status"] for one in await floor.shipments(order_id="o1")}
            assert statuses.pop(going["shipment_id"]) == "shipped"
            assert list(statuses.values()) == ["cancelled"]
            item = floor.stock["MAIN:PUMP"]
            assert item.on_hand == item.available == 2
            assert not item.waiting
            await floor.done(f"/shipments/{going['shipment_id']}/delivery-failure", {"reason": "refused"})
            await floor.done(f"/shipments/{going['shipment_id']}/return", {"reason": "refused"})
            assert floor.stock["MAIN:PUMP"].available == 2
            seen = {"lines": [{"line_no": 1, "good": "3", "finding": "as new"}]}
            assert (await floor.post(f"/shipments/{going['shipment_id']}/inspections", seen)).status_code == 201
            assert floor.stock["MAIN:PUMP"].available == 5

    async def test_a_cancelled_shipment_cannot_leave(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "5", 500)
            await floor.hear(confirmed("o1", ("PUMP", "5")))
            (going,) = await floor.shipments(order_id="o1")
            await floor.done(f"/shipments/{going['shipment_id']}/picking")
            await floor.hear(cancelled("o1"))
            assert await floor.refused(f"/shipments/{going['shipment_id']}/dispatch", {"carrier": "DHL"}) == (
                409,
                "warehouse.shipment.cancelled",
            )

    async def test_a_cancellation_that_overtakes_the_confirmation_is_remembered(self) -> None:
        async with open_floor() as floor:
            await floor.open_with("PUMP", "5", 500)
            await floor.hear(cancelled("o1"))
            await floor.hear(confirmed("o1", ("PUMP", "5")))
            assert (await reservation(floor, "o1"))["status"] == "called-off"
            assert floor.stock["MAIN:PUMP"].available == 5
            assert await floor.shipments(order_id="o1") == []
            assert floor.company.parked() == []


def assert_the_books_agree(floor: Floor) -> None:
    """The stock items, the reservations and the shipments tell the same story."""
    held: dict[tuple[str, str], Decimal] = {}
    awaited: dict[tuple[str, str], Decimal] = {}
    for order_id, one in floor.reservations.items():
        if not isinstance(one, Held | Released):
            continue
        for line in one.lines:
            key = f"{order_id}/{line.line_no}"
            if isinstance(one, Held):
                assert line.ordered == line.set_aside + line.short
            if line.short and isinstance(one, Held):
                awaited[f"{one.short_in}:{line.sku}", key] = line.short
            for part in line.parts:
                if part.waiting:
                    held[f"{part.warehouse}:{line.sku}", key] = part.waiting
    stock = floor.stock
    assert held == {(i, key): q for i, item in stock.items() for key, q in item.reservations.items()}
    assert awaited == {(i, key): q for i, item in stock.items() for key, q in item.backlog.items()}
    to_go: dict[tuple[str, str], Decimal] = {}
    for shipment in floor.loads.values():
        if isinstance(shipment, Planned | Picked | Packed):
            for going in shipment.load.lines:
                place = (
                    f"{shipment.load.warehouse}:{going.sku}",
                    f"{shipment.load.order_id}/{going.line_no}",
                )
                to_go[place] = to_go.get(place, Decimal(0)) + going.quantity
    assert to_go == held
    for item in stock.values():
        assert 0 <= item.reserved <= item.on_hand
        assert not (item.backlog and item.available)
        assert item.value is None or item.value.minor >= 0


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_happens_stock_reservations_and_shipments_agree(seed: int) -> None:
    chance = random.Random(seed)
    reductions = requests = 0
    skus, warehouses = ("PUMP", "VALVE"), ("MAIN", "SIDE")
    orders: list[OrderConfirmedV1] = []
    async with open_floor("warehouse.clerk", "warehouse.manager", seed=seed) as floor:
        for _ in range(60):
            match chance.choice(
                (*("order",) * 3, "receipt", "receipt", "cancel", "reduce", "again", "step in", *("step",) * 3)
            ):
                case "order":
                    lines = [(chance.choice(skus), str(chance.randint(1, 6))) for _ in range(chance.randint(1, 3))]
                    ship_from = tuple(chance.sample(warehouses, chance.randint(1, 2)))
                    orders.append(confirmed(f"o{len(orders)}", *lines, ship_from=ship_from))
                    await floor.hear(orders[-1])
                case "receipt":
                    pegs = [peg(chance.choice(orders).order_id, "2", chance.randint(1, 3))] if orders else []
                    await floor.receive(
                        chance.choice(skus),
                        str(chance.randint(1, 9)),
                        *pegs,
                        warehouse=chance.choice(warehouses),
                        minor=chance.randint(0, 999),
                    )
                case "cancel":
                    number = chance.randint(0, len(orders))
                    await floor.hear(cancelled(f"o{number}"))
                case "reduce" if orders:
                    reductions += 1
                    quantities = [chance.choice((None, str(chance.randint(0, 5)))) for _ in range(4)]
                    order_id = chance.choice(orders).order_id
                    await reduce(floor, wanted(order_id, *quantities, reduction_id=f"r{reductions}"))
                case "again" if orders:
                    requests += 1
                    order = chance.choice(orders)
                    request_id, ship_from = f"a{requests}", tuple(order.ship_from)
                    request = again(order.order_id, request_id=request_id, ship_from=ship_from, skus=skus)
                    await floor.hear(request, times=2)
                case "step in" if orders:
                    await step_in(floor, chance.choice(orders).order_id, chance)
                case _:
                    await take_a_step(floor, chance)
            assert_the_books_agree(floor)
        assert floor.company.parked() == []
        assert any(not isinstance(one, Cancelled) for one in floor.loads.values())


async def step_in(floor: Floor, order_id: str, chance: random.Random) -> None:
    """Somebody counts, or takes goods from the order for others; being refused is fine."""
    sku, warehouse = chance.choice(("PUMP", "VALVE")), chance.choice(("MAIN", "SIDE"))
    if chance.random() < 0.5:
        answer = await floor.count(sku, str(chance.randint(2, 12)), warehouse)
        assert answer.status_code in {200, 409, 422}, answer.text
        return
    units = {"line_no": chance.randint(1, 3), "warehouse": warehouse, "quantity": str(chance.randint(1, 2))}
    answer = await floor.post(f"/reservations/{order_id}/withdrawals", {**units, "reason": "somebody cannot wait"})
    assert answer.status_code in {201, 404, 409, 422}, answer.text


async def reduce(floor: Floor, request: OrderReductionRequestedV1) -> None:
    """Each line comes down to what is asked, but not below what is out of reach, and is never for more than before."""
    before = floor.reservations[request.order_id]
    least = out_of_reach(floor, request.order_id)
    await floor.hear(request, times=2)
    after = floor.reservations[request.order_id]
    if not isinstance(before, Held):
        assert after == before
        return
    assert isinstance(after, Held)
    quantities = {line.line_no: line.quantity for line in request.lines}
    (answer,) = floor.answers(request.reduction_id)
    for old, new, told in zip(before.lines, after.lines, answer["lines"], strict=True):
        asked = quantities.get(old.line_no, old.ordered)
        assert (
            new.ordered == min(old.ordered, max(asked, least.get(old.line_no, Decimal(0)))) == Decimal(told["ordered"])
        )
        assert new.shipped - new.returned == old.shipped - old.returned
        parts = sum((Decimal(one["quantity"]) for one in told["parts"]), Decimal(0))
        assert parts + Decimal(told["short"]) == new.ordered


def out_of_reach(floor: Floor, order_id: str) -> dict[int, Decimal]:
    """By line, what left and did not come back, and what is off the shelf."""
    found: dict[int, Decimal] = {}
    for shipment in floor.loads.values():
        match shipment:
            case Picked(load=load) | Packed(load=load) | Shipped(load=load) | Undelivered(load=load) if (
                load.order_id == order_id
            ):
                for line in load.lines:
                    found[line.line_no] = found.get(line.line_no, Decimal(0)) + line.quantity
            case _:
                pass
    return found


async def take_a_step(floor: Floor, chance: random.Random) -> None:
    """Somebody does something with some shipment; being refused is fine."""
    shipments = await floor.shipments()
    if not shipments:
        return
    one = chance.choice(shipments)
    line = chance.choice(one["lines"])
    step, body = chance.choice(
        (
            ("picking", {}),
            ("picking", {"lines": [{"line_no": line["line_no"], "quantity": "1"}]}),
            ("packing", {}),
            ("undo", {"step": "picking", "reason": "wrong shelf"}),
            ("dispatch", {"carrier": "DHL"}),
            ("dispatch", {"carrier": "DHL"}),
            ("delivery-failure", {"reason": "nobody there"}),
            ("return", {"reason": "nobody there"}),
            ("inspections", {"lines": [{"line_no": line["line_no"], "good": "1", "finding": "as new"}]}),
        )
    )
    answer = await floor.post(f"/shipments/{one['shipment_id']}/{step}", body)
    assert answer.status_code in {200, 201, 409, 422}, answer.text
