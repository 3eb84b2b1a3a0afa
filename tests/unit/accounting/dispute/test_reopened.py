"""Care opens a complaint again and accepts it anew: what that grants beyond what was credited is to be credited."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any, Final

import pytest

from services.accounting.dispute.claiming import Contested
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.events import ComplaintReopened, ReturnSettled
from services.accounting.dispute.opening import HearDispute
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.events import InvoiceTakenOver
from shared.kernel.money import Money
from shared.published.care import (
    ComplaintOpenedV1,
    ComplaintReopenedV1,
    ComplaintResolvedV1,
    ReturnCreditGrantedV1,
    ReturnItem,
    ReturnSettledV1,
)
from shared.testing.specification import spec_of
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, OTHER_BOSS, bill, invoice_of, late_payer, pay

DAY: Final = date(2026, 3, 4)
NEXT: Final = DAY + timedelta(days=1)
COMPLAINT: Final = "CP-1"
RETURN: Final = "R-1"
WHY: Final = {"reason": "as agreed by phone"}
PLACES: Final = tuple(combinations(range(6), 2))
"""At which places the two messages about the return come among the four about the complaint."""


def about(kind: str, invoice_id: str) -> Sequence[Any]:
    """Opened, accepted, opened again and accepted again: about five of the ten units, or about the whole invoice."""
    is_goods = kind == "goods"
    common: dict[str, Any] = {"complaint_id": COMPLAINT, "customer_id": "ACME", "kind": kind}
    common |= {"order_id": "O-1", "invoice_id": ""} if is_goods else {"order_id": "", "invoice_id": invoice_id}
    units: dict[str, Any] = {"line_no": 1, "quantity": Decimal(5)} if is_goods else {}
    accepted = ComplaintResolvedV1(**common, outcome="accepted", resolution="they leak", resolved_on=DAY)
    return (
        ComplaintOpenedV1(**common, **units, subject="they leak", opened_on=DAY),
        accepted,
        ComplaintReopenedV1(**common, reason="the other two as well", reopened_on=DAY),
        replace(accepted, resolution="all five leak", resolved_on=NEXT),
    )


def credited(quantity: int, return_id: str = RETURN) -> ReturnCreditGrantedV1:
    return ReturnCreditGrantedV1(
        return_id=return_id,
        grant_id=f"G-{return_id}",
        order_id="O-1",
        customer_id="ACME",
        item=ReturnItem(item_no=1, line_no=1, sku="SKU-1", shipment_id="S-O-1", quantity=Decimal(quantity)),
        reason="they leak",
        requested_by="cara.agent",
        granted_by="carl.care-manager",
        granted_on=DAY,
        complaint_id=COMPLAINT,
    )


def settled(return_id: str = RETURN, on: date = DAY) -> ReturnSettledV1:
    return ReturnSettledV1(
        return_id=return_id, order_id="O-1", customer_id="ACME", complaint_id=COMPLAINT, settled_on=on
    )


async def ten_units(*, paid: bool) -> Desk:
    """ACME was billed ten units, 1,000.00."""
    desk = await late_payer(orders={"O-1": (10, 100_000)})
    if paid:
        await pay(desk, 100_000)
    return desk


async def heard(desk: Desk, *told: Any) -> None:
    for one in told:
        is_return = isinstance(one, ReturnCreditGrantedV1 | ReturnSettledV1)
        await desk.hear(one, key=one.return_id if is_return else COMPLAINT)


async def to_credit(desk: Desk) -> list[int]:
    return [one["contested"]["minor"] for one in (await desk.get("/disputes/queues/to-credit"))["items"]]


@pytest.mark.parametrize("places", PLACES)
@pytest.mark.parametrize("paid", [False, True])
async def test_what_came_back_is_credited_and_only_the_rest_is_to_be(places: tuple[int, int], *, paid: bool) -> None:
    desk = await ten_units(paid=paid)
    complaints = iter(about("goods", ""))
    returns = iter((credited(3), settled()))
    await heard(desk, *(next(returns if place in places else complaints) for place in range(6)))
    assert await to_credit(desk) == [20_000]
    assert (await invoice_of(desk))["disputed"]["minor"] == (0 if paid else 20_000)


@pytest.mark.parametrize("paid", [False, True])
@pytest.mark.parametrize("places", [(0, 1), (1, 2), (2, 5), (4, 5)])
async def test_of_a_named_invoice_all_that_is_left_is_to_be_credited(places: tuple[int, int], *, paid: bool) -> None:
    desk = await ten_units(paid=paid)
    complaints = iter(about("invoice", (await invoice_of(desk))["invoice_id"]))
    returns = iter((credited(3), settled()))
    await heard(desk, *(next(returns if place in places else complaints) for place in range(6)))
    assert await to_credit(desk) == [70_000]


@pytest.mark.parametrize("paid", [False, True])
@pytest.mark.parametrize("place", range(3, 7))
async def test_a_return_that_is_settled_since_makes_it_good(place: int, *, paid: bool) -> None:
    """Wherever it is heard: before the complaint was opened again, or after it was accepted again."""
    desk = await ten_units(paid=paid)
    opened, accepted, reopened, again = about("goods", "")
    told = [opened, credited(3), settled(), accepted, reopened, again]
    told.insert(place, settled("R-2", NEXT))
    await heard(desk, *told)
    assert await to_credit(desk) == []
    assert (await invoice_of(desk))["disputed"]["minor"] == 0


@pytest.mark.parametrize("paid", [False, True])
async def test_what_accounting_conceded_is_not_to_be_credited_again(*, paid: bool) -> None:
    desk = await ten_units(paid=paid)
    opened, accepted, reopened, again = about("goods", "")
    await heard(desk, opened, accepted)
    (dispute,) = (await desk.get("/disputes/queues/to-credit"))["items"]
    path = f"/disputes/{dispute['id']}"
    await desk.post(f"{path}/concession", WHY | {"amount": {"minor": 40_000, "currency": "USD"}}, **BOSS)
    await desk.post(f"/credit-notes/{dispute['id']}.credit1/approval", **OTHER_BOSS)
    await heard(desk, reopened, again)
    assert await to_credit(desk) == [10_000]
    await desk.post(f"{path}/concession", WHY, **BOSS)
    await desk.post(f"/credit-notes/{dispute['id']}.credit2/approval", **OTHER_BOSS)
    await heard(desk, replace(reopened, reopened_on=NEXT), replace(again, resolved_on=NEXT))
    assert await to_credit(desk) == []


async def test_all_that_it_is_about_came_back_and_nothing_is_left_to_credit() -> None:
    desk = await ten_units(paid=True)
    opened, accepted, reopened, again = about("goods", "")
    await heard(desk, opened, credited(5), settled(), accepted, reopened, again)
    assert await to_credit(desk) == []


async def test_rejected_after_all_there_is_nothing_to_see() -> None:
    desk = await ten_units(paid=True)
    opened, accepted, reopened, again = about("goods", "")
    await heard(desk, opened, credited(3), settled(), accepted, reopened, replace(again, outcome="rejected"))
    assert await to_credit(desk) == []


async def test_goods_that_are_invoiced_after_the_second_decision_are_to_be_credited() -> None:
    desk = await late_payer(orders={"O-2": (1, 50_000)})
    opened, accepted, reopened, again = about("goods", "")
    await heard(desk, opened, accepted, reopened, again, settled())
    await bill(desk, "O-1", 100_000, units=10)
    assert await to_credit(desk) == [50_000]


async def test_while_care_decides_anew_a_pending_credit_note_is_decided_about() -> None:
    desk = await ten_units(paid=False)
    opened, accepted, reopened, again = about("goods", "")
    await heard(desk, opened, accepted)
    (dispute,) = (await desk.get("/disputes/queues/to-credit"))["items"]
    await desk.post(f"/disputes/{dispute['id']}/concession", WHY, **BOSS)
    await heard(desk, reopened, again)
    found = await desk.get(f"/disputes/{dispute['id']}")
    assert (found["status"], found["granted_because"]) == ("conceded", "all five leak")


CONTESTED: Final = Contested(invoice_id="i1", customer_id="ACME", reference=COMPLAINT)
AGAIN: Final = HearDispute(contested=CONTESTED, note="they leak", by="care", on=DAY, again=True)


class TestTwice:
    def test_that_it_was_opened_again_is_noted_once_though_nothing_is_open(self) -> None:
        nothing = InvoiceTakenOver(
            number="INV-1",
            customer_id="ACME",
            amount=Money(minor=0, currency="USD"),
            invoiced_on=DAY,
            due_on=DAY,
            taken_over_by="ann",
            taken_over_on=DAY,
        )
        came_back = ReturnSettled(return_id=RETURN, settled_on=DAY)
        a_dispute = spec_of(DISPUTE).beside(INVOICE, "i1", nothing).given(came_back)
        a_dispute.when(AGAIN).then(ComplaintReopened(invoice_id="i1", reopened_on=DAY)).then_asked_again_nothing()
        a_dispute.when(replace(AGAIN, again=False)).then_nothing()
