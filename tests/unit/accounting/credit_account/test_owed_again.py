"""What was a loss is owed again, and counts: goods stay here for it, unless a credit note takes its place at once."""

from datetime import date
from typing import Any

import pytest

from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, CASE, OTHER_BOSS, invoice_of, late_payer, until
from tests.unit.accounting.examples import line, placed


@pytest.fixture
async def desk() -> Desk:
    """1,000.00 of ACME were written off, so that an order of 400.00 fits their limit of 500.00."""
    desk = await late_payer()
    await until(desk, date(2026, 4, 3))
    await desk.post(f"{CASE}/write-off", {"reason": "insolvent"}, **BOSS)
    await desk.post(f"{CASE}/write-off/approval", **OTHER_BOSS)
    limit = {"limit": {"minor": 50_000, "currency": "USD"}, "reason": "bank report"}
    await desk.post("/credit-accounts/ACME/limit", limit, **BOSS)
    await desk.hear(placed(line(1, 1, 40_000, tax_code="EXEMPT"), order_id="O-9"), key="O-9")
    return desk


async def account(desk: Desk) -> dict[str, Any]:
    found = await desk.get("/credit-accounts/ACME")
    return {
        "exposure": found["exposure"]["total"]["minor"],
        "blocked": [x["order_id"] for x in found["blocked_orders"]],
    }


async def test_a_write_off_that_is_reversed_may_block_goods(desk: Desk) -> None:
    assert await account(desk) == {"exposure": 40_000, "blocked": []}
    path = f"/invoices/{(await invoice_of(desk))['invoice_id']}/write-off-reversal"
    await desk.post(path, {"reason": "they can pay"}, **BOSS)
    assert await account(desk) == {"exposure": 140_000, "blocked": ["O-9"]}


async def test_a_credit_note_that_takes_the_place_of_the_loss_blocks_nothing_in_between(desk: Desk) -> None:
    body = {"lines": [{"line_no": 1, "quantity": "1"}], "reason": "it came back"}
    note = await desk.post(f"/invoices/{(await invoice_of(desk))['invoice_id']}/credit-notes", body)
    await desk.post(f"/credit-notes/{note['id']}/approval", **BOSS)
    assert (await invoice_of(desk))["written_off"]["minor"] == 0
    assert await account(desk) == {"exposure": 40_000, "blocked": []}
    assert "accounting.credit.delivery-blocked.v1" not in desk.told()
