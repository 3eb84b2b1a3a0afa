"""A customer's return that was received as more than came: five departments in memory, and the proof."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from deploy.journeys.people import Refused
from deploy.journeys.straight import deliver, planned_shipments
from tests.unit.proven import everything_holds
from tests.unit.returned import AGENT, KEEPER, MANAGER, Returned, five_of_ten


@pytest.fixture
async def returned() -> AsyncIterator[Returned]:
    async with five_of_ten() as company:
        yield company


async def test_what_had_not_come_is_waited_for_and_comes(returned: Returned) -> None:
    receipt = await returned.receive(5)
    await returned.inspect(3)
    await returned.grant(3)
    await returned.correct(receipt, 3)
    assert await returned.units() == {"expected": "2", "received": "3", "good": "3", "to_settle": "0"}
    assert await returned.taken_back() == "3"
    shown = await returned.people.get(KEEPER, returned.goods)
    assert (shown["status"], shown["to_inspect"], shown["items"][0]["to_come"]) == ("part-received", False, "2")
    assert [one["reason"] for one in shown["corrections"]] == ["5 typed for 3"]
    await everything_holds(returned.company)

    await returned.receive(2)
    await returned.inspect(2)
    await returned.grant(2)
    assert (await returned.shown())["status"] == "closed"
    assert await returned.taken_back() == "5"
    await everything_holds(returned.company)


async def test_what_never_comes_is_given_up_on_the_last_day_and_the_complaint_waits_no_more(returned: Returned) -> None:
    receipt = await returned.receive(5)
    await returned.inspect(3)
    await returned.grant(3)
    await returned.correct(receipt, 3)
    assert await returned.returnable() == "5"
    await returned.days_pass(31)
    assert (await returned.shown())["status"] == "closed"
    assert await returned.returnable() == "7"
    outbox = returned.company.departments["care"].store.outbox
    assert "care.complaint.returns-settled.v1" in [row.type for rows in outbox.values() for row in rows]
    await everything_holds(returned.company)


async def test_it_is_noticed_after_the_last_day(returned: Returned) -> None:
    receipt = await returned.receive(5)
    await returned.inspect(3)
    await returned.grant(3)
    await returned.days_pass(90)
    assert (await returned.shown())["status"] == "to-inspect"
    await returned.correct(receipt, 3)
    await returned.days_pass(0)
    assert (await returned.shown())["status"] == "closed"
    assert await returned.returnable() == "7"
    assert (await returned.people.get(KEEPER, returned.goods))["status"] == "withdrawn"
    await everything_holds(returned.company)
    await returned.receive(2)
    assert await returned.units() == {"expected": "0", "received": "5", "good": "3", "to_settle": "0"}
    assert await returned.returnable() == "5"
    await everything_holds(returned.company)


async def test_what_came_too_late_and_was_typed_wrong(returned: Returned) -> None:
    await returned.days_pass(31)
    assert (await returned.shown())["status"] == "expired"
    receipt = await returned.receive(5)
    assert await returned.returnable() == "5"
    await returned.correct(receipt, 3)
    assert await returned.units() == {"expected": "0", "received": "3", "good": "0", "to_settle": "0"}
    assert await returned.returnable() == "7"
    await everything_holds(returned.company)
    await returned.correct(receipt, 0)
    assert (await returned.shown())["status"] == "expired"
    assert (await returned.returnable(), await returned.taken_back()) == ("10", "0")
    await everything_holds(returned.company)


async def test_of_a_cancelled_return_nothing_is_waited_for(returned: Returned) -> None:
    reason = {"reason": "they found out how it works"}
    await returned.people.post(AGENT, f"/care/returns/{returned.return_id}/cancellation", reason)
    await returned.company.settle()
    receipt = await returned.receive(5)
    await returned.correct(receipt, 3)
    assert (await returned.units())["expected"] == "0"
    assert await returned.returnable() == "7"
    await everything_holds(returned.company)


async def test_who_has_others_in_advance_owes_what_had_not_come(returned: Returned) -> None:
    await returned.grant(2, "replacement", in_advance=True)
    (shipment,) = await planned_shipments(returned.people, (await returned.shown())["grants"][0]["grant_id"])
    await deliver(returned.people, shipment)
    receipt = await returned.receive(2)
    await returned.days_pass(31)
    assert (await returned.shown())["charges"] == []
    await returned.correct(receipt, 1)
    await returned.days_pass(0)
    (charge,) = (await returned.shown())["charges"]
    assert (charge["kind"], charge["quantity"]) == ("kept-goods", "1")
    await everything_holds(returned.company)


async def test_it_takes_a_manager_who_did_not_receive_them_and_stops_at_what_was_inspected(returned: Returned) -> None:
    receipt = await returned.receive(5)
    await returned.inspect(3)

    async def refusal(receipt_id: str, came: int, person: str = MANAGER) -> tuple[int, str]:
        with pytest.raises(Refused) as refused:
            await returned.correct(receipt_id, came, person)
        return refused.value.status, refused.value.code

    assert await refusal(receipt, 2) == (409, "warehouse.returned-goods.corrects-below-inspected")
    assert await refusal(receipt, 6) == (422, "warehouse.returned-goods.more-came")
    assert await refusal("R9", 3) == (404, "warehouse.returned-goods.receipt-unknown")
    assert await refusal(receipt, 3, KEEPER) == (403, "shared.auth.role-missing")
    assert (await returned.people.get(KEEPER, returned.goods))["corrections"] == []


async def test_what_two_see_at_once_is_corrected_once_and_what_is_inspected_meanwhile_did_come(
    returned: Returned,
) -> None:
    receipt = await returned.receive(5)
    await asyncio.gather(*(returned.correct(receipt, 4) for _ in range(4)))
    assert len((await returned.people.get(KEEPER, returned.goods))["corrections"]) == 1
    both = await asyncio.gather(returned.inspect(4), returned.correct(receipt, 3), return_exceptions=True)
    assert sum(isinstance(one, Refused) for one in both) == 1
    assert (await returned.units())["expected"] in ("1", "2")
    await everything_holds(returned.company)


async def test_a_closed_site_waits_for_what_had_not_come(returned: Returned) -> None:
    receipt = await returned.receive(5)
    await returned.people.post(MANAGER, "/warehouse/sites/main/closing", {"reason": "moved"})
    await returned.correct(receipt, 3)
    history: Any = await returned.people.get(MANAGER, "/warehouse/sites/history")
    assert history[-1]["type"] == "site_list.site-used"
    assert history[-1]["data"]["used_by"] == f"returned_goods-{returned.return_id}"
