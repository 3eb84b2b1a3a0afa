"""Contracts over HTTP, in memory."""

import pytest

from tests.unit.sales.desk import BOSS, Desk
from tests.unit.sales.order.others import signed_contract


@pytest.fixture
async def desk() -> Desk:
    return await Desk.open()


async def test_an_accepted_quotation_becomes_one_contract(desk: Desk) -> None:
    contract_id = await signed_contract(desk)
    shown = await desk.read(f"/contracts/{contract_id}")
    assert (shown["status"], shown["signed_by"], shown["net"]["minor"]) == ("active", "Hoa", 39_800)
    assert shown["lines"][0]["left_quantity"] == "2"
    quotation = await desk.read(f"/quotations/{shown['quotation_id']}")
    assert (quotation["status"], quotation["contract_id"]) == ("contracted", contract_id)
    again = {"quotation_id": shown["quotation_id"], "revision": 1, "signed_by": "Hoa"}
    assert await desk.refused("/contracts", again) == (409, "sales.quotation.already-contracted", "quotation_id")
    assert "sales.contract.signed.v1" in desk.told()


async def test_what_is_not_accepted_is_not_signed(desk: Desk) -> None:
    body = {"quotation_id": "nowhere", "revision": 1, "signed_by": "Hoa"}
    assert await desk.refused("/contracts", body) == (409, "sales.quotation.not-accepted", "quotation_id")
    early = {**body, "signed_on": "2026-13-01"}
    assert (await desk.refused("/contracts", early))[:2] == (422, "shared.request.invalid")


async def test_nothing_is_signed_with_who_is_blocked(desk: Desk) -> None:
    await desk.retail()
    customer = await desk.customer()
    offer = {"customer_id": customer, "price_list": "RETAIL", "currency": "USD"}
    lines = [{"sku": "PUMP", "quantity": "2"}]
    quotation_id = (await desk.write("/quotations", {**offer, "lines": lines}))["id"]
    await desk.write(f"/quotations/{quotation_id}/dispatch")
    await desk.write(f"/customers/{customer}/block", {"reason": "fraud"}, **BOSS)
    await desk.write(f"/quotations/{quotation_id}/acceptance", {"revision": 1, "accepted_by": "Hoa"})
    signing = {"quotation_id": quotation_id, "revision": 1, "signed_by": "Hoa"}
    assert await desk.refused("/contracts", signing) == (409, "sales.customer.blocked", "customer_id")
    await desk.write(f"/customers/{customer}/unblock", {"reason": "cleared"}, **BOSS)
    await desk.write("/contracts", signing)


async def test_a_suspended_contract_waits_in_a_queue_and_nothing_is_called(desk: Desk) -> None:
    contract_id = await signed_contract(desk)
    path = f"/contracts/{contract_id}"
    await desk.write(f"{path}/suspension", {"reason": "renegotiated"}, **BOSS)
    waiting = await desk.read("/contracts/queues/suspended")
    assert [one["contract_id"] for one in waiting["items"]] == [contract_id]
    assert (await desk.refused("/orders", {"contract_id": contract_id}))[:2] == (409, "sales.contract.suspended")
    await desk.write(f"{path}/resumption", {"reason": "agreed"}, **BOSS)
    await desk.write("/orders", {"contract_id": contract_id})


async def test_a_contract_is_closed_short_by_a_manager(desk: Desk) -> None:
    contract_id = await signed_contract(desk)
    path = f"/contracts/{contract_id}"
    assert (await desk.refused(f"{path}/closing", {"reason": "site closed"}))[:2] == (403, "shared.auth.role-missing")
    await desk.write(f"{path}/closing", {"reason": "site closed"}, **BOSS)
    shown = await desk.read(path)
    assert (shown["status"], shown["because"], shown["changed_by"]) == ("closed-short", "site closed", "boss")
    assert (await desk.refused("/orders", {"contract_id": contract_id}))[:2] == (409, "sales.contract.over")
    assert (await desk.refused(f"{path}/suspension", {"reason": "too late"}, **BOSS))[:2] == (
        409,
        "sales.contract.over",
    )
    assert "sales.contract.closed.v1" in desk.told()


async def test_an_unknown_contract_is_not_found(desk: Desk) -> None:
    assert (await desk.refused("/contracts/nowhere/closing", {"reason": "site closed"}, **BOSS))[0] == 404
    assert (await desk.ask("GET", "/contracts/nowhere/timeline")).status_code == 404
