"""Less came than was told: what is still owed is not bought again, and what never comes is, as heard and over HTTP."""

import pytest

from tests.unit.purchasing.desk import Desk


async def lines_of_requisition(desk: Desk) -> list[tuple[str, str]]:
    return [(one["stage"], one["outstanding"]) for one in (await desk.get("/requisitions/order-1"))["lines"]]


async def seven_came(desk: Desk) -> str:
    """Bought for the order, and received with receipt r1."""
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "100")
    await desk.run_short("order-1", ("PUMP-40", "7"))
    (order,) = await desk.items("/purchase-orders")
    purchase_order_id = str(order["purchase_order_id"])
    await desk.receive(purchase_order_id, "7", receipt_id="r1")
    await desk.top_up("order-1", ("PUMP-40", "0"))
    return purchase_order_id


async def test_what_had_not_come_is_still_owed_and_not_bought_again(desk: Desk) -> None:
    order = await seven_came(desk)
    await desk.correct(order, "r1", "2")
    await desk.withdraw("order-1", ("PUMP-40", "5"), owed_on=order)
    assert len(await desk.items("/purchase-orders")) == 1
    assert await lines_of_requisition(desk) == [("ordered", "7")]
    await desk.withdraw("order-1", ("PUMP-40", "6"))  # one of those that are there is given to another order
    bought = [one["lines"][0]["quantity"] for one in await desk.items("/purchase-orders")]
    assert sorted(bought) == ["1", "7"]


@pytest.mark.parametrize("corrected_is_heard_first", [True, False])
async def test_what_had_not_come_and_will_not_is_to_be_bought(desk: Desk, corrected_is_heard_first: bool) -> None:
    order = await seven_came(desk)
    await desk.correct(order, "r1", "6")
    await desk.withdraw("order-1", ("PUMP-40", "1"), owed_on=order)
    await desk.post(f"/purchase-orders/{order}/closing", {"reason": "discontinued"})
    assert await lines_of_requisition(desk) == [("open", "1")]
    if corrected_is_heard_first:
        await desk.correct(order, "r1", "2")
        await desk.withdraw("order-1", ("PUMP-40", "5"), owed_on=order)
    else:
        await desk.withdraw("order-1", ("PUMP-40", "5"), owed_on=order)
        await desk.correct(order, "r1", "2")
    lines = (await desk.get("/requisitions/order-1"))["lines"]
    assert sum(float(one["outstanding"]) for one in lines if one["stage"] != "not-needed") == 5


@pytest.mark.parametrize("corrected_is_heard_first", [True, False])
async def test_it_is_bought_too_where_the_warehouse_had_not_heard_of_the_end(
    desk: Desk, corrected_is_heard_first: bool
) -> None:
    order = await seven_came(desk)
    await desk.post(f"/purchase-orders/{order}/closing", {"reason": "discontinued"})
    steps = [desk.correct(order, "r1", "2"), desk.withdraw("order-1", ("PUMP-40", "5"), owed_on=order)]
    for step in steps if corrected_is_heard_first else reversed(steps):
        await step
    lines = (await desk.get("/requisitions/order-1"))["lines"]
    bought = sum(
        float(line["quantity"]) for one in await desk.items("/purchase-orders?status=sent") for line in one["lines"]
    )
    waiting = sum(float(one["outstanding"]) for one in lines if one["stage"] == "open")
    assert bought + waiting == 5


async def ten_for_stock(desk: Desk) -> tuple[str, str]:
    """Asked for by a person, and on a purchase order."""
    await desk.offer("PUMP-40", await desk.supplier("Nord"), "100")
    wanted = {"warehouse": "MAIN", "lines": [{"sku": "PUMP-40", "quantity": "10"}], "reason": "spring season"}
    requisition = await desk.post("/requisitions", wanted)
    await desk.post(f"/requisitions/{requisition}/approval", by="mia")
    (order,) = await desk.items("/purchase-orders")
    return requisition, str(order["purchase_order_id"])


@pytest.mark.parametrize("ending", ["closing", "cancellation"])
async def test_when_fewer_came_of_an_order_that_ended_they_are_to_be_bought_too(desk: Desk, ending: str) -> None:
    requisition, order = await ten_for_stock(desk)
    steps = [
        desk.receive(order, "4", receipt_id="r1"),
        desk.post(f"/purchase-orders/{order}/{ending}", {"reason": "bust"}),
    ]
    for step in steps if ending == "closing" else reversed(steps):
        await step
    for came, is_open in (("4", "6"), ("1", "9"), ("0", "10")):
        await desk.correct(order, "r1", came)
        (line,) = (await desk.get(f"/requisitions/{requisition}"))["lines"]
        assert (line["stage"], line["outstanding"]) == ("open", is_open)


async def test_goods_that_a_correction_tells_first_are_not_bought_again(desk: Desk) -> None:
    requisition, order = await ten_for_stock(desk)
    await desk.post(f"/purchase-orders/{order}/cancellation", {"reason": "bust"})
    for receipt_id, came, is_open in (("r1", "4", "6"), ("r2", "1", "5")):
        await desk.correct(order, receipt_id, came)
        (line,) = (await desk.get(f"/requisitions/{requisition}"))["lines"]
        assert (line["stage"], line["outstanding"]) == ("open", is_open)
