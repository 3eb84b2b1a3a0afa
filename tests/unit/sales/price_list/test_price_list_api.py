"""Price lists over HTTP, in memory."""

import pytest

from tests.unit.sales.desk import BOSS, PRICE, Desk


@pytest.fixture
async def desk() -> Desk:
    return await Desk.open()


async def test_a_list_is_opened_priced_and_closed(desk: Desk) -> None:
    await desk.retail()
    path = "/price-lists/RETAIL"
    await desk.write(f"{path}/prices", {**PRICE, "unit_price": "249", "valid_from": "2026-07-01"}, **BOSS)
    shown = await desk.read(path)
    assert [(price["unit_price"], price["valid_until"]) for price in shown["prices"]] == [
        ("199.00", "2026-06-30"),
        ("249", None),
    ]
    withdrawal = {"sku": "PUMP", "valid_from": "2026-07-01", "reason": "misprint"}
    await desk.write(f"{path}/prices/withdrawal", withdrawal, **BOSS)
    assert (await desk.read(path))["prices"][1]["withdrawn_because"] == "misprint"
    await desk.write(f"{path}/closing", {"reason": "replaced"}, **BOSS)
    assert [found["code"] for found in (await desk.read("/price-lists?status=closed"))["items"]] == ["RETAIL"]
    assert (await desk.refused(f"{path}/prices", PRICE, **BOSS))[:2] == (409, "sales.price-list.closed")
    await desk.write(f"{path}/reopening", **BOSS)
    assert (await desk.read(path))["status"] == "open"


async def test_what_cannot_be_is_refused_by_name(desk: Desk) -> None:
    await desk.retail()
    path = "/price-lists/RETAIL"
    in_euro = {"name": "Retail", "currency": "EUR"}
    assert await desk.refused(path, in_euro, method="PUT", **BOSS) == (
        409,
        "sales.price-list.currency-fixed",
        "currency",
    )
    overlapping = {**PRICE, "valid_from": "2026-02-01", "valid_until": "2026-03-15"}
    assert await desk.refused(f"{path}/prices", overlapping, **BOSS) == (
        409,
        "sales.price-list.price-overlaps",
        "valid_until",
    )
    assert (await desk.refused(f"{path}/prices", PRICE))[:2] == (403, "shared.auth.role-missing")
    assert (await desk.refused("/price-lists/NONE/prices", PRICE, **BOSS))[:2] == (
        404,
        "shared.request.unknown-document",
    )
