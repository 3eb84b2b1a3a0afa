"""Money that names no invoice is for what the customer does not deny to owe; what they contest comes after that."""

from typing import Any

from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import bill, invoice_of, late_payer, pay


async def _contests_the_older_of_two() -> tuple[Desk, str]:
    """1,000.00 of O-1 is contested; 500.00 of O-2 is owed. The dispute's id."""
    desk = await late_payer()
    await bill(desk, "O-2", 50_000)
    older = await invoice_of(desk, "O-1")
    dispute = await desk.post("/disputes", {"invoice_id": older["invoice_id"], "reason_code": "quality"})
    return desk, dispute["id"]


def _settled(payment: dict[str, Any]) -> list[tuple[str, int]]:
    return [(one["invoice_number"], one["amount"]["minor"]) for one in payment["allocations"]]


async def test_it_settles_the_newer_invoice_that_nobody_contests() -> None:
    desk, dispute = await _contests_the_older_of_two()
    assert _settled(await pay(desk, 50_000, reference="ACME")) == [("INV-2026-000002", 50_000)]
    assert (await desk.get(f"/disputes/{dispute}"))["status"] == "open"


async def test_what_is_left_of_it_settles_the_contested_one() -> None:
    desk, _ = await _contests_the_older_of_two()
    assert _settled(await pay(desk, 60_000, reference="ACME")) == [
        ("INV-2026-000002", 50_000),
        ("INV-2026-000001", 10_000),
    ]


async def test_who_names_the_contested_one_pays_it() -> None:
    desk, dispute = await _contests_the_older_of_two()
    assert _settled(await pay(desk, 100_000, reference="INV-2026-000001")) == [("INV-2026-000001", 100_000)]
    assert (await desk.get(f"/disputes/{dispute}"))["outcome"] == "paid"


async def test_of_one_that_is_contested_in_part_the_rest_comes_in_its_turn() -> None:
    desk = await late_payer()
    await bill(desk, "O-2", 50_000)
    older = await invoice_of(desk, "O-1")
    claim = {
        "invoice_id": older["invoice_id"],
        "reason_code": "quality",
        "amount": {"minor": 30_000, "currency": "USD"},
    }
    await desk.post("/disputes", claim)
    assert _settled(await pay(desk, 100_000, reference="ACME")) == [
        ("INV-2026-000001", 70_000),
        ("INV-2026-000002", 30_000),
    ]
