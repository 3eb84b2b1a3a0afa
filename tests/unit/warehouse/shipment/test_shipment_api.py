"""Shipments over HTTP, in memory: from a confirmed order to the customer, and the ways it can go wrong."""

import pytest

from shared.kernel.money import Money
from shared.published.accounting import CreditDeliveryBlockedV1, CreditDeliveryUnblockedV1
from tests.unit.warehouse.shipment.floor import (
    MONDAY,
    PROOF,
    Floor,
    cancelled,
    confirmed,
    held,
    hold_released,
    open_floor,
)


async def shipment_of(floor: Floor, order_id: str, status: str = "planned") -> str:
    (one,) = await floor.shipments(order_id=order_id, status=status)
    return str(one["shipment_id"])


async def shipped(floor: Floor) -> str:
    """Three of ten pumps, on their way to the customer."""
    await floor.open_with("PUMP", "10", 1000)
    await floor.hear(confirmed("o1", ("PUMP", "3")))
    shipment_id = await shipment_of(floor, "o1")
    await floor.done(f"/shipments/{shipment_id}/picking")
    await floor.done(f"/shipments/{shipment_id}/dispatch", {"carrier": "DHL", "tracking_number": "JD01"})
    return shipment_id


async def test_the_straight_path_takes_four_requests() -> None:
    async with open_floor() as floor:
        await floor.open_with("PUMP", "3", 1000)
        await floor.hear(confirmed("o1", ("PUMP", "2")))
        (waiting,) = (await floor.get("/shipments/queues/to-pick"))["items"]
        await floor.deliver(waiting["shipment_id"])
        shown = await floor.get(f"/shipments/{waiting['shipment_id']}")
        assert shown["status"] == "delivered"
        assert shown["lines"] == [
            {
                "line_no": 1,
                "sku": "PUMP",
                "quantity": "2",
                "cost": {"minor": 667, "currency": "USD"},
            }
        ]
        assert (shown["signed_by"], shown["proof_sha256"]) == ("Grace", PROOF)
        stock = await floor.get("/stock-items/MAIN:PUMP")
        assert (stock["on_hand"], stock["reserved"], stock["value"]["minor"]) == ("1", "0", 333)
        reservation = await floor.get("/reservations/o1")
        assert (reservation["status"], reservation["lines"][0]["shipped"]) == ("shipped", "2")
        assert sorted(floor.told()) == [
            "warehouse.reservation.made.v1",
            "warehouse.shipment.delivered.v1",
            "warehouse.shipment.shipped.v1",
            "warehouse.stock.adjusted.v1",
        ]
        per_stream = {stream: len(facts) for stream, facts in floor.department.store.streams.items()}
        assert per_stream == {
            "stock_item-MAIN:PUMP": 3,
            "reservation-o1": 2,
            f"shipment-{waiting['shipment_id']}": 5,
        }


async def test_goods_are_not_dispatched_while_accounting_blocks_the_delivery() -> None:
    async with open_floor() as floor:
        await floor.open_with("PUMP", "10", 1000)
        await floor.hear(confirmed("o1", ("PUMP", "3")))
        shipment_id = await shipment_of(floor, "o1")
        await floor.done(f"/shipments/{shipment_id}/picking")
        usd = {name: Money(minor=minor, currency="USD") for name, minor in (("amount", 900), ("exposure", 2000))}
        await floor.hear(
            CreditDeliveryBlockedV1(
                order_id="o1", customer_id="acme", **usd, limit=None, standing="stop", blocked_on=MONDAY
            ),
            times=2,
        )
        carrier = {"carrier": "DHL", "tracking_number": "JD01"}
        assert await floor.refused(f"/shipments/{shipment_id}/dispatch", carrier) == (
            409,
            "warehouse.reservation.delivery-blocked",
        )
        assert (await floor.get("/reservations/o1"))["blocked_because"] == "credit stop: 20.00 USD owed or on order"
        assert (await floor.get("/stock-items/MAIN:PUMP"))["on_hand"] == "10"
        await floor.hear(
            CreditDeliveryUnblockedV1(
                order_id="o1", customer_id="acme", exposure=usd["exposure"], unblocked_by="m", unblocked_on=MONDAY
            )
        )
        await floor.done(f"/shipments/{shipment_id}/dispatch", carrier)
        assert (await floor.get("/reservations/o1"))["blocked_because"] == ""


async def test_what_sales_holds_stays_until_no_hold_is_left() -> None:
    async with open_floor() as floor:
        await floor.open_with("PUMP", "10", 1000)
        await floor.hear(held("o1"), times=2)
        await floor.hear(confirmed("o1", ("PUMP", "3")))
        shipment_id = await shipment_of(floor, "o1")
        await floor.done(f"/shipments/{shipment_id}/picking")
        await floor.hear(held("o1", "price"))
        (blocked,) = (await floor.get("/reservations/queues/blocked"))["items"]
        assert [(one["hold"], one["by"]) for one in blocked["blocks"]] == [("export", "s.rep"), ("price", "s.rep")]
        carrier = {"carrier": "DHL", "tracking_number": "JD01"}
        for released, left in (("export", ["price"]), ("price", [])):
            refused = await floor.post(f"/shipments/{shipment_id}/dispatch", carrier)
            assert (refused.status_code, refused.json()["code"]) == (409, "warehouse.reservation.delivery-blocked")
            assert released in refused.json()["holds"]
            assert "the licence is awaited" in refused.json()["detail"]
            await floor.hear(hold_released("o1", released), times=2)
            blocks = (await floor.get("/reservations/o1"))["blocks"]
            assert [one["hold"] for one in blocks] == left
        await floor.done(f"/shipments/{shipment_id}/dispatch", carrier)
        assert (await floor.get("/reservations/queues/blocked"))["items"] == []


async def test_every_shipment_of_a_held_order_stays_and_none_goes_when_it_is_cancelled() -> None:
    async with open_floor() as floor:
        await floor.open_with("PUMP", "3", 300)
        await floor.hear(confirmed("o1", ("PUMP", "5")))
        first = await shipment_of(floor, "o1")
        await floor.done(f"/shipments/{first}/picking")
        await floor.done(f"/shipments/{first}/dispatch", {"carrier": "DHL"})
        await floor.hear(held("o1"))
        await floor.receive("PUMP", "2")
        second = await shipment_of(floor, "o1")
        await floor.done(f"/shipments/{second}/picking")
        blocked = (409, "warehouse.reservation.delivery-blocked")
        assert await floor.refused(f"/shipments/{second}/dispatch", {"carrier": "DHL"}) == blocked
        await floor.done(f"/shipments/{first}/delivery", {"signed_by": "Grace", "proof_sha256": PROOF})
        await floor.hear(cancelled("o1"))
        assert (await floor.get(f"/shipments/{second}"))["status"] == "cancelled"
        assert (await floor.get("/reservations/queues/blocked"))["items"] == []
        await floor.hear(hold_released("o1"))
        assert not floor.company.parked()


async def test_others_are_told_what_they_need() -> None:
    async with open_floor() as floor:
        shipment_id = await shipped(floor)
        left = floor.last_told("warehouse.shipment.shipped.v1")
        assert (left["warehouse"], left["carrier"], left["tracking_number"]) == ("MAIN", "DHL", "JD01")
        await floor.done(f"/shipments/{shipment_id}/delivery", {"signed_by": "Grace", "proof_sha256": PROOF})
        assert floor.last_told("warehouse.shipment.delivered.v1") == {
            "shipment_id": shipment_id,
            "order_id": "o1",
            "contract_id": "c1",
            "customer_id": "acme",
            "lines": [{"line_no": 1, "sku": "PUMP", "quantity": "3", "cost": {"minor": 300, "currency": "USD"}}],
            "warranty_months": 24,
            "service_months": 0,
            "signed_by": "Grace",
            "proof_sha256": PROOF,
            "delivered_at": "2026-03-02T08:00:00Z",
            "was_lost": False,
        }
        await floor.hear(confirmed("o2", ("PUMP", "9")))
        assert floor.last_told("warehouse.reservation.made.v1")["short_in"] == "MAIN"
        await floor.receive("PUMP", "5")
        assert floor.last_told("warehouse.reservation.topped-up.v1")["lines"] == [
            {
                "line_no": 1,
                "sku": "PUMP",
                "ordered": "9",
                "parts": [{"warehouse": "MAIN", "quantity": "9"}],
                "short": "0",
                "resolved": "0",
            }
        ]


async def test_what_is_not_found_goes_later() -> None:
    async with open_floor() as floor:
        await floor.open_with("PUMP", "10", 1000)
        await floor.open_with("VALVE", "4", 400)
        await floor.hear(confirmed("o1", ("PUMP", "5"), ("VALVE", "4")))
        first = await shipment_of(floor, "o1")
        await floor.done(f"/shipments/{first}/picking", {"lines": [{"line_no": 1, "quantity": "3"}]})
        rest = await shipment_of(floor, "o1")
        shown = await floor.get(f"/shipments/{rest}")
        assert [(line["sku"], line["quantity"]) for line in shown["lines"]] == [("PUMP", "2"), ("VALVE", "4")]
        assert shown["remainder_of"] == first
        again = await floor.refused(f"/shipments/{first}/picking")
        assert again == (409, "warehouse.shipment.picked-already")
        await floor.done(f"/shipments/{first}/picking", {"lines": [{"line_no": 1, "quantity": "3"}]})
        await floor.done(f"/shipments/{first}/dispatch", {"carrier": "DHL"})
        assert (await floor.get("/reservations/o1"))["status"] == "part-shipped"
        await floor.deliver(rest)
        assert (await floor.get("/reservations/o1"))["status"] == "shipped"
        assert {identity: item.on_hand for identity, item in floor.stock.items()} == {
            "MAIN:PUMP": 5,
            "MAIN:VALVE": 0,
        }


async def test_packing_and_picking_can_be_undone() -> None:
    async with open_floor() as floor:
        await floor.open_with("PUMP", "10", 1000)
        await floor.hear(confirmed("o1", ("PUMP", "5")))
        shipment_id = await shipment_of(floor, "o1")
        await floor.done(f"/shipments/{shipment_id}/picking")
        await floor.done(f"/shipments/{shipment_id}/packing", {"packages": 2, "weight_kg": "31.5"})
        (ready,) = (await floor.get("/shipments/queues/to-ship"))["items"]
        assert (ready["packages"], ready["weight_kg"]) == (2, "31.5")
        undo = f"/shipments/{shipment_id}/undo"
        early = await floor.refused(undo, {"step": "picking", "reason": "wrong shelf"})
        assert early == (409, "warehouse.shipment.still-packed")
        await floor.done(undo, {"step": "packing", "reason": "wrong box"})
        await floor.done(undo, {"step": "picking", "reason": "wrong shelf"})
        assert (await floor.get(f"/shipments/{shipment_id}"))["status"] == "planned"
        history = await floor.get(f"/shipments/{shipment_id}/history")
        assert [(one["type"], one["reason"]) for one in history[-2:]] == [
            ("shipment.packing-undone", "wrong box"),
            ("shipment.picking-undone", "wrong shelf"),
        ]


async def test_a_failed_delivery_is_tried_again() -> None:
    async with open_floor() as floor:
        shipment_id = await shipped(floor)
        await floor.done(f"/shipments/{shipment_id}/delivery-failure", {"reason": "nobody there"})
        (failed,) = (await floor.get("/shipments/queues/failed"))["items"]
        assert failed["failure"] == "nobody there"
        await floor.done(f"/shipments/{shipment_id}/redelivery", {"carrier": "UPS"})
        (out,) = (await floor.get("/shipments/queues/in-transit"))["items"]
        assert (out["carrier"], out["attempts"]) == ("UPS", 2)
        await floor.done(f"/shipments/{shipment_id}/delivery", {"signed_by": "Grace", "proof_sha256": PROOF})
        assert floor.stock["MAIN:PUMP"].on_hand == 7


async def test_goods_that_come_back_are_stock_once_inspected_at_the_cost_they_left_with() -> None:
    async with open_floor() as floor:
        shipment_id = await shipped(floor)
        await floor.receive("PUMP", "1", minor=9_000)
        early = await floor.refused(f"/shipments/{shipment_id}/return", {"reason": "refused"})
        assert early == (409, "warehouse.shipment.delivery-has-not-failed")
        await floor.done(f"/shipments/{shipment_id}/delivery-failure", {"reason": "refused"})
        await floor.done(f"/shipments/{shipment_id}/return", {"reason": "refused"})
        assert floor.stock["MAIN:PUMP"].on_hand == 8
        (line,) = (await floor.get("/reservations/o1"))["lines"]
        assert (line["shipped"], line["returned"]) == ("3", "3")
        assert "warehouse.shipment.returned.v2" in floor.told()
        (waiting,) = (await floor.get("/shipments/queues/to-inspect"))["items"]
        assert waiting["to_inspect"] == [{"line_no": 1, "sku": "PUMP", "quantity": "3"}]

        path = f"/shipments/{shipment_id}/inspections"
        part = {"lines": [{"line_no": 1, "good": "1", "finding": "as new"}]}
        assert (await floor.post(path, part)).status_code == 201
        rest = {"lines": [{"line_no": 1, "repair": "1", "scrap": "1", "finding": "dented, crushed"}]}
        assert (await floor.post(path, rest, key="the rest")).status_code == 201
        assert (await floor.post(path, rest, key="the rest")).status_code == 201
        item = floor.stock["MAIN:PUMP"]
        assert item.on_hand == item.available == 9
        assert item.value == Money(minor=700 + 9_000 + 100, currency="USD")
        assert floor.stock["MAIN.repair:PUMP"].value == Money(minor=100, currency="USD")
        assert floor.stock["MAIN.scrap:PUMP"].value == Money(minor=0, currency="USD")
        shown = await floor.get(f"/shipments/{shipment_id}")
        assert (shown["status"], shown["to_inspect"]) == ("returned", [])
        assert [(one["good"], one["repair"], one["scrap"]) for one in shown["inspections"]] == [
            ("1", "0", "0"),
            ("0", "1", "1"),
        ]
        assert (await floor.get("/shipments/queues/to-inspect"))["items"] == []
        assert floor.last_told("warehouse.shipment.inspected.v1")["lines"][0]["scrap_cost"]["minor"] == 100


async def test_what_came_back_is_inspected_once() -> None:
    async with open_floor() as floor:
        shipment_id = await shipped(floor)
        path = f"/shipments/{shipment_id}/inspections"
        graded = {"line_no": 1, "good": "3", "finding": "as new"}
        early = await floor.refused(path, {"lines": [graded]})
        assert early == (409, "warehouse.shipment.has-not-come-back")
        await floor.done(f"/shipments/{shipment_id}/delivery-failure", {"reason": "refused"})
        await floor.done(f"/shipments/{shipment_id}/return", {"reason": "refused"})
        for lines, refusal in (
            ([graded, graded], (422, "warehouse.shipment.line-named-twice")),
            ([{**graded, "line_no": 2}], (409, "warehouse.shipment.nothing-to-inspect")),
            ([{**graded, "good": "4"}], (409, "warehouse.shipment.inspects-more-than-came-back")),
            ([{**graded, "good": "0"}], (422, "warehouse.shipment.no-unit-looked-at")),
        ):
            assert await floor.refused(path, {"lines": lines}) == refusal
        assert (await floor.post(path, {"lines": [graded]})).status_code == 201
        assert await floor.refused(path, {"lines": [graded]}) == (409, "warehouse.shipment.nothing-to-inspect")


@pytest.mark.parametrize(
    ("step", "body", "expected"),
    [
        ("packing", {}, (409, "warehouse.shipment.not-picked-yet")),
        ("dispatch", {"carrier": "DHL"}, (409, "warehouse.shipment.not-picked-yet")),
        ("delivery-failure", {"reason": "nobody there"}, (409, "warehouse.shipment.not-shipped-yet")),
        ("redelivery", {}, (409, "warehouse.shipment.not-shipped-yet")),
        ("picking", {"lines": [{"line_no": 2, "quantity": "1"}]}, (422, "warehouse.shipment.line-not-planned")),
        (
            "picking",
            {"lines": [{"line_no": 1, "quantity": "9"}]},
            (422, "warehouse.shipment.picks-more-than-planned"),
        ),
        ("picking", {"lines": []}, (422, "shared.request.invalid")),
        ("delivery", {"signed_by": "Grace", "proof_sha256": "none"}, (422, "shared.request.invalid")),
        (
            "delivery",
            {"signed_by": "Grace", "proof_sha256": PROOF, "delivered_at": "2026-03-02T08:00:00"},
            (422, "shared.request.invalid"),
        ),
    ],
)
async def test_refusals(step: str, body: object, expected: tuple[int, str]) -> None:
    async with open_floor() as floor:
        await floor.open_with("PUMP", "10", 1000)
        await floor.hear(confirmed("o1", ("PUMP", "5")))
        shipment_id = await shipment_of(floor, "o1")
        assert await floor.refused(f"/shipments/{shipment_id}/{step}", body) == expected


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        1772438400,
        1772438400.5,
        "1772438400",
        "20260302",
        True,
    ],
)
async def test_a_delivery_at_no_moment_of_the_calendar_is_refused_by_its_field(moment: object) -> None:
    async with open_floor() as floor:
        shipment_id = await shipped(floor)
        body = {"signed_by": "Grace", "proof_sha256": PROOF, "delivered_at": moment}
        answer = await floor.post(f"/shipments/{shipment_id}/delivery", body)
        assert (answer.status_code, answer.json()["field"]) == (422, "delivered_at")


async def test_nothing_is_delivered_before_it_happens() -> None:
    async with open_floor() as floor:
        shipment_id = await shipped(floor)
        tomorrow = {"signed_by": "Grace", "proof_sha256": PROOF, "delivered_at": "2026-03-03T08:00:00+07:00"}
        assert await floor.refused(f"/shipments/{shipment_id}/delivery", tomorrow) == (
            422,
            "warehouse.shipment.delivered-in-the-future",
        )


@pytest.mark.parametrize("step", ["picking", "dispatch"])
async def test_an_unknown_shipment_is_not_found(step: str) -> None:
    async with open_floor() as floor:
        body = {"carrier": "DHL"} if step == "dispatch" else {}
        assert await floor.refused(f"/shipments/nothing/{step}", body) == (
            404,
            "shared.request.unknown-document",
        )


async def test_a_request_repeated_with_its_key_happens_once() -> None:
    async with open_floor() as floor:
        shipment_id = await shipped(floor)
        body = {"signed_by": "Grace", "proof_sha256": PROOF}
        first = await floor.post(f"/shipments/{shipment_id}/delivery", body, key="once")
        again = await floor.post(f"/shipments/{shipment_id}/delivery", body, key="once")
        assert (first.json()["repeated"], again.json()["repeated"]) == (False, True)
        assert first.json()["version"] == again.json()["version"]


async def test_who_only_reads_moves_nothing() -> None:
    async with open_floor("company.reader") as floor:
        await floor.open_with("PUMP", "10", 1000)
        await floor.hear(confirmed("o1", ("PUMP", "5")))
        shipment_id = await shipment_of(floor, "o1")
        assert await floor.refused(f"/shipments/{shipment_id}/picking") == (403, "shared.auth.role-missing")
