"""Tax codes over HTTP, in memory."""

from typing import Any

from tests.unit.accounting.desk import MANAGER, Desk

BY_MANAGER: dict[str, Any] = {"person": "a.manager", "roles": MANAGER}
RATE = {"percent": "8", "valid_from": "2025-07-01", "valid_until": "2026-12-31"}


async def test_a_code_is_named_rated_and_closed() -> None:
    desk = await Desk.open()
    assert (await desk.ask("PUT", "/tax-codes/VAT8", {"name": "VAT"}, **BY_MANAGER)).status_code == 200
    await desk.post("/tax-codes/VAT8/rates", RATE, **BY_MANAGER)
    closure = {"closed_from": "2027-01-01", "reason": "abolished"}
    await desk.post("/tax-codes/VAT8/closure", closure, **BY_MANAGER)
    shown = await desk.get("/tax-codes/VAT8")
    assert (shown["status"], shown["rates"]) == ("closed", [RATE])
    assert await desk.refused("/tax-codes/VAT8/rates", RATE, **BY_MANAGER) == (
        409,
        "accounting.tax-code.closed",
    )


async def test_what_is_refused() -> None:
    desk = await Desk.open()
    exempt = await desk.ask("PUT", "/tax-codes/EXEMPT", {"name": "None"}, **BY_MANAGER)
    assert exempt.json()["code"] == "accounting.tax-code.exempt-is-fixed"
    assert (await desk.ask("PUT", "/tax-codes/VAT8", {"name": "VAT"})).status_code == 403
    assert await desk.refused("/tax-codes/VAT8/rates", RATE, **BY_MANAGER) == (
        404,
        "shared.request.unknown-document",
    )
    assert await desk.refused("/tax-codes/VAT8/rates", {**RATE, "percent": "NaN"}, **BY_MANAGER) == (
        422,
        "shared.request.invalid",
    )
