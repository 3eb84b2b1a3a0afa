"""A customer's return that was graded wrongly: five departments in memory, and the proof."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from deploy.journeys.people import Refused
from deploy.journeys.shop import CURRENCY, customer, lines_of
from deploy.journeys.straight import agreed_contract, deliver, placed_order, planned_shipments, straight
from deploy.proof.memory import prove_in_memory
from shared.event_store.port import OutboxRow
from tests.unit.proven import everything_holds
from tests.unit.returned import BACK, CARE, KEEPER, MANAGER, PUMP, Returned, five_of_ten

GONE = "warehouse.stock-item.inspected-goods-gone"
ACCOUNTANT = "anh.accountant"


@pytest.fixture
async def returned() -> AsyncIterator[Returned]:
    async with five_of_ten() as company:
        await company.receive(BACK)
        yield company


async def regrade(
    returned: Returned, inspection_id: str, *, person: str = MANAGER, item_no: int = 1, **found: int
) -> None:
    """Lets the inspection say what the pumps were found to be."""
    grades = {grade: str(units) for grade, units in found.items()}
    body = {"item_no": item_no, **grades, "finding": "on second thoughts", "reason": "typed into the wrong column"}
    await returned.people.post(person, f"{returned.goods}/inspections/{inspection_id}/corrections", body)
    await returned.company.settle()


async def refusal(returned: Returned, inspection_id: str, **found: Any) -> tuple[int, str]:
    with pytest.raises(Refused) as refused:
        await regrade(returned, inspection_id, **found)
    return refused.value.status, refused.value.code


async def stock(returned: Returned) -> dict[str, tuple[str, int]]:
    """Units and worth by place, of what there is."""
    found: dict[str, tuple[str, int]] = {}
    for place in ("main", "main.repair", "main.scrap"):
        page = await returned.people.get(KEEPER, f"/warehouse/stock-items?warehouse={place}")
        for item in page["items"]:
            found[place] = (item["on_hand"], item["value"]["minor"])
    return found


async def another_order(returned: Returned, quantity: int) -> str:
    """Placed by another customer, and not delivered."""
    lines = lines_of((PUMP,), quantity)
    _, contract = await agreed_contract(returned.people, await customer(returned.people, 2), lines)
    order_id = await placed_order(returned.people, contract)
    await returned.company.settle()
    return order_id


async def test_what_is_no_scrap_is_in_stock_and_no_loss(returned: Returned) -> None:
    inspection = await returned.inspect(scrap=BACK)
    assert await stock(returned) == {"main": ("2", 2 * PUMP.cost), "main.scrap": (str(BACK), 0)}
    await regrade(returned, inspection, good=3, repair=1, scrap=1)
    await regrade(returned, inspection, good=3, repair=2)
    assert await stock(returned) == {
        "main": ("5", 5 * PUMP.cost),
        "main.repair": ("2", 2 * PUMP.cost),
        "main.scrap": ("0", 0),
    }
    (known,) = (await returned.shown())["items"]
    assert [known[grade] for grade in ("good", "repair", "scrap", "to_settle")] == ["3", "2", "0", str(BACK)]
    goods = await returned.people.get(KEEPER, returned.goods)
    assert [(one["correction_no"], one["corrected_by"]) for one in goods["regradings"]] == [(1, MANAGER), (2, MANAGER)]
    assert goods["inspections"][0]["items"][0]["finding"] == "on second thoughts"
    await everything_holds(returned.company)


async def test_what_is_broken_leaves_the_orders_that_are_still_to_be_picked(returned: Returned) -> None:
    inspection = await returned.inspect(BACK)
    order = await another_order(returned, 7)
    await regrade(returned, inspection, good=2, scrap=3)
    reservation = await returned.people.get(KEEPER, f"/warehouse/reservations/{order}")
    assert reservation["lines"][0]["short"] == "3"
    assert (await stock(returned))["main"] == ("4", 4 * PUMP.cost)
    await everything_holds(returned.company)

    (shipment,) = await planned_shipments(returned.people, order)
    await returned.people.post(KEEPER, f"/warehouse/shipments/{shipment}/picking")
    assert await refusal(returned, inspection, good=1, scrap=4) == (409, GONE)
    await regrade(returned, inspection, good=BACK)
    assert (await returned.people.get(KEEPER, f"/warehouse/reservations/{order}"))["lines"][0]["short"] == "0"
    await everything_holds(returned.company)


async def dearer_ones_found(returned: Returned) -> None:
    """Eight are counted, at another cost."""
    line = {"sku": PUMP.sku, "counted": "8", "unit_cost": "1000000"}
    sheet = {"warehouse": "main", "currency": CURRENCY, "reason": "found behind a door", "lines": [line]}
    count = await returned.people.post(KEEPER, "/warehouse/stock-counts", sheet)
    await returned.people.post(MANAGER, f"/warehouse/stock-counts/{count['id']}/approval")


async def test_what_left_meanwhile_left_and_what_it_left_with_is_an_adjustment(returned: Returned) -> None:
    inspection = await returned.inspect(BACK)
    await dearer_ones_found(returned)
    await straight(returned.people, await customer(returned.people, 2), articles=(PUMP,), quantity=7, revised=False)
    assert await refusal(returned, inspection, good=3, scrap=2) == (409, GONE)
    assert (await stock(returned))["main"] == ("1", 7_125_000)
    await regrade(returned, inspection, good=4, repair=1)
    assert await stock(returned) == {"main": ("0", 0), "main.repair": ("1", PUMP.cost)}
    await everything_holds(returned.company)


async def test_what_was_agreed_to_be_scrap_and_is_none_is_open_again(returned: Returned) -> None:
    inspection = await returned.inspect(scrap=BACK)
    await returned.grant(BACK, "scrap")
    assert (await returned.shown())["status"] == "closed"
    decision = {"outcome": "accepted", "resolution": "They were run dry."}
    await returned.people.post(CARE, f"/care/complaints/{returned.complaint_id}/resolution", decision)
    await returned.company.settle()
    await regrade(returned, inspection, good=2, scrap=3)
    shown = await returned.shown()
    assert (shown["status"], shown["items"][0]["to_settle"]) == ("to-settle", "2")
    (revoked,) = shown["revocations"]
    assert (revoked["status"], revoked["quantity"], revoked["requested_by"]) == ("revoked", "2", MANAGER)
    await everything_holds(returned.company)

    await returned.grant(2, "credit")
    (scrap, _) = (await returned.shown())["grants"]
    path = f"/care/returns/{returned.return_id}/remedies/{scrap['grant_id']}/revocation"
    await returned.people.post(CARE, path, {"reason": "they get something for it after all"})
    await returned.grant(3, "credit")
    assert (await returned.shown())["status"] == "closed"
    await everything_holds(returned.company)


async def test_what_is_decided_for_the_customer_while_it_is_open_again_is_contested_until_that_is_settled(
    returned: Returned,
) -> None:
    inspection = await returned.inspect(scrap=BACK)
    await returned.grant(BACK, "scrap")
    await regrade(returned, inspection, good=2, scrap=3)
    decision = {"outcome": "accepted", "resolution": "They were run dry."}
    await returned.people.post(CARE, f"/care/complaints/{returned.complaint_id}/resolution", decision)
    await returned.company.settle()
    assert await disputes(returned) == {"to-credit"}
    await returned.grant(2, "credit")
    assert (await returned.shown())["status"] == "closed"
    assert await disputes(returned) == {"settled"}
    await everything_holds(returned.company)


async def disputes(returned: Returned) -> set[str]:
    """What accounting makes of the invoices that the complaint is about."""
    page = await returned.people.get(ACCOUNTANT, "/accounting/disputes")
    return {one["status"] for one in page["items"]}


async def test_what_was_granted_stands_and_what_is_to_go_back_stays_where_it_is(returned: Returned) -> None:
    inspection = await returned.inspect(3, repair=2)
    await returned.grant(3, "credit")
    await returned.grant(2, "repair")
    assert await refusal(returned, inspection, good=4, repair=1) == (409, GONE)
    await regrade(returned, inspection, scrap=3, repair=2)
    shown = await returned.shown()
    assert [(one["remedy"], one["quantity"]) for one in shown["grants"]] == [("credit", "3"), ("repair", "2")]
    await everything_holds(returned.company)

    repair = shown["grants"][1]["grant_id"]
    path = f"/care/returns/{returned.return_id}/remedies/{repair}/revocation"
    await returned.people.post(CARE, path, {"reason": "they need no repair"})
    await returned.company.settle()
    await regrade(returned, inspection, scrap=3, good=2)
    await returned.grant(2, "replacement")
    for shipment in await planned_shipments(returned.people, (await returned.shown())["grants"][-1]["grant_id"]):
        await deliver(returned.people, shipment)
    await returned.company.settle()
    assert (await returned.shown())["status"] == "closed"
    await everything_holds(returned.company)


async def test_it_takes_a_manager_who_did_not_inspect_them(returned: Returned) -> None:
    inspection = await returned.inspect(2, scrap=1)
    own = await returned.inspect(2, person=MANAGER)
    assert await refusal(returned, own, scrap=2) == (403, "warehouse.returned-goods.inspector-corrects")
    assert await refusal(returned, inspection, good=3, person=KEEPER) == (403, "shared.auth.role-missing")
    assert await refusal(returned, "I9", good=3) == (404, "warehouse.returned-goods.inspection-unknown")
    assert await refusal(returned, inspection, good=3, item_no=2) == (422, "warehouse.returned-goods.not-an-item")
    assert await refusal(returned, inspection, good=2) == (422, "warehouse.returned-goods.other-number-inspected")
    assert (await returned.people.get(KEEPER, returned.goods))["regradings"] == []


async def test_what_two_see_at_once_is_corrected_once_and_a_closed_site_is_in_use(returned: Returned) -> None:
    inspection = await returned.inspect(BACK)
    await returned.people.post(MANAGER, "/warehouse/sites/main/closing", {"reason": "moved"})
    await asyncio.gather(*(regrade(returned, inspection, good=4, repair=1) for _ in range(4)))
    assert len((await returned.people.get(KEEPER, returned.goods))["regradings"]) == 1
    history: Any = await returned.people.get(MANAGER, "/warehouse/sites/history")
    assert history[-1]["data"]["used_by"] == f"stock_item-main.repair:{PUMP.sku}"
    await everything_holds(returned.company)


async def test_who_lies_about_it_is_caught(returned: Returned) -> None:
    inspection = await returned.inspect(BACK)
    await regrade(returned, inspection, good=4, repair=1)
    outbox = returned.company.departments["warehouse"].store.outbox
    for rows in outbox.values():
        rows[:] = [_lied(row) if row.type == "warehouse.return.inspection-corrected.v1" else row for row in rows]
    stores = {name: department.store for name, department in returned.company.departments.items()}
    verdicts = await prove_in_memory(stores, returned.company.clock.now())
    breaches = {verdict.id: "; ".join(verdict.breaches) for verdict in verdicts if not verdict.holds}
    what = f"inspection {inspection} of return {returned.return_id}"
    assert f"{what} was corrected by {KEEPER} for the reason 'typed into the wrong column'" in breaches["I17"]
    assert f"{what}: units as corrected: 6, and should be 5" in breaches["I17"]
    assert f"{what}: units that it moved: 1, and should be 0" in breaches["I17"]
    assert f"inspected as good as care knows, item {returned.return_id} 1: 4, and should be 5" in breaches["I17"]
    assert f"on hand main {PUMP.sku}: 6, and should be 7" in breaches["I6"]


def _lied(row: OutboxRow) -> OutboxRow:
    """Corrected by who inspected them; and no unit had been taken out of what is for sale."""
    told = msgspec.json.decode(row.data)
    told["corrected_by"] = KEEPER
    told["found"]["good"] = "5"
    told["moved"][0]["quantity"] = "0"
    return msgspec.structs.replace(row, data=msgspec.json.encode(told))
