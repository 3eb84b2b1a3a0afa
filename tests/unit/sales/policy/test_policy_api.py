"""The sales policy over HTTP, in memory."""

from datetime import timedelta
from typing import Any

import pytest

from tests.unit.sales.desk import MANAGER, Desk

LIMITS = {
    "amount_limits": [{"minor": 1_000_000, "currency": "USD"}],
    "other_amount_limit": None,
    "line_discount_percent": "10",
    "document_discount_percent": "5",
    "free_prices_need_approval": True,
    "validity_days": 14,
}


@pytest.fixture
async def desk() -> Desk:
    return await Desk.open()


async def test_the_defaults_hold_until_others_are_set(desk: Desk) -> None:
    shown = await desk.read("/policy")
    assert (shown["version"], shown["other_amount_limit"], shown["validity_days"]) == (0, "50000", 30)
    assert await desk.read("/policy/history") == []
    before = desk.company.clock.now()
    await desk.company.pass_time(timedelta(hours=1))
    await desk.write("/policy", LIMITS, method="PUT", roles=MANAGER, person="boss")
    assert await desk.read("/policy") == {"version": 1, **LIMITS}
    (entry,) = await desk.read("/policy/history")
    assert (entry["type"], entry["actor"]) == ("policy.set", "boss")
    then = before.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (await desk.read(f"/policy?as_of={then}"))["version"] == 0


async def test_who_saw_the_defaults_sets_them_once(desk: Desk) -> None:
    seen = {"If-Match": (await desk.ask("GET", "/policy")).headers["ETag"]}
    how: Any = {"method": "PUT", "roles": MANAGER, "headers": seen}
    await desk.write("/policy", LIMITS, **how)
    assert (await desk.refused("/policy", {**LIMITS, "validity_days": 7}, **how))[0] == 412


async def test_it_is_the_manager_who_sets_them(desk: Desk) -> None:
    assert (await desk.refused("/policy", LIMITS, method="PUT"))[:2] == (403, "shared.auth.role-missing")
    assert (await desk.refused("/policy", method="GET", roles=("care.agent",)))[0] == 403
    twice = {**LIMITS, "amount_limits": LIMITS["amount_limits"] * 2}  # type: ignore[operator]
    assert await desk.refused("/policy", twice, method="PUT", roles=MANAGER) == (
        422,
        "sales.policy.currency-limited-twice",
        "amount_limits",
    )
