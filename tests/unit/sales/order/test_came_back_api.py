"""Orders over HTTP whose goods come back undelivered."""

from datetime import timedelta

import pytest

from tests.unit.sales.desk import Desk
from tests.unit.sales.order.others import placed_order


@pytest.fixture
async def desk() -> Desk:
    return await Desk.open()


async def test_what_came_back_goes_again_when_a_person_says_so(desk: Desk) -> None:
    others = await placed_order(desk)
    path = f"/orders/{others.order_id}"
    because = {"reason": "they are back from holiday"}
    await others.reserve_credit()
    await others.reserve_stock()
    await others.ship()
    early = await desk.refused(f"{path}/shipping-again", because)
    assert early[:2] == (409, "sales.order.nothing-came-back")
    await others.come_back()
    (waiting,) = (await desk.read("/orders/queues/came-back"))["items"]
    assert (waiting["lines"][0]["came_back"], waiting["supply"]) == ("2", "none")
    await desk.company.pass_time(timedelta(days=30))
    assert [alarm["name"] for alarm in (await desk.read(path))["alarms"]] == ["shipment"]

    await desk.write(f"{path}/shipping-again", because)
    shown = await desk.read(path)
    assert (shown["shipping_again"]["status"], shown["shipping_again"]["by"], shown["alarms"]) == ("asked", "rep", [])
    pending = await desk.refused(f"{path}/shipping-again", because)
    assert pending[:2] == (409, "sales.order.shipping-again-pending")
    assert "sales.order.shipping-again-requested.v1" in desk.told()
    await desk.company.pass_time(timedelta(minutes=2))
    assert [alarm["name"] for alarm in (await desk.read(path))["alarms"]] == ["stock"]
    await others.renew(shown["shipping_again"]["request_id"])
    shown = await desk.read(path)
    assert (shown["shipping_again"]["status"], shown["alarms"], shown["supply"]) == ("answered", [], "reserved")
    assert (await desk.read("/orders/queues/came-back"))["items"] == []

    await others.ship("S2")
    await others.deliver("S2")
    shown = await desk.read(path)
    assert (shown["fulfilment"], shown["irregularities"]) == ("full", [])
    story = await desk.read(f"/contracts/{shown['contract_id']}/timeline")
    told = [entry["what"] for entry in story["entries"]]
    assert "Asked to ship again what came back: they are back from holiday" in told
    assert "Set aside again, now 2 of line 1" in told
    assert not desk.company.parked()
