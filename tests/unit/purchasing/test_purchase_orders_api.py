"""Purchase orders over HTTP, and what the warehouse says of them."""

from datetime import timedelta

from tests.unit.purchasing.desk import Desk


async def test_a_refused_order_is_revised_and_sent(desk: Desk) -> None:
    nord = await desk.supplier("Nord")
    order = await desk.order(nord, "10", "2000")
    path = f"/purchase-orders/{order}"
    assert await desk.refused(f"{path}/approval") == (403, "shared.auth.role-missing")
    await desk.post(f"{path}/refusal", {"reason": "too dear"}, by="mia")
    assert [item["reason"] for item in await desk.items("/purchase-orders/queues/to-revise")] == ["too dear"]
    revision = {"lines": [{"line_no": 1, "quantity": "10", "unit_price": "900"}]}
    await desk.post(f"{path}/revision", revision)
    sent = await desk.get(path)
    assert (sent["status"], sent["approved_by"], sent["net"]["minor"]) == ("sent", "rule:approval-limit", 900_000)


async def test_the_manager_who_drafts_does_not_approve(desk: Desk) -> None:
    nord = await desk.supplier("Nord")
    body = {
        "supplier_id": nord,
        "warehouse": "MAIN",
        "currency": "EUR",
        "lines": [{"sku": "PUMP-40", "quantity": "10", "unit_price": "2000"}],
    }
    order = await desk.post("/purchase-orders", body, by="mia")
    assert await desk.refused(f"/purchase-orders/{order}/approval", by="mia") == (
        403,
        "purchasing.purchase-order.approver-is-maker",
    )


async def test_goods_come_in_parts_and_are_billed_in_parts_until_it_is_complete(desk: Desk) -> None:
    order = await desk.order(await desk.supplier("Nord"), "10", "3.335")
    path = f"/purchase-orders/{order}"
    await desk.receive(order, "4", "1", receipt_id="r1")
    await desk.receive(order, "4", "1", receipt_id="r1")
    part = await desk.get(path)
    assert (part["received"], part["lines"][0]["received"], part["lines"][0]["rejected"]) == ("part", "4", "1")
    await desk.receive(order, "6")
    assert len(await desk.items("/purchase-orders/queues/to-bill")) == 1
    for reference, quantity in (("A", "3"), ("B", "3"), ("C", "4")):
        await desk.post(
            "/supplier-invoices",
            {
                "purchase_order_id": order,
                "supplier_reference": reference,
                "lines": [{"purchase_line_no": 1, "quantity": quantity, "unit_price": "3.335"}],
                "tax": {"minor": 0, "currency": "EUR"},
                "invoice_on": "2026-03-02",
            },
        )
    assert (await desk.get(path))["status"] == "completed"
    told = desk.telling("supplier-invoice.approved.v1")
    assert sum(invoice["lines"][0]["ordered_net"]["minor"] for invoice in told) == 3_335


async def test_late_goods_are_overdue_until_they_come(desk: Desk) -> None:
    nord = await desk.supplier("Nord")
    await desk.offer("PUMP-40", nord, "100", days=5)
    order = await desk.order(nord, "10", "100")
    await desk.company.pass_time(timedelta(days=5))
    assert await desk.items("/purchase-orders/queues/overdue") == []
    await desk.company.pass_time(timedelta(days=1))
    assert len(await desk.items("/purchase-orders/queues/overdue")) == 1
    await desk.post(f"/purchase-orders/{order}/acknowledgement", {"expected_on": "2026-03-12"})
    assert await desk.items("/purchase-orders/queues/overdue") == []
    await desk.company.pass_time(timedelta(days=5))
    assert len(await desk.items("/purchase-orders/queues/overdue")) == 1
    await desk.receive(order, "10")
    assert await desk.items("/purchase-orders/queues/overdue") == []


async def test_every_day_that_the_supplier_names_is_told_with_who_waits(desk: Desk) -> None:
    nord = await desk.supplier("Nord")
    await desk.offer("PUMP-40", nord, "100", days=5)
    order = await desk.order(nord, "10", "100")
    path = f"/purchase-orders/{order}/acknowledgement"
    for body in ({"expected_on": "2026-03-07"}, {"expected_on": "2026-03-12", "reason": "the ship is late"}):
        await desk.post(path, body)
        await desk.post(path, body)
    told = desk.telling("purchase-order.acknowledged.v1")
    assert [(one["expected_before"], one["expected_on"], one["reason"]) for one in told] == [
        ("2026-03-07", "2026-03-07", ""),
        ("2026-03-07", "2026-03-12", "the ship is late"),
    ]
    assert {(one["supplier_name"], len(one["awaiting"])) for one in told} == {("Nord", 0)}


async def test_what_the_supplier_has_is_amended_and_told(desk: Desk) -> None:
    order = await desk.order(await desk.supplier("Nord"), "10", "100")
    path = f"/purchase-orders/{order}/amendment"
    line = {"line_no": 1, "quantity": "12", "unit_price": "95.50"}
    body = {"lines": [line], "reason": "a full pallet is cheaper"}
    await desk.post(path, body)
    await desk.post(path, body)
    shown = await desk.get(f"/purchase-orders/{order}")
    assert (shown["lines"][0]["quantity"], shown["net"]["minor"], shown["amendment"]) == ("12", 114_600, None)
    (told,) = desk.telling("purchase-order.amended.v1")
    assert (told["lines"][0]["quantity"], told["net"]["minor"], told["expected_on"]) == (
        "12",
        114_600,
        shown["expected_on"],
    )
    await desk.receive(order, "4")
    for changed, code in (({"quantity": "3"}, "below-received"), ({"unit_price": "90"}, "price-is-settled")):
        refused = await desk.refused(path, {"lines": [line | changed], "reason": "less"})
        assert refused == (422, f"purchasing.purchase-order.{code}")


async def test_an_amendment_above_the_limit_waits_for_a_second_person(desk: Desk) -> None:
    order = await desk.order(await desk.supplier("Nord"), "10", "100")
    path = f"/purchase-orders/{order}/amendment"
    for decision, quantity in (("refusal", "10"), ("approval", "1000")):
        await desk.post(
            path, {"lines": [{"line_no": 1, "quantity": "1000", "unit_price": "100"}], "reason": "a big job"}
        )
        (waiting,) = await desk.items("/purchase-orders/queues/amendments")
        asked = waiting["amendment"]
        assert (waiting["net"]["minor"], asked["net"]["minor"], asked["submitted_by"]) == (100_000, 10_000_000, "ben")
        assert await desk.refused(f"{path}/approval") == (403, "shared.auth.role-missing")
        await desk.post(f"{path}/{decision}", {"reason": "too dear"} if decision == "refusal" else None, by="mia")
        assert await desk.items("/purchase-orders/queues/amendments") == []
        assert (await desk.get(f"/purchase-orders/{order}"))["lines"][0]["quantity"] == quantity
    assert len(desk.telling("purchase-order.amended.v1")) == 1


async def test_an_order_is_cancelled_before_and_closed_after_a_receipt(desk: Desk) -> None:
    nord = await desk.supplier("Nord")
    first, second = await desk.order(nord, "10", "100"), await desk.order(nord, "5", "100")
    reason = {"reason": "cannot deliver"}
    assert await desk.refused(f"/purchase-orders/{first}/closing", reason) == (
        409,
        "purchasing.purchase-order.nothing-received",
    )
    await desk.post(f"/purchase-orders/{first}/cancellation", reason)
    await desk.receive(second, "3")
    assert await desk.refused(f"/purchase-orders/{second}/cancellation", reason) == (
        409,
        "purchasing.purchase-order.already-received",
    )
    await desk.post(f"/purchase-orders/{second}/closing", reason)
    assert sorted(desk.told()) == [
        "purchase-order.cancelled.v1",
        "purchase-order.closed-short.v1",
        "purchase-order.sent.v1",
        "purchase-order.sent.v1",
    ]
    await desk.receive(first, "10")
    assert [item["purchase_order_id"] for item in await desk.items("/purchase-orders/queues/exceptions")] == [first]


async def test_a_shortage_that_came_in_part_is_open_for_the_rest(desk: Desk) -> None:
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "100")
    await desk.run_short("order-1", ("PUMP-40", "7"))
    (order,) = await desk.items("/purchase-orders")
    await desk.receive(order["purchase_order_id"], "5")
    await desk.post(f"/purchase-orders/{order['purchase_order_id']}/closing", {"reason": "gave up"})
    requisition = await desk.get("/requisitions/order-1")
    assert (requisition["status"], requisition["lines"][0]["outstanding"]) == ("approved", "2")


async def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    assert await desk.refused("/purchase-orders/nothing/dispatch") == (404, "shared.request.unknown-document")
    assert await desk.refused("/purchase-orders/nothing/approval", by="mia") == (
        404,
        "shared.request.unknown-document",
    )


async def test_goods_are_expected_on_a_day_that_comes(desk: Desk) -> None:
    order = await desk.order(await desk.supplier("Nord"), "1", "1")
    path = f"/purchase-orders/{order}/acknowledgement"
    assert await desk.refused(path, {"expected_on": "2026-03-01"}) == (
        422,
        "purchasing.purchase-order.expected-in-the-past",
    )
    assert await desk.refused(path, {"expected_on": "9999-12-31"}) == (422, "shared.request.invalid")
