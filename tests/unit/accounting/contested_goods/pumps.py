"""Pumps and a hose of O-1 that ACME complains about, for tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from shared.published.care import ComplaintCorrectedV1, ComplaintOpenedV1, ComplaintResolvedV1
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.examples import delivered, line, shipped

DAY = date(2026, 4, 6)
COMPLAINT = "CP-1"
PUMPS = line(1, 10, 100_000, tax_code="EXEMPT")
HOSES = line(2, 1, 20_000, tax_code="EXEMPT")
OPENED = ComplaintOpenedV1(
    complaint_id=COMPLAINT,
    customer_id="ACME",
    order_id="O-1",
    invoice_id="",
    kind="goods",
    subject="they leak",
    opened_on=DAY,
    line_no=1,
)
ENDED: dict[str, Any] = {"complaint_id": COMPLAINT, "customer_id": "ACME", "order_id": "O-1", "invoice_id": ""}
ACCEPTED = ComplaintResolvedV1(**ENDED, outcome="accepted", resolution="they do leak", resolved_on=DAY)


def corrected(**what: Any) -> ComplaintCorrectedV1:
    told = ComplaintCorrectedV1(
        complaint_id=COMPLAINT,
        customer_id="ACME",
        subject="they leak",
        kind="goods",
        order_id="O-1",
        line_no=1,
        invoice_id="",
        kind_before="goods",
        order_id_before="O-1",
        line_no_before=1,
        invoice_id_before="",
        reason="they meant that",
        corrected_on=DAY,
    )
    return replace(told, **what)


async def deliver(desk: Desk, shipment: str, *quantities: tuple[int, int]) -> None:
    now = desk.company.clock.now()
    left = shipped(*quantities, shipment_id=shipment, order_id="O-1")
    arrived = delivered(*quantities, shipment_id=shipment, order_id="O-1")
    await desk.hear(replace(left, shipped_on=now.date()), key=shipment)
    await desk.hear(replace(arrived, delivered_at=now), key=shipment)


async def invoices(desk: Desk, order_id: str) -> list[dict[str, Any]]:
    found = await desk.get("/invoices", params={"order_id": order_id, "order_by": "number"})
    items: list[dict[str, Any]] = found["items"]
    return items


async def invoice_id(desk: Desk, place: int, order_id: str = "O-1") -> str:
    return str((await invoices(desk, order_id))[place]["invoice_id"])


async def disputed(desk: Desk, order_id: str = "O-1") -> list[int]:
    """What is contested of each invoice of the order, in order of their numbers."""
    return [one["disputed"]["minor"] for one in await invoices(desk, order_id)]


async def disputes(desk: Desk, **only: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await desk.get("/disputes", params=only))["items"]
    return items
