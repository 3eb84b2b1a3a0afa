"""Care tells of a complaint on one topic and of its return on another: whichever comes first, the end is the same."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any, Final

import pytest

from shared.published.care import (
    ComplaintOpenedV1,
    ComplaintResolvedV1,
    ComplaintReturnsSettledV1,
    ReturnCreditGrantedV1,
    ReturnItem,
    ReturnSettledV1,
    SettledReturn,
)
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, OTHER_BOSS, invoice_of, late_payer

DAY: Final = date(2026, 3, 4)
COMPLAINT: Final = "CP-1"
MESSAGES: Final = 4
ORDERS: Final = tuple(combinations(range(MESSAGES), 2))
"""At which places the two messages about the complaint come among the four."""


def about_complaint(invoice_id: str, order_id: str, quantity: Decimal | None = None) -> Sequence[Any]:
    common: dict[str, Any] = {"complaint_id": COMPLAINT, "customer_id": "ACME"}
    common |= {"order_id": order_id, "invoice_id": invoice_id}
    kind = "goods" if order_id else "invoice"
    return (
        ComplaintOpenedV1(
            **common,
            kind=kind,
            subject="they leak",
            opened_on=DAY,
            line_no=1 if order_id else None,
            quantity=quantity,
        ),
        ComplaintResolvedV1(**common, outcome="accepted", resolution="they do leak", resolved_on=DAY, kind=kind),
    )


def about_return() -> Sequence[Any]:
    return (
        ReturnCreditGrantedV1(
            return_id="R-1",
            grant_id="G-1",
            order_id="O-1",
            customer_id="ACME",
            item=ReturnItem(item_no=1, line_no=1, sku="SKU-1", shipment_id="S-O-1", quantity=Decimal(3)),
            reason="they leak",
            requested_by="cara.agent",
            granted_by="carl.care-manager",
            granted_on=DAY,
            complaint_id=COMPLAINT,
        ),
        ReturnSettledV1(return_id="R-1", order_id="O-1", customer_id="ACME", complaint_id=COMPLAINT, settled_on=DAY),
    )


async def heard(desk: Desk, places: tuple[int, int], complaint: Sequence[Any]) -> None:
    """The two of the complaint at those places, the two of the return at the others, each in their own order."""
    complaints, returns = iter(complaint), iter(about_return())
    for place in range(MESSAGES):
        await desk.hear(next(complaints if place in places else returns), key=COMPLAINT if place in places else "R-1")


@pytest.mark.parametrize("places", ORDERS)
@pytest.mark.parametrize("names", ["invoice", "goods", "both"])
async def test_what_came_back_ends_the_dispute(names: str, places: tuple[int, int]) -> None:
    desk = await late_payer(orders={"O-1": (10, 100_000)})
    invoice_id = (await invoice_of(desk))["invoice_id"]
    complaint = about_complaint("" if names == "goods" else invoice_id, "" if names == "invoice" else "O-1")
    await heard(desk, places, complaint)
    (dispute,) = (await desk.get("/disputes"))["items"]
    assert (dispute["status"], dispute["outcome"]) == ("settled", "for-customer")
    (note,) = (await desk.get("/credit-notes", params={"order_id": "O-1"}))["items"]
    assert dispute["credit_note_id"] == note["credit_note_id"]
    invoice = await invoice_of(desk)
    assert (invoice["open"]["minor"], invoice["disputed"]["minor"]) == (70_000, 0)


@pytest.mark.parametrize("place", range(MESSAGES))
async def test_the_credit_may_come_after_the_complaint_has_told_that_all_is_settled(place: int) -> None:
    desk = await late_payer(orders={"O-1": (10, 100_000)})
    invoice_id = (await invoice_of(desk))["invoice_id"]
    settled = SettledReturn(return_id="R-1", order_id="O-1", settled_on=DAY)
    told: list[Any] = [
        *about_complaint(invoice_id, ""),
        ComplaintReturnsSettledV1(complaint_id=COMPLAINT, customer_id="ACME", returns=(settled,)),
    ]
    told.insert(place, about_return()[0])
    for message in told:
        await desk.hear(message, key="R-1" if isinstance(message, ReturnCreditGrantedV1) else COMPLAINT)
    (dispute,) = (await desk.get("/disputes"))["items"]
    (note,) = (await desk.get("/credit-notes", params={"order_id": "O-1"}))["items"]
    assert (dispute["status"], dispute["outcome"]) == ("settled", "for-customer")
    assert dispute["credit_note_id"] == note["credit_note_id"]
    cancelled = f"/credit-notes/{note['credit_note_id']}/cancellation"
    await desk.post(cancelled, {"reason": "the wrong pumps"}, **BOSS)
    await desk.post(f"{cancelled}/approval", **OTHER_BOSS)
    (dispute,) = (await desk.get("/disputes"))["items"]
    assert (dispute["status"], (await invoice_of(desk))["open"]["minor"]) == ("to-credit", 100_000)


async def test_until_care_decides_what_is_left_of_the_line_is_contested() -> None:
    desk = await late_payer(orders={"O-1": (10, 100_000)})
    for told in about_return():
        await desk.hear(told, key="R-1")
    assert (await desk.get("/disputes"))["items"] == []
    opened, _ = about_complaint("", "O-1")
    await desk.hear(opened, key=COMPLAINT)
    (dispute,) = (await desk.get("/disputes/queues/open"))["items"]
    assert dispute["contested"]["minor"] == 70_000


@pytest.mark.parametrize("places", ORDERS)
@pytest.mark.parametrize("is_named", [False, True])
async def test_of_the_units_that_came_back_nothing_is_contested_any_more(
    places: tuple[int, int], *, is_named: bool
) -> None:
    desk = await late_payer(orders={"O-1": (10, 100_000)})
    named = str((await invoice_of(desk))["invoice_id"]) if is_named else ""
    await heard(desk, places, about_complaint(named, "O-1", Decimal(3)))
    invoice = await invoice_of(desk)
    assert (invoice["open"]["minor"], invoice["disputed"]["minor"]) == (70_000, 0)
    for queue in ("open", "to-credit"):
        assert (await desk.get(f"/disputes/queues/{queue}"))["items"] == []


async def test_what_came_back_early_is_taken_off_what_the_complained_units_come_to() -> None:
    desk = await late_payer(orders={"O-1": (10, 100_000)})
    for told in about_return():
        await desk.hear(told, key="R-1")
    opened, _ = about_complaint("", "O-1", Decimal(5))
    await desk.hear(opened, key=COMPLAINT)
    assert (await invoice_of(desk))["disputed"]["minor"] == 20_000
