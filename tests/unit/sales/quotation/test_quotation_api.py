"""Quotations over HTTP, in memory."""

from datetime import timedelta
from typing import Any

import pytest

from tests.unit.sales.desk import BOSS, MANAGER, Desk


@pytest.fixture
async def desk() -> Desk:
    found = await Desk.open()
    await found.retail()
    return found


async def offer(desk: Desk, **other: Any) -> dict[str, Any]:
    return {
        "customer_id": await desk.customer(tax_id=""),
        "price_list": "RETAIL",
        "currency": "USD",
        "lines": [{"sku": "PUMP", "quantity": "2"}],
        **other,
    }


async def drafted(desk: Desk, body: dict[str, Any]) -> str:
    return f"/quotations/{(await desk.write('/quotations', body))['id']}"


async def test_the_straight_way_to_an_accepted_offer(desk: Desk) -> None:
    freight = {"kind": "freight", "amount": {"minor": 900, "currency": "USD"}, "tax_code": "STANDARD"}
    path = await drafted(desk, await offer(desk, charges=[freight], document_discount_percent="5"))
    await desk.write(f"{path}/dispatch")
    await desk.write(f"{path}/acceptance", {"revision": 1, "accepted_by": "Hoa"})
    shown = await desk.read(path)
    assert (shown["status"], shown["revision"], shown["accepted_by"]) == ("accepted", 1, "Hoa")
    assert shown["net"] == {"minor": 37_810, "currency": "USD"}
    assert shown["lines"][0]["net"] == {"minor": 37_810, "currency": "USD"}
    assert shown["charges"][0]["amount"] == {"minor": 900, "currency": "USD"}
    assert shown["approval_policy"]["version"] == 0
    assert [(one["revision"], one["status"]) for one in shown["revisions"]] == [(1, "accepted")]
    assert [entry["type"] for entry in await desk.read(f"{path}/history")] == [
        "quotation.drafted",
        "quotation.approved-by-rule",
        "quotation.sent",
        "quotation.accepted",
    ]
    waiting = await desk.read("/quotations/queues/to-contract")
    assert [found["quotation_id"] for found in waiting["items"]] == [path.rpartition("/")[2]]


async def test_an_offer_beyond_the_limits_waits_for_another_person(desk: Desk) -> None:
    body = await offer(desk, lines=[{"sku": "PUMP", "quantity": "2", "discount_percent": "20"}])
    path = await drafted(desk, body)
    refused = await desk.ask("POST", f"{path}/dispatch")
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "sales.quotation.approval-needed")
    assert problem["reasons"][0] == {"rule": "line-discount", "line_no": 1, "actual": "20", "limit": "15"}
    await desk.write(f"{path}/submission")
    (waiting,) = (await desk.read("/quotations/queues/approval"))["items"]
    assert [reason["rule"] for reason in waiting["approval_reasons"]] == ["line-discount", "below-floor-price"]
    assert (await desk.refused(f"{path}/approval"))[:2] == (403, "shared.auth.role-missing")
    assert (await desk.refused(f"{path}/approval", roles=MANAGER))[:2] == (
        403,
        "sales.quotation.maker-may-not-approve",
    )
    await desk.write(f"{path}/refusal", {"reason": "too cheap"}, **BOSS)
    assert (await desk.read(path))["refusal"]["reason"] == "too cheap"
    body["lines"][0]["discount_percent"] = "16"
    await desk.write(f"{path}/revision", body, method="PUT")
    await desk.write(f"{path}/submission")
    await desk.write(f"{path}/approval", **BOSS)
    await desk.write(f"{path}/dispatch")
    shown = await desk.read(path)
    assert (shown["status"], shown["approved_by"], shown["sent_by"]) == ("sent", "boss", "rep")


async def test_a_new_revision_supersedes_the_one_before(desk: Desk) -> None:
    body = await offer(desk)
    path = await drafted(desk, body)
    await desk.write(f"{path}/dispatch")
    await desk.write(f"{path}/revision", {**body, "note": "as discussed"}, method="PUT")
    shown = await desk.read(path)
    assert [(one["revision"], one["status"]) for one in shown["revisions"]] == [(1, "sent"), (2, "draft")]
    await desk.write(f"{path}/dispatch")
    assert await desk.refused(f"{path}/acceptance", {"revision": 1, "accepted_by": "Hoa"}) == (
        409,
        "sales.quotation.revision-not-current",
        "revision",
    )
    await desk.write(f"{path}/rejection", {"reason": "too dear", "competitor": "Acme"})
    shown = await desk.read(path)
    assert [(one["revision"], one["status"], one["because"]) for one in shown["revisions"]] == [
        (1, "superseded", "by revision 2"),
        (2, "rejected", ""),
    ]
    assert (shown["over_because"], shown["competitor"]) == ("too dear", "Acme")


async def test_an_offer_expires_by_itself(desk: Desk) -> None:
    path = await drafted(desk, await offer(desk, valid_until="2026-03-05"))
    await desk.write(f"{path}/dispatch")
    later = await drafted(desk, await offer(desk))
    await desk.write(f"{later}/dispatch")
    due = await desk.read("/quotations?order_by=answer_due")
    assert [found["answer_due"] for found in due["items"]] == ["2026-03-05", "2026-04-01"]
    await desk.company.pass_time(timedelta(days=3, hours=15))
    assert (await desk.read(path))["status"] == "sent"
    await desk.company.pass_time(timedelta(hours=1))
    assert (await desk.read(path))["status"] == "expired"
    assert (await desk.read(later))["status"] == "sent"
    assert await desk.refused(f"{path}/acceptance", {"revision": 1, "accepted_by": "Hoa"}) == (
        409,
        "sales.quotation.offer-has-expired",
        None,
    )


async def test_a_revision_in_the_making_outlives_the_one_that_expires(desk: Desk) -> None:
    body = await offer(desk, valid_until="2026-03-05")
    path = await drafted(desk, body)
    await desk.write(f"{path}/dispatch")
    await desk.write(f"{path}/revision", {**body, "valid_until": "2026-03-20"}, method="PUT")
    await desk.company.pass_time(timedelta(days=5))
    shown = await desk.read(path)
    assert (shown["status"], shown["answer_due"]) == ("draft", None)
    assert [(one["revision"], one["status"]) for one in shown["revisions"]] == [(1, "expired"), (2, "draft")]
    await desk.write(f"{path}/dispatch")
    assert (await desk.read(path))["answer_due"] == "2026-03-20"


async def test_a_quotation_is_withdrawn_and_found_by_customer(desk: Desk) -> None:
    body = await offer(desk)
    path = await drafted(desk, body)
    await desk.write(f"{path}/withdrawal", {"reason": "wrong site"})
    found = await desk.read(f"/quotations?customer_id={body['customer_id']}&status=withdrawn")
    assert [one["over_because"] for one in found["items"]] == ["wrong site"]
    assert (await desk.refused(f"{path}/revision", body, method="PUT"))[:2] == (409, "sales.quotation.over")


async def test_who_is_blocked_gets_no_offer(desk: Desk) -> None:
    body = await offer(desk)
    path = await drafted(desk, body)
    await desk.write(f"/customers/{body['customer_id']}/block", {"reason": "fraud"}, **BOSS)
    for refused in (await desk.refused(f"{path}/dispatch"), await desk.refused("/quotations", body)):
        assert refused == (409, "sales.customer.blocked", "customer_id")


async def test_what_cannot_be_is_refused_by_name(desk: Desk) -> None:
    body = await offer(desk)
    line = body["lines"][0]
    refusals: list[tuple[dict[str, Any], int, str, str]] = [
        ({"customer_id": "nobody"}, 404, "sales.customer.unknown", "customer_id"),
        ({"price_list": "NONE"}, 404, "sales.price-list.unknown", "price_list"),
        ({"currency": "EUR"}, 422, "sales.quotation.currency-mismatch", "currency"),
        ({"lines": [{**line, "sku": "X"}]}, 422, "sales.quotation.no-price-on-that-day", "lines.0.unit_price"),
        ({"lines": [{**line, "quantity": "0"}]}, 422, "shared.request.invalid", "lines.0.quantity"),
        ({"lines": []}, 422, "shared.request.invalid", "lines"),
        ({"terms": [{"percent": "99", "due_in_days": 0}]}, 422, "sales.customer.terms-not-whole", "terms"),
        ({"valid_until": "2026-03-01"}, 422, "sales.quotation.validity-out-of-range", "valid_until"),
    ]
    for wrong, status, code, field in refusals:
        assert await desk.refused("/quotations", {**body, **wrong}) == (status, code, field)
    assert (await desk.refused("/quotations/nothing/dispatch"))[:2] == (404, "shared.request.unknown-document")
    assert (await desk.refused("/quotations", body, roles=("company.reader",)))[:2] == (
        403,
        "shared.auth.role-missing",
    )
