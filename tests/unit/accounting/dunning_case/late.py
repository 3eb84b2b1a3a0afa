"""A late payer for tests: ACME owes 1,000.00 on O-1, due on Wednesday, 1 April 2026."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

from shared.published.sales import InstalmentTerm
from tests.unit.accounting.desk import MANAGER, Desk
from tests.unit.accounting.examples import delivered, line, placed, registered, shipped

BOSS: Final[dict[str, Any]] = {"person": "the.boss", "roles": MANAGER}
OTHER_BOSS: Final[dict[str, Any]] = {"person": "the.other.boss", "roles": MANAGER}
CASE: Final = "/dunning-cases/ACME:USD"
DUE: Final = date(2026, 4, 1)
"""Wednesday: the memory company begins on Monday, 2 March, and the invoice is posted on that day."""


def level(name: str, days: int, *, gap: int = 0, fee: int = 0, interest: str = "0", stop: bool = False) -> Any:
    return {
        "name": name,
        "days_past_due": days,
        "gap_working_days": gap,
        "fees": [{"minor": fee, "currency": "USD"}] if fee else [],
        "interest_percent": interest,
        "stops_credit": stop,
    }


POLICY: Final[dict[str, Any]] = {
    "remind_days_before": 3,
    "levels": [
        level("Reminder", 5),
        level("Second notice", 12, gap=5, fee=2000, interest="7.3"),
        level("Final notice", 20, gap=5, fee=4000, stop=True),
    ],
    "minimum_amounts": [{"minor": 1000, "currency": "USD"}],
    "most_promises": 2,
    "promise_within_days": 14,
    "holiday_country": "US",
}


async def late_payer(policy: dict[str, Any] | None = None, orders: Mapping[str, tuple[int, int]] | None = None) -> Desk:
    """The desk of accounting, where ACME was billed once, or for these orders: units, and their net together."""
    desk = await Desk.open()
    answer = await desk.ask("PUT", "/dunning-policy", POLICY if policy is None else policy, **BOSS)
    assert answer.status_code == 200, answer.text
    await desk.hear(registered(), key="ACME")
    for order_id, (units, net) in (orders or {"O-1": (1, 100_000)}).items():
        await bill(desk, order_id, net, units=units)
    return desk


async def bill(desk: Desk, order_id: str, net: int, *, due_in_days: int = 30, units: int = 1) -> None:
    terms = (InstalmentTerm(percent=Decimal(100), due_in_days=due_in_days),)
    await desk.hear(placed(line(1, units, net, tax_code="EXEMPT"), order_id=order_id, terms=terms), key=order_id)
    now = desk.company.clock.now()
    left = shipped((1, units), shipment_id=f"S-{order_id}", order_id=order_id)
    arrived = delivered((1, units), shipment_id=f"S-{order_id}", order_id=order_id)
    await desk.hear(replace(left, shipped_on=now.date()), key=f"S-{order_id}")
    await desk.hear(replace(arrived, delivered_at=now), key=f"S-{order_id}")


async def until(desk: Desk, day: date) -> None:
    """Lets time pass until noon of that day."""
    moment = datetime.combine(day, time(12), tzinfo=UTC)
    await desk.company.pass_time(moment - desk.company.clock.now())


async def case(desk: Desk) -> dict[str, Any]:
    return await desk.get(CASE)


async def reminders(desk: Desk) -> list[dict[str, Any]]:
    found = await desk.get("/reminders", params={"order_by": "prepared_on"})
    items: list[dict[str, Any]] = found["items"]
    return items


async def pay(desk: Desk, minor: int, reference: str = "O-1", bank_reference: str = "") -> dict[str, Any]:
    body = {
        "amount": {"minor": minor, "currency": "USD"},
        "reference": reference,
        "bank_reference": bank_reference or f"B{minor}",
    }
    reply = await desk.post("/payments", body)
    await desk.company.settle()
    return await desk.get(f"/payments/{reply['id']}")


async def invoice_of(desk: Desk, order_id: str = "O-1") -> dict[str, Any]:
    (found,) = (await desk.get("/invoices", params={"order_id": order_id}))["items"]
    invoice: dict[str, Any] = found
    return invoice
