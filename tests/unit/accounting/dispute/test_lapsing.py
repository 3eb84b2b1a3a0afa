"""A concession waits for its credit note; what another one takes meanwhile is not credited twice, nor waited for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from shared.published.care import ComplaintOpenedV1, ReturnCreditGrantedV1, ReturnItem
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, OTHER_BOSS, invoice_of, late_payer, pay
from tests.unit.accounting.examples import delivered, line, placed, shipped

DAY: Final = date(2026, 3, 4)
WHY: Final = {"reason": "as agreed by phone"}
EXCEEDS: Final = (409, "accounting.invoice.exceeds-what-is-creditable")
REFUSED: Final = (409, "accounting.credit-note.already-refused")


def usd(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "USD"}


@pytest.fixture
async def desk() -> Desk:
    """ACME owes O-1, 1,000.00 for ten units; and O-2, 500.00 for five units of one line and 500.00 of another."""
    desk = await late_payer(orders={"O-1": (10, 100_000)})
    lines = (line(1, 5, 50_000, tax_code="EXEMPT"), line(2, 5, 50_000, tax_code="EXEMPT"))
    await desk.hear(placed(*lines, order_id="O-2"), key="O-2")
    now = desk.company.clock.now()
    left = shipped((1, 5), (2, 5), shipment_id="S-O-2", order_id="O-2")
    arrived = delivered((1, 5), (2, 5), shipment_id="S-O-2", order_id="O-2")
    await desk.hear(replace(left, shipped_on=now.date()), key="S-O-2")
    await desk.hear(replace(arrived, delivered_at=now), key="S-O-2")
    return desk


async def contested(desk: Desk, minor: int, order_id: str = "O-1") -> str:
    invoice = await invoice_of(desk, order_id)
    body = {"invoice_id": invoice["invoice_id"], "reason_code": "price", "amount": usd(minor)}
    return str((await desk.post("/disputes", body))["id"])


async def conceded(desk: Desk, dispute: str, minor: int) -> None:
    await desk.post(f"/disputes/{dispute}/concession", WHY | {"amount": usd(minor)}, **BOSS)


async def credit(desk: Desk, what: dict[str, Any], order_id: str = "O-1") -> str:
    """A credit note of two persons that no dispute led to, by its number."""
    invoice = await invoice_of(desk, order_id)
    note = str((await desk.post(f"/invoices/{invoice['invoice_id']}/credit-notes", WHY | what))["id"])
    await desk.post(f"/credit-notes/{note}/approval", **BOSS)
    return str((await desk.get(f"/credit-notes/{note}"))["number"])


def units(line_no: int, quantity: int) -> dict[str, Any]:
    return {"lines": [{"line_no": line_no, "quantity": str(quantity)}]}


async def found(desk: Desk, dispute: str) -> dict[str, Any]:
    return await desk.get(f"/disputes/{dispute}")


class TestOtherCredit:
    async def test_what_leaves_less_than_is_conceded_ends_the_waiting_and_says_why(self, desk: Desk) -> None:
        dispute = await contested(desk, 60_000)
        await conceded(desk, dispute, 50_000)
        number = await credit(desk, {"amount": usd(70_000)})
        assert (await found(desk, dispute))["status"] == "to-credit"
        note = f"/credit-notes/{dispute}.credit1"
        assert await desk.refused(f"{note}/approval", **OTHER_BOSS) == REFUSED
        refused = await desk.get(note)
        assert (refused["status"], refused["refused_by"]) == ("refused", "")
        assert refused["refused_because"] == (
            f"credit note {number} took back what this one would; 300.00 USD is left of the invoice"
        )
        assert await desk.refused(f"/disputes/{dispute}/concession", WHY, **BOSS) == EXCEEDS
        await conceded(desk, dispute, 30_000)
        await desk.post(f"/credit-notes/{dispute}.credit2/approval", **OTHER_BOSS)
        assert (await found(desk, dispute))["outcome"] == "for-customer"
        assert (await invoice_of(desk))["open"]["minor"] == 0

    async def test_what_leaves_enough_changes_nothing(self, desk: Desk) -> None:
        dispute = await contested(desk, 60_000)
        await conceded(desk, dispute, 50_000)
        await credit(desk, {"amount": usd(50_000)})
        assert (await found(desk, dispute))["status"] == "conceded"
        await desk.post(f"/credit-notes/{dispute}.credit1/approval", **OTHER_BOSS)
        assert (await invoice_of(desk))["open"]["minor"] == 0

    async def test_what_takes_the_very_units_of_it_does_so_too_though_enough_is_left(self, desk: Desk) -> None:
        dispute = await contested(desk, 40_000, "O-2")
        await conceded(desk, dispute, 40_000)
        await credit(desk, units(1, 5), "O-2")
        assert (await found(desk, dispute))["status"] == "to-credit"
        await conceded(desk, dispute, 40_000)
        await desk.post(f"/credit-notes/{dispute}.credit2/approval", **OTHER_BOSS)
        assert (await invoice_of(desk, "O-2"))["open"]["minor"] == 10_000

    async def test_where_nothing_is_left_to_credit_the_dispute_is_over(self, desk: Desk) -> None:
        dispute = await contested(desk, 30_000)
        await conceded(desk, dispute, 30_000)
        await credit(desk, {"amount": usd(100_000)})
        over = await found(desk, dispute)
        assert (over["status"], over["outcome"]) == ("settled", "for-customer")
        assert over["credit_note_id"] not in ("", f"{dispute}.credit1")
        assert (await invoice_of(desk))["disputed"]["minor"] == 0

    async def test_of_two_concessions_that_which_is_approved_first_leaves_too_little_for_the_other(
        self, desk: Desk
    ) -> None:
        first, second = await contested(desk, 50_000), await contested(desk, 50_000)
        await pay(desk, 40_000, (await invoice_of(desk))["number"])
        await conceded(desk, first, 50_000)
        await conceded(desk, second, 50_000)
        await credit(desk, {"amount": usd(10_000)})
        await desk.post(f"/credit-notes/{second}.credit1/approval", **OTHER_BOSS)
        assert (await found(desk, first))["status"] == "to-credit"

    async def test_paid_meanwhile_it_still_waits_for_what_is_to_be_conceded(self, desk: Desk) -> None:
        dispute = await contested(desk, 80_000)
        await conceded(desk, dispute, 80_000)
        await pay(desk, 70_000, (await invoice_of(desk))["number"])
        await credit(desk, {"amount": usd(30_000)})
        assert (await found(desk, dispute))["status"] == "to-credit"


OTHER: Final = "other"
CONCEDED: Final = "conceded"
APPROVED: Final = "approved"


@pytest.mark.parametrize(
    ("order", "refusals", "status", "left"),
    [
        ((OTHER, CONCEDED, APPROVED), [EXCEEDS, (404, "shared.request.unknown-document")], "open", 20_000),
        ((CONCEDED, OTHER, APPROVED), [REFUSED], "to-credit", 20_000),
        ((CONCEDED, APPROVED, OTHER), [EXCEEDS], "settled", 50_000),
    ],
)
async def test_whichever_comes_first_is_credited_and_the_other_is_refused(
    desk: Desk, order: tuple[str, ...], refusals: list[tuple[int, str]], status: str, left: int
) -> None:
    dispute = await contested(desk, 60_000)
    invoice_id = (await invoice_of(desk))["invoice_id"]
    other = str((await desk.post(f"/invoices/{invoice_id}/credit-notes", WHY | {"amount": usd(80_000)}))["id"])
    asked = {
        OTHER: (f"/credit-notes/{other}/approval", None, BOSS),
        CONCEDED: (f"/disputes/{dispute}/concession", WHY | {"amount": usd(50_000)}, BOSS),
        APPROVED: (f"/credit-notes/{dispute}.credit1/approval", None, OTHER_BOSS),
    }
    seen = []
    for step in order:
        path, body, person = asked[step]
        answer = await desk.ask("POST", path, body, **person)
        if not answer.is_success:
            seen.append((answer.status_code, answer.json()["code"]))
    assert seen == refusals
    assert (await found(desk, dispute))["status"] == status
    assert (await invoice_of(desk))["open"]["minor"] == left


class TestReturnedGoods:
    async def complained(self, desk: Desk, quantity: int) -> str:
        told = ComplaintOpenedV1(
            complaint_id="CP-1",
            customer_id="ACME",
            order_id="O-1",
            invoice_id="",
            kind="goods",
            subject="they leak",
            opened_on=DAY,
            line_no=1,
            quantity=Decimal(quantity),
        )
        await desk.hear(told, key="CP-1")
        (dispute,) = (await desk.get("/disputes", params={"status": "open"}))["items"]
        return str(dispute["id"])

    async def came_back(self, desk: Desk, quantity: int) -> None:
        granted = ReturnCreditGrantedV1(
            return_id="R-1",
            grant_id="G-1",
            order_id="O-1",
            customer_id="ACME",
            item=ReturnItem(item_no=1, line_no=1, sku="SKU-1", shipment_id="S-O-1", quantity=Decimal(quantity)),
            reason="they leak",
            requested_by="cara.agent",
            granted_by="carl.care-manager",
            granted_on=DAY,
            complaint_id="CP-1",
        )
        await desk.hear(granted, key="R-1")

    async def test_what_came_back_because_of_it_is_not_conceded_as_well(self, desk: Desk) -> None:
        dispute = await self.complained(desk, 5)
        await conceded(desk, dispute, 50_000)
        await self.came_back(desk, 3)
        after = await found(desk, dispute)
        assert (after["status"], after["contested"]["minor"]) == ("to-credit", 20_000)
        assert await desk.refused(f"/credit-notes/{dispute}.credit1/approval", **OTHER_BOSS) == REFUSED
        await desk.post(f"/disputes/{dispute}/concession", WHY, **BOSS)
        await desk.post(f"/credit-notes/{dispute}.credit2/approval", **OTHER_BOSS)
        assert (await invoice_of(desk))["open"]["minor"] == 50_000

    async def test_come_back_before_only_the_rest_is_conceded(self, desk: Desk) -> None:
        dispute = await self.complained(desk, 5)
        await self.came_back(desk, 3)
        body = WHY | {"amount": usd(50_000)}
        assert await desk.refused(f"/disputes/{dispute}/concession", body, **BOSS) == (
            422,
            "accounting.dispute.concession-too-high",
        )

    async def test_a_concession_of_no_more_than_is_left_waits_on(self, desk: Desk) -> None:
        dispute = await self.complained(desk, 5)
        await conceded(desk, dispute, 20_000)
        await self.came_back(desk, 3)
        assert (await found(desk, dispute))["status"] == "conceded"

    async def test_all_of_them_come_back_and_the_dispute_is_over(self, desk: Desk) -> None:
        dispute = await self.complained(desk, 5)
        await conceded(desk, dispute, 50_000)
        await self.came_back(desk, 5)
        over = await found(desk, dispute)
        assert (over["status"], over["outcome"]) == ("settled", "for-customer")
        assert await desk.refused(f"/credit-notes/{dispute}.credit1/approval", **OTHER_BOSS) == REFUSED
