"""Holding payables over HTTP: who may, what a payment of them says, and where they are found."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.published.purchasing import (
    MissingGoodsLine,
    SupplierInvoiceGoodsCameV1,
    SupplierInvoiceGoodsMissingV1,
)
from tests.unit.accounting.desk import MANAGER, Desk
from tests.unit.accounting.supplier_payment.examples import supplier_invoice

BOSS: dict[str, Any] = {"person": "the.boss", "roles": MANAGER}
WHY = {"reason": "we dispute it"}
GOODS = {"hold": "goods", "reason": "they credit it on the next invoice"}
BY_HAND = {"hold": "by-hand", "reason": "it is settled"}
PROPOSAL = {"supplier_id": "PUMPCO", "payables": ["si1", "si2"]}
MISSING = SupplierInvoiceGoodsMissingV1(
    supplier_invoice_id="si1",
    supplier_id="PUMPCO",
    purchase_order_id="p1",
    supplier_reference="F-si1",
    lines=(MissingGoodsLine(purchase_line_no=1, sku="PUMP", quantity=Decimal(1)),),
    reason="mistyped",
    corrected_by="w.boss",
    noted_on=date(2026, 3, 2),
)
CAME = SupplierInvoiceGoodsCameV1(
    supplier_invoice_id="si1",
    supplier_id="PUMPCO",
    purchase_order_id="p1",
    supplier_reference="F-si1",
    came_on=date(2026, 3, 2),
)


@pytest.fixture
async def desk() -> Desk:
    """PUMPCO is owed 11.00 for si1 and 11.00 for si2."""
    desk = await Desk.open()
    for invoice_id in ("si1", "si2"):
        await desk.hear(supplier_invoice(invoice_id), key=invoice_id)
    return desk


async def queue(desk: Desk, name: str) -> list[str]:
    return [one["id"] for one in (await desk.get(f"/payables/queues/{name}"))["items"]]


async def approved(desk: Desk) -> str:
    path = f"/supplier-payments/{(await desk.post('/supplier-payments', PROPOSAL))['id']}"
    await desk.post(f"{path}/approval", **BOSS)
    return path


async def test_goods_that_had_not_come_are_not_paid_until_they_come(desk: Desk) -> None:
    await desk.hear(MISSING, key="si1")
    answer = await desk.ask("POST", "/supplier-payments", PROPOSAL)
    assert (answer.status_code, answer.json()["code"]) == (409, "accounting.payable.held")
    assert "F-si1: goods that it bills have not come: mistyped" in answer.text
    assert '"payables"' in answer.text
    assert await queue(desk, "held") == ["si1"]
    await desk.hear(CAME, key="si1")
    assert await queue(desk, "held") == []
    await desk.post(f"{await approved(desk)}/dispatch")


async def test_what_is_held_is_not_due(desk: Desk) -> None:
    await desk.hear(MISSING, key="si1")
    await desk.company.pass_time(timedelta(days=30))
    assert (await queue(desk, "due"), await queue(desk, "held")) == (["si2"], ["si1"])
    await desk.post("/payables/si1/release", GOODS, **BOSS)
    assert (await queue(desk, "due"), await queue(desk, "held")) == (["si1", "si2"], [])


async def test_a_payment_that_is_approved_waits_or_is_refused(desk: Desk) -> None:
    path = await approved(desk)
    await desk.hear(MISSING, key="si1")
    assert await desk.refused(f"{path}/dispatch") == (409, "accounting.payable.held")
    assert (await desk.get(path))["status"] == "approved"
    assert await queue(desk, "held") == ["si1"]
    await desk.post(f"{path}/refusal", {"reason": "goods are missing"})
    await desk.post("/supplier-payments", {"supplier_id": "PUMPCO", "payables": ["si2"]})


async def test_a_manager_pays_it_all_the_same(desk: Desk) -> None:
    path = await approved(desk)
    await desk.hear(MISSING, key="si1")
    assert await desk.refused("/payables/si1/release", GOODS) == (403, "shared.auth.role-missing")
    await desk.post("/payables/si1/release", GOODS, **BOSS)
    await desk.post("/payables/si1/release", GOODS, **BOSS)
    await desk.post(f"{path}/dispatch")
    history: Any = await desk.get("/payables/si1/history")
    assert [one["type"] for one in history].count("payable.released") == 1


async def test_of_what_is_paid_the_money_is_to_be_claimed_back(desk: Desk) -> None:
    await desk.post(f"{await approved(desk)}/dispatch")
    books = await desk.balances()
    await desk.hear(MISSING, key="si1")
    shown = await desk.get("/payables/si1")
    assert (shown["status"], shown["held"], shown["paid"]["minor"]) == ("paid", True, 1100)
    assert shown["holds"] == [{"name": "goods", "reason": "mistyped", "by": "w.boss", "on": "2026-03-02"}]
    assert (await queue(desk, "held"), await queue(desk, "to-claim-back")) == ([], ["si1"])
    assert await desk.balances() == books
    await desk.post("/payables/si1/release", GOODS, **BOSS)
    assert await queue(desk, "to-claim-back") == []


async def test_by_hand(desk: Desk) -> None:
    await desk.post("/payables/si1/hold", WHY)
    await desk.post("/payables/si1/hold", {"reason": "wrong account"})
    shown = await desk.get("/payables/si1")
    assert [(one["name"], one["reason"], one["by"]) for one in shown["holds"]] == [
        ("by-hand", "wrong account", "a.clerk")
    ]
    assert await desk.refused("/supplier-payments", PROPOSAL) == (409, "accounting.payable.held")
    await desk.hear(CAME, key="si1")
    assert await queue(desk, "held") == ["si1"]
    await desk.post("/payables/si1/release", BY_HAND, **BOSS)
    await desk.post(f"{await approved(desk)}/dispatch")
    assert await desk.refused("/payables/si1/hold", WHY) == (409, "accounting.payable.is-paid")


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/payables/none/hold", WHY, 404, "shared.request.unknown-document"),
        ("/payables/none/release", GOODS, 404, "shared.request.unknown-document"),
        ("/payables/si1/hold", {"reason": ""}, 422, "shared.request.invalid"),
        ("/payables/si1/release", {"hold": "whim", "reason": "so"}, 422, "shared.request.invalid"),
    ],
)
async def test_what_cannot_be_held_is_refused(desk: Desk, path: str, body: Any, status: int, code: str) -> None:
    assert await desk.refused(path, body, **BOSS) == (status, code)


async def test_a_reader_holds_nothing(desk: Desk) -> None:
    assert await desk.refused("/payables/si1/hold", WHY, roles=("company.auditor",)) == (
        403,
        "shared.auth.role-missing",
    )
