"""Suppliers, their offers and the policy over HTTP."""

from tests.unit.purchasing.desk import Desk

NORD = {"name": "Nord", "tax_id": "DE136695976", "country": "DE", "currency": "EUR"}


async def test_a_supplier_from_registration_to_block_and_back(desk: Desk) -> None:
    nord = await desk.post("/suppliers", NORD)
    assert [item["supplier_id"] for item in await desk.items("/suppliers/queues/approval")] == [nord]
    assert await desk.refused(f"/suppliers/{nord}/approval") == (403, "shared.auth.role-missing")
    await desk.post(f"/suppliers/{nord}/approval", by="mia")
    await desk.post(f"/suppliers/{nord}/details", NORD | {"payment_days": 45})
    await desk.post(f"/suppliers/{nord}/block", {"reason": "delivers late"})
    blocked = await desk.get(f"/suppliers/{nord}")
    assert (blocked["status"], blocked["blocked_because"], blocked["payment_days"]) == ("blocked", "delivers late", 45)
    await desk.post(f"/suppliers/{nord}/unblock", {"reason": "on time again"}, by="mia")
    assert (await desk.get(f"/suppliers/{nord}"))["status"] == "approved"
    assert desk.telling("supplier.registered.v1")[0]["tax_id"] == "136695976"


async def test_the_manager_who_registers_does_not_approve(desk: Desk) -> None:
    nord = await desk.post("/suppliers", NORD, by="mia")
    assert await desk.refused(f"/suppliers/{nord}/approval", by="mia") == (
        403,
        "purchasing.supplier.approver-is-maker",
    )


async def test_nonsense_is_refused(desk: Desk) -> None:
    assert await desk.refused("/suppliers", NORD | {"tax_id": "DE1"}) == (422, "purchasing.supplier.tax-id-invalid")
    for wrong in ({"country": "QQ"}, {"country": "ZZ"}, {"currency": "ERU"}):
        assert await desk.refused("/suppliers", NORD | wrong) == (422, "shared.request.invalid")
    assert await desk.refused("/suppliers", NORD | {"payment_days": 999}) == (422, "shared.request.invalid")
    assert await desk.refused("/suppliers/nobody/block", {"reason": "why not"}) == (
        404,
        "shared.request.unknown-document",
    )


async def test_offers_are_made_and_withdrawn(desk: Desk) -> None:
    nord = await desk.supplier("Nord")
    await desk.offer("PUMP-40", nord, "112.50", minimum="10")
    source = await desk.get("/supply-sources/PUMP-40")
    assert [offer["unit_price"] for offer in source["offers"]] == ["112.50"]
    await desk.post(f"/supply-sources/PUMP-40/offers/{nord}/withdrawal", {"reason": "no longer made"})
    assert [item["sku"] for item in await desk.items("/supply-sources/queues/without-offer")] == ["PUMP-40"]
    offer = {"unit_price": "1", "currency": "EUR", "lead_time_days": 1, "valid_from": "2026-03-02"}
    assert await desk.refused("/supply-sources/PUMP-40/offers/nobody", offer, method="PUT") == (
        404,
        "purchasing.supplier.unknown",
    )
    withdrawal = {"reason": "no longer made"}
    assert await desk.refused("/supply-sources/PUMP-40/offers/nobody/withdrawal", withdrawal) == (
        404,
        "purchasing.supply-source.no-such-offer",
    )


async def test_the_policy_has_defaults_until_a_manager_sets_it(desk: Desk) -> None:
    assert (await desk.get("/policy"))["supplier_approval"] is False
    rules = {"approval_above": [{"minor": 500000, "currency": "EUR"}], "supplier_approval": True}
    assert await desk.refused("/policy", rules, method="PUT") == (403, "shared.auth.role-missing")
    await desk.put("/policy", rules, by="mia")
    in_force = await desk.get("/policy")
    assert in_force["approval_above"] == [{"minor": 500000, "currency": "EUR"}]
    assert (await desk.ask("GET", "/policy/history")).json()[0]["actor"] == "mia"


async def test_where_suppliers_need_approval_nothing_is_bought_before(desk: Desk) -> None:
    await desk.put("/policy", {"supplier_approval": True}, by="mia")
    nord = await desk.supplier("Nord")
    body = {
        "supplier_id": nord,
        "warehouse": "MAIN",
        "currency": "EUR",
        "lines": [{"sku": "PUMP-40", "quantity": "1", "unit_price": "1"}],
    }
    assert await desk.refused("/purchase-orders", body) == (409, "purchasing.supplier.not-approved")
    await desk.post(f"/suppliers/{nord}/approval", by="mia")
    await desk.post("/purchase-orders", body)
