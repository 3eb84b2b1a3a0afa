"""Freight came back with its parcel and was let go; should what was under way come back too, it is reserved again."""

from dataclasses import replace
from typing import Any, Final

import pytest

from deploy.proof.credit import credit_is_counted_once
from deploy.proof.memory import MemoryEvidence
from shared.event_store.memory import MemoryEventStore
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.examples import FREIGHT, amended, delivered, line, placed, registered, returned, shipped

LINE: Final = line(1, 10, 100_000, tax_code="EXEMPT")
CHARGE: Final = replace(FREIGHT, tax_code="EXEMPT")


@pytest.fixture
async def desk() -> Desk:
    """Ten units for 1,000.00 and freight of 10.00: two parcels left, and the one with the freight is back."""
    desk = await Desk.open()
    await desk.hear(registered(), key="ACME")
    await desk.hear(placed(LINE, charges=(CHARGE,)), key="O-1")
    for parcel in ("S-1", "S-2", "S-3"):
        await desk.hear(shipped((1, 1), shipment_id=parcel), key=parcel)
    await comes_back(desk, "S-1")
    assert await reserved(desk) == 80_000 + 1_000
    return desk


async def comes_back(desk: Desk, parcel: str) -> None:
    await desk.hear(returned((1, 1), shipment_id=parcel), key=parcel)


async def reduced_to(desk: Desk, units: int) -> None:
    """To what is under way."""
    await desk.hear(amended(LINE, line(1, units, units * 10_000, tax_code="EXEMPT")), key="O-1")


async def reserved(desk: Desk) -> int:
    """Of the credit; the proof counts the same, by the units that are to leave and by their documents."""
    store = desk.company.departments["accounting"].store
    stores = {"accounting": store, "sales": MemoryEventStore()}
    verdict = await credit_is_counted_once(MemoryEvidence.of(stores, desk.company.clock.now()))
    assert verdict.breaches == ()
    account: dict[str, Any] = await desk.get("/credit-accounts/ACME")
    minor: int = account["exposure"]["reserved"]["minor"]
    return minor


async def test_it_is_reserved_with_what_is_to_leave_again(desk: Desk) -> None:
    await reduced_to(desk, 2)
    assert await reserved(desk) == 0
    await comes_back(desk, "S-2")
    assert await reserved(desk) == 10_000 + 1_000
    await comes_back(desk, "S-3")
    assert await reserved(desk) == 20_000 + 1_000
    await desk.hear(shipped((1, 2), shipment_id="S-4"), key="S-4")
    assert await reserved(desk) == 0
    await desk.hear(delivered((1, 2), shipment_id="S-4"), key="S-4")
    (invoice,) = (await desk.get("/invoices", params={"order_id": "O-1"}))["items"]
    assert invoice["total"]["minor"] == 21_000


async def test_billed_with_the_other_it_is_not(desk: Desk) -> None:
    await reduced_to(desk, 2)
    await desk.hear(delivered((1, 1), shipment_id="S-2"), key="S-2")
    await comes_back(desk, "S-3")
    assert await reserved(desk) == 10_000


async def test_nobody_wants_what_comes_back(desk: Desk) -> None:
    await reduced_to(desk, 2)
    await reduced_to(desk, 1)
    await comes_back(desk, "S-2")
    assert await reserved(desk) == 0
    await comes_back(desk, "S-3")
    assert await reserved(desk) == 10_000 + 1_000
