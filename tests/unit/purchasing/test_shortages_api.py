"""From a shortage to a purchase order, as heard and over HTTP."""

from uuid import uuid4

import pytest

from tests.unit.purchasing.desk import Desk


async def test_a_shortage_is_ordered_from_the_best_supplier_in_one_transaction(desk: Desk) -> None:
    nord, sued = await desk.supplier("Nord"), await desk.supplier("Sued")
    await desk.offer("PUMP-40", nord, "100", minimum="10")
    await desk.offer("PUMP-40", sued, "160")
    await desk.offer("VALVE-2", sued, "5", days=3)
    await desk.run_short("order-1", ("PUMP-40", "7"), ("VALVE-2", "4"))
    requisition = await desk.get("/requisitions/order-1")
    assert (requisition["status"], requisition["raised_by"]) == ("ordered", "department:warehouse")
    orders = {order["supplier_id"]: order for order in await desk.items("/purchase-orders?status=sent")}
    assert orders.keys() == {nord, sued}
    (line,) = orders[nord]["lines"]
    assert (line["quantity"], line["net"]["minor"]) == ("10", 100_000)
    assert line["pegs"] == [{"order_id": "order-1", "order_line_no": 1, "quantity": "7", "replacement_for": ""}]
    assert (orders[nord]["expected_on"], orders[sued]["expected_on"]) == ("2026-03-09", "2026-03-05")
    assert desk.told() == ["purchase-order.sent.v1"] * 2
    sent = {telling["supplier_id"]: telling for telling in desk.telling("purchase-order.sent.v1")}
    assert sent[sued]["lines"][0]["pegs"] == [
        {"order_id": "order-1", "order_line_no": 2, "quantity": "4", "replacement_for": ""}
    ]
    assert sent[sued]["supplier_name"] == "Sued"


async def test_news_heard_twice_orders_once(desk: Desk) -> None:
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "100")
    await desk.run_short("order-1", ("PUMP-40", "7"))
    await desk.run_short("order-1", ("PUMP-40", "7"))
    assert len(await desk.items("/purchase-orders")) == 1


async def test_above_the_limit_another_person_approves_before_it_is_sent(desk: Desk) -> None:
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "2000")
    await desk.run_short("order-1", ("PUMP-40", "7"))
    (order,) = await desk.items("/purchase-orders/queues/approval")
    assert order["makers"] == ["department:warehouse"]
    assert (await desk.get("/requisitions/order-1"))["status"] == "sourced"
    path = f"/purchase-orders/{order['purchase_order_id']}"
    assert await desk.refused(f"{path}/dispatch") == (409, "purchasing.purchase-order.not-approved")
    await desk.post(f"{path}/approval", by="mia")
    assert desk.told() == []
    assert len(await desk.items("/purchase-orders/queues/to-send")) == 1
    await desk.post(f"{path}/dispatch")
    assert (await desk.get("/requisitions/order-1"))["status"] == "ordered"
    assert desk.told() == ["purchase-order.sent.v1"]


async def test_what_nobody_offers_waits_for_a_buyer(desk: Desk) -> None:
    await desk.run_short("order-1", ("PUMP-40", "7"))
    (waiting,) = await desk.items("/requisitions/queues/unsourced")
    assert waiting["requisition_id"] == "order-1"
    assert await desk.refused("/requisitions/order-1/sourcing", {"line_no": 1}) == (
        409,
        "purchasing.requisition.no-offer",
    )
    nord = await desk.supplier("Nord")
    await desk.offer("PUMP-40", nord, "100")
    assert await desk.refused("/requisitions/order-1/sourcing", {"line_no": 4}) == (
        422,
        "purchasing.requisition.unknown-line",
    )
    await desk.post("/requisitions/order-1/sourcing", {"line_no": 1, "supplier_id": nord})
    (order,) = await desk.items(f"/purchase-orders?supplier_id={nord}")
    assert order["makers"] == ["department:warehouse", "ben"]
    assert await desk.items("/requisitions/queues/unsourced") == []


async def test_a_cancelled_order_takes_back_what_is_not_sent_and_keeps_what_is(desk: Desk) -> None:
    nord, sued = await desk.supplier("Nord"), await desk.supplier("Sued")
    await desk.offer("PUMP-40", nord, "2000")
    await desk.offer("VALVE-2", sued, "5")
    await desk.run_short("order-1", ("PUMP-40", "7"), ("VALVE-2", "4"), ("NUT-1", "9"))
    await desk.call_off("order-1")
    requisition = await desk.get("/requisitions/order-1")
    statuses = {
        order["supplier_id"]: (order["status"], order["purchase_order_id"])
        for order in await desk.items("/purchase-orders")
    }
    assert (statuses[nord][0], statuses[sued][0]) == ("cancelled", "sent")
    assert (requisition["status"], requisition["kept"]) == ("cancelled", [statuses[sued][1]])
    (told,) = desk.telling("requisition.cancelled.v1")
    assert (told["sales_order_id"], told["kept"]) == ("order-1", [statuses[sued][1]])
    assert sorted(desk.told()) == ["purchase-order.sent.v1", "requisition.cancelled.v1"]


async def test_a_cancellation_heard_before_the_shortage_is_remembered(desk: Desk) -> None:
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "100")
    await desk.call_off("order-1")
    await desk.run_short("order-1", ("PUMP-40", "7"))
    assert await desk.items("/requisitions") == []
    assert await desk.items("/purchase-orders") == []


async def test_a_cancelled_purchase_order_leaves_the_shortage_open(desk: Desk) -> None:
    nord, sued = await desk.supplier("Nord"), await desk.supplier("Sued")
    await desk.offer("PUMP-40", nord, "100")
    await desk.run_short("order-1", ("PUMP-40", "7"))
    (order,) = await desk.items("/purchase-orders")
    await desk.post(f"/purchase-orders/{order['purchase_order_id']}/cancellation", {"reason": "cannot deliver"})
    assert len(await desk.items("/requisitions/queues/unsourced")) == 1
    (told,) = desk.telling("purchase-order.cancelled.v1")
    assert told["supplier_name"] == "Nord"
    assert told["not_coming"] == [{"order_id": "order-1", "order_line_no": 1, "quantity": "7", "replacement_for": ""}]
    await desk.offer("PUMP-40", sued, "110")
    await desk.post("/requisitions/order-1/sourcing", {"line_no": 1, "supplier_id": sued})
    assert [item["status"] for item in await desk.items(f"/purchase-orders?supplier_id={sued}")] == ["sent"]


async def test_goods_for_a_replacement_name_the_order_that_it_stands_in_for(desk: Desk) -> None:
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "100")
    await desk.run_short_of_replacement("grant-1", "order-1", "PUMP-40", "1")
    peg = {"order_id": "grant-1", "order_line_no": 3, "quantity": "1", "replacement_for": "order-1"}
    (sent,) = desk.telling("purchase-order.sent.v1")
    assert sent["lines"][0]["pegs"] == [peg]
    await desk.receive(sent["purchase_order_id"], "0", rejected="1")
    path = f"/purchase-orders/{sent['purchase_order_id']}"
    await desk.post(f"{path}/closing", {"reason": "cannot deliver"})
    (closed,) = desk.telling("purchase-order.closed-short.v1")
    assert closed["not_coming"] == [peg]
    await desk.post("/requisitions/grant-1/cancellation", {"reason": "refunded instead"}, by="mia")
    (cancelled,) = desk.telling("requisition.cancelled.v1")
    assert (cancelled["sales_order_id"], cancelled["replacement_for"]) == ("grant-1", "order-1")


async def test_a_requisition_by_hand_needs_another_person(desk: Desk) -> None:
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "100")
    body = {"warehouse": "MAIN", "lines": [{"sku": "PUMP-40", "quantity": "3"}], "reason": "spring season"}
    by_mia = await desk.post("/requisitions", body, by="mia")
    assert await desk.refused(f"/requisitions/{by_mia}/approval", by="mia") == (
        403,
        "purchasing.requisition.approver-is-maker",
    )
    await desk.post(f"/requisitions/{by_mia}/cancellation", {"reason": "too early"}, by="mia")
    by_ben = await desk.post("/requisitions", body)
    await desk.post(f"/requisitions/{by_ben}/approval", by="mia")
    (order,) = await desk.items("/purchase-orders")
    assert (order["requisition_id"], order["makers"], order["lines"][0]["pegs"]) == (by_ben, ["ben"], [])
    rejected = await desk.post("/requisitions", body)
    await desk.post(f"/requisitions/{rejected}/rejection", {"reason": "enough there"}, by="mia")
    assert (await desk.get(f"/requisitions/{rejected}"))["ended_because"] == "enough there"
    assert await desk.refused(f"/requisitions/{uuid4()}/approval", by="mia") == (
        404,
        "shared.request.unknown-document",
    )


async def test_goods_that_come_after_their_order_was_called_off_are_not_bought_again(desk: Desk) -> None:
    nord, sued = await desk.supplier("Nord"), await desk.supplier("Sued")
    await desk.offer("PUMP-40", nord, "100")
    body = {"warehouse": "MAIN", "lines": [{"sku": "PUMP-40", "quantity": "3"}], "reason": "spring season"}
    requisition = await desk.post("/requisitions", body)
    await desk.post(f"/requisitions/{requisition}/approval", by="mia")
    (order,) = await desk.items("/purchase-orders")
    await desk.post(f"/purchase-orders/{order['purchase_order_id']}/cancellation", {"reason": "too late"})
    await desk.offer("PUMP-40", sued, "4000")
    await desk.post(f"/requisitions/{requisition}/sourcing", {"line_no": 1, "supplier_id": sued})
    (dear,) = await desk.items("/purchase-orders/queues/approval")
    await desk.receive(order["purchase_order_id"], "3")
    assert (await desk.get(f"/purchase-orders/{dear['purchase_order_id']}"))["status"] == "cancelled"
    found = await desk.get(f"/requisitions/{requisition}")
    assert (found["status"], [line["needed"] for line in found["lines"]]) == ("ordered", ["0"])


async def test_an_order_for_less_buys_less_and_keeps_what_is_bought(desk: Desk) -> None:
    nord = await desk.supplier("Nord")
    await desk.offer("PUMP-40", nord, "100")
    await desk.run_short("order-1", ("PUMP-40", "7"), ("VALVE-2", "4"), ("NUT-1", "9"))
    await desk.need_less("order-1", ("PUMP-40", "5"), ("VALVE-2", "3"), ("NUT-1", "0"))
    requisition = await desk.get("/requisitions/order-1")
    assert requisition["status"] == "approved"
    assert [(line["stage"], line["outstanding"], line["needed"]) for line in requisition["lines"]] == [
        ("ordered", "7", "5"),
        ("open", "3", "3"),
        ("not-needed", "0", "0"),
    ]
    assert await desk.refused("/requisitions/order-1/sourcing", {"line_no": 3}) == (
        409,
        "purchasing.requisition.line-not-needed",
    )
    await desk.offer("VALVE-2", nord, "5")
    await desk.post("/requisitions/order-1/sourcing", {"line_no": 2})
    bought = {line["sku"]: line["quantity"] for po in await desk.items("/purchase-orders") for line in po["lines"]}
    assert bought == {"PUMP-40": "7", "VALVE-2": "3"}


async def test_when_nothing_is_short_any_more_the_rest_is_called_off(desk: Desk) -> None:
    nord, sued = await desk.supplier("Nord"), await desk.supplier("Sued")
    await desk.offer("PUMP-40", nord, "2000")
    await desk.offer("VALVE-2", sued, "5")
    await desk.run_short("order-1", ("PUMP-40", "7"), ("VALVE-2", "4"), ("NUT-1", "9"))
    await desk.need_less("order-1", ("PUMP-40", "0"), ("VALVE-2", "0"), ("NUT-1", "0"))
    requisition = await desk.get("/requisitions/order-1")
    statuses = {one["supplier_id"]: one["status"] for one in await desk.items("/purchase-orders")}
    assert statuses == {nord: "cancelled", sued: "sent"}
    (kept,) = await desk.items(f"/purchase-orders?supplier_id={sued}")
    assert (requisition["status"], requisition["kept"]) == ("cancelled", [kept["purchase_order_id"]])
    assert desk.told() == ["purchase-order.sent.v1", "requisition.cancelled.v1"]
    assert [one["sales_order_id"] for one in desk.telling("requisition.cancelled.v1")] == ["order-1"]


async def test_an_order_that_got_everything_it_was_short_of_calls_nothing_off(desk: Desk) -> None:
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "100")
    await desk.run_short("order-1", ("PUMP-40", "7"))
    (order,) = await desk.items("/purchase-orders")
    await desk.receive(order["purchase_order_id"], "7")
    await desk.need_less("order-1", ("PUMP-40", "0"))
    assert (await desk.get("/requisitions/order-1"))["status"] == "ordered"
    assert desk.told() == ["purchase-order.sent.v1"]


async def test_an_order_that_was_never_short_is_for_less(desk: Desk) -> None:
    await desk.need_less("order-1", ("PUMP-40", "0"))
    assert await desk.items("/requisitions") == []
    await desk.run_short("order-1", ("PUMP-40", "7"))
    assert len(await desk.items("/requisitions")) == 1


async def test_another_day_is_told_with_who_still_waits(desk: Desk) -> None:
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "100")
    await desk.run_short("order-1", ("PUMP-40", "7"))
    (order,) = await desk.items("/purchase-orders?status=sent")
    path = f"/purchase-orders/{order['purchase_order_id']}/acknowledgement"
    await desk.post(path, {"expected_on": "2026-03-16"})
    await desk.receive(order["purchase_order_id"], "4")
    await desk.post(path, {"expected_on": "2026-03-20", "reason": "the rest is cast anew"})
    await desk.receive(order["purchase_order_id"], "3")
    await desk.post(path, {"expected_on": "2026-03-23"})
    told = desk.telling("purchase-order.acknowledged.v1")
    assert [[peg["quantity"] for peg in one["awaiting"]] for one in told] == [["7"], ["3"], []]
    assert {(peg["order_id"], peg["order_line_no"]) for one in told for peg in one["awaiting"]} == {("order-1", 1)}


async def test_goods_that_came_from_elsewhere_are_not_bought(desk: Desk) -> None:
    await desk.run_short("order-1", ("PUMP-40", "7"), ("VALVE-2", "4"))
    await desk.top_up("order-1", ("PUMP-40", "2"), ("VALVE-2", "0"))
    requisition = await desk.get("/requisitions/order-1")
    assert [(line["stage"], line["outstanding"]) for line in requisition["lines"]] == [
        ("open", "2"),
        ("not-needed", "0"),
    ]
    await desk.top_up("order-1", ("PUMP-40", "0"), ("VALVE-2", "0"))
    requisition = await desk.get("/requisitions/order-1")
    assert (requisition["status"], requisition["ended_because"]) == ("cancelled", "the customer's order has the goods")
    assert desk.told() == ["requisition.cancelled.v1"]


@pytest.mark.parametrize("receipt_is_heard_first", [True, False])
async def test_goods_that_were_bought_for_the_order_are_not_taken_off_twice(
    desk: Desk, receipt_is_heard_first: bool
) -> None:
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "100")
    await desk.run_short("order-1", ("PUMP-40", "7"))
    (order,) = await desk.items("/purchase-orders")
    purchase_order_id = order["purchase_order_id"]
    if receipt_is_heard_first:
        await desk.receive(purchase_order_id, "3")
        await desk.top_up("order-1", ("PUMP-40", "4"))
    else:
        await desk.top_up("order-1", ("PUMP-40", "4"))
        await desk.receive(purchase_order_id, "3")
    assert (await desk.get("/requisitions/order-1"))["status"] == "ordered"
    await desk.post(f"/purchase-orders/{purchase_order_id}/closing", {"reason": "discontinued"})
    requisition = await desk.get("/requisitions/order-1")
    assert [(line["stage"], line["outstanding"]) for line in requisition["lines"]] == [("open", "4")]


async def test_a_purchase_order_that_waits_for_approval_is_withdrawn_when_goods_come_from_elsewhere(desk: Desk) -> None:
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "2000")
    await desk.offer("VALVE-2", await desk.supplier("Sued"), "5")
    await desk.run_short("order-1", ("PUMP-40", "7"), ("VALVE-2", "4"))
    await desk.top_up("order-1", ("PUMP-40", "0"), ("VALVE-2", "4"))
    requisition = await desk.get("/requisitions/order-1")
    assert requisition["status"] == "ordered"
    assert [line["stage"] for line in requisition["lines"]] == ["not-needed", "ordered"]
    assert sorted(order["status"] for order in await desk.items("/purchase-orders")) == ["cancelled", "sent"]


async def test_what_is_short_again_is_bought_beside_what_is_on_its_way(desk: Desk) -> None:
    nord = await desk.supplier("Nord")
    await desk.offer("PUMP-40", nord, "100")
    await desk.offer("VALVE-2", nord, "5")
    await desk.run_short("order-1", ("PUMP-40", "7"), ("VALVE-2", "0"))
    for _ in range(2):
        await desk.run_short_again("order-1", ("PUMP-40", "10"), ("VALVE-2", "2"))
    bought = [
        (line["sku"], line["quantity"], line["pegs"][0]["order_line_no"])
        for order in await desk.items("/purchase-orders?status=sent")
        for line in order["lines"]
    ]
    assert sorted(bought) == [("PUMP-40", "3", 1), ("PUMP-40", "7", 1), ("VALVE-2", "2", 2)]
    assert (await desk.get("/requisitions/order-1"))["status"] == "ordered"


async def test_an_order_that_was_never_short_is_bought_for_when_goods_are_lost_on_the_way(desk: Desk) -> None:
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "100")
    await desk.run_short_again("order-1", ("PUMP-40", "0"))
    assert await desk.items("/requisitions") == []
    await desk.run_short_again("order-1", ("PUMP-40", "2"))
    (order,) = await desk.items("/purchase-orders?status=sent")
    assert order["lines"][0]["quantity"] == "2"


async def test_what_was_taken_from_an_order_for_another_one_is_bought_for_it(desk: Desk) -> None:
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "100")
    await desk.run_short("order-1", ("PUMP-40", "7"))
    for _ in range(2):
        await desk.withdraw("order-1", ("PUMP-40", "9"))
    bought = [order["lines"][0]["quantity"] for order in await desk.items("/purchase-orders?status=sent")]
    assert sorted(bought) == ["2", "7"]


async def test_nothing_is_bought_for_an_order_whose_cancellation_was_heard_before_it_ran_short_again(
    desk: Desk,
) -> None:
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "100")
    await desk.run_short("order-1", ("PUMP-40", "7"))
    await desk.need_less("order-1", ("PUMP-40", "0"))
    await desk.call_off("order-1")
    await desk.withdraw("order-1", ("PUMP-40", "2"))
    assert desk.told().count("purchase-order.sent.v1") == 1
    assert (await desk.get("/requisitions/order-1"))["status"] == "cancelled"


async def test_one_that_ended_before_its_purchase_order_was_sent_goes_on_and_comes_to_its_end(desk: Desk) -> None:
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "2000")
    await desk.run_short("order-1", ("PUMP-40", "7"))
    await desk.top_up("order-1", ("PUMP-40", "0"))
    requisition = await desk.get("/requisitions/order-1")
    assert (requisition["status"], [line["stage"] for line in requisition["lines"]]) == ("cancelled", ["not-needed"])
    await desk.withdraw("order-1", ("PUMP-40", "1"))
    assert (await desk.get("/requisitions/order-1"))["status"] == "ordered"
    assert sorted(order["status"] for order in await desk.items("/purchase-orders")) == ["cancelled", "sent"]
