"""Disputes over HTTP: what is contested is not dunned; everything else of the customer is."""

from datetime import date
from typing import Any

import pytest

from shared.published.care import (
    ComplaintOpenedV1,
    ComplaintReopenedV1,
    ComplaintResolvedV1,
    ComplaintWithdrawnV1,
)
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, bill, case, invoice_of, late_payer, pay, reminders, until

WHY = {"reason": "as agreed by phone"}


@pytest.fixture
async def desk() -> Desk:
    """ACME is late with O-1, 1,000.00 since 1 April, and with O-2, 500.00 since 2 April."""
    desk = await late_payer()
    await bill(desk, "O-2", 50_000, due_in_days=31)
    await until(desk, date(2026, 4, 3))
    return desk


async def dispute(desk: Desk, order_id: str = "O-1", **more: Any) -> str:
    invoice = await invoice_of(desk, order_id)
    body = {"invoice_id": invoice["invoice_id"], "reason_code": "price"} | more
    reply = await desk.post("/disputes", body)
    return str(reply["id"])


async def last_letter(desk: Desk) -> str:
    return str((await reminders(desk))[-1]["text"])


class TestOpening:
    async def test_what_is_contested_is_not_dunned_and_the_rest_is(self, desk: Desk) -> None:
        first, second = await invoice_of(desk, "O-1"), await invoice_of(desk, "O-2")
        await dispute(desk)
        assert (await case(desk))["disputed"]["minor"] == 100_000
        await until(desk, date(2026, 4, 7))
        letter = await last_letter(desk)
        assert second["number"] in letter
        assert first["number"] not in letter
        assert "In all: $500.00" in letter

    async def test_a_part_is_contested(self, desk: Desk) -> None:
        await dispute(desk, amount={"minor": 30_000, "currency": "USD"})
        await until(desk, date(2026, 4, 7))
        assert "In all: $1,200.00" in await last_letter(desk)

    async def test_never_more_than_is_open_and_not_contested_yet(self, desk: Desk) -> None:
        await dispute(desk, amount={"minor": 80_000, "currency": "USD"})
        invoice = await invoice_of(desk)
        body = {"invoice_id": invoice["invoice_id"], "reason_code": "other"}
        too_much = body | {"amount": {"minor": 20_001, "currency": "USD"}}
        assert await desk.refused("/disputes", too_much) == (422, "accounting.dispute.nothing-to-dispute")
        unknown = body | {"invoice_id": "nobody-knows"}
        assert await desk.refused("/disputes", unknown) == (404, "accounting.invoice.unknown")


class TestSettling:
    async def test_for_us_it_is_dunned_again(self, desk: Desk) -> None:
        dispute_id = await dispute(desk)
        await desk.post(f"/disputes/{dispute_id}/rejection", WHY)
        await desk.post(f"/disputes/{dispute_id}/rejection", WHY)
        assert (await case(desk))["disputed"]["minor"] == 0
        await until(desk, date(2026, 4, 7))
        assert "In all: $1,500.00" in await last_letter(desk)
        assert await desk.refused(f"/disputes/{dispute_id}/withdrawal", WHY) == (
            409,
            "accounting.dispute.settled-already",
        )

    async def test_for_the_customer_by_a_credit_note_of_two_persons(self, desk: Desk) -> None:
        dispute_id = await dispute(desk)
        path = f"/disputes/{dispute_id}"
        await desk.post(f"{path}/concession", WHY | {"amount": {"minor": 25_000, "currency": "USD"}}, **BOSS)
        conceded = await desk.get(path)
        assert conceded["status"] == "conceded"
        assert (await case(desk))["disputed"]["minor"] == 100_000
        assert await desk.refused(f"{path}/rejection", WHY) == (409, "accounting.dispute.credit-note-pending")
        note = f"/credit-notes/{conceded['credit_note_id']}"
        assert (await desk.refused(f"{note}/approval", **BOSS))[1] == "accounting.credit-note.own"
        await desk.post(f"{note}/approval", **(BOSS | {"person": "another.boss"}))
        settled = await desk.get(path)
        assert (settled["status"], settled["outcome"]) == ("settled", "for-customer")
        assert (await invoice_of(desk))["open"]["minor"] == 75_000
        assert (await case(desk))["disputed"]["minor"] == 0

    async def test_a_refused_credit_note_opens_it_again(self, desk: Desk) -> None:
        dispute_id = await dispute(desk)
        for attempt in ("credit1", "credit2"):
            await desk.post(f"/disputes/{dispute_id}/concession", WHY, **BOSS)
            found = await desk.get(f"/disputes/{dispute_id}")
            assert found["credit_note_id"] == f"{dispute_id}.{attempt}"
            await desk.post(f"/credit-notes/{found['credit_note_id']}/refusal", WHY)
            assert (await desk.get(f"/disputes/{dispute_id}"))["status"] == "open"

    async def test_what_was_rejected_too_early_is_reopened_with_a_reason(self, desk: Desk) -> None:
        dispute_id = await dispute(desk, amount={"minor": 30_000, "currency": "USD"})
        path = f"/disputes/{dispute_id}"
        await desk.post(f"{path}/rejection", WHY)
        await desk.post(f"{path}/reopening", {"reason": "their delivery note says otherwise"})
        await desk.post(f"{path}/reopening", {"reason": "their delivery note says otherwise"})
        found = await desk.get(path)
        assert (found["status"], found["note"]) == ("open", "their delivery note says otherwise")
        assert (await case(desk))["disputed"]["minor"] == 30_000
        await desk.post(f"{path}/rejection", WHY)
        await pay(desk, 100_000, (await invoice_of(desk))["number"])
        nothing = await desk.refused(f"{path}/reopening", WHY)
        assert nothing == (422, "accounting.dispute.nothing-to-dispute")
        unknown = await desk.refused("/disputes/nobody-knows/reopening", WHY)
        assert unknown == (404, "shared.request.unknown-document")

    async def test_what_is_credited_is_not_reopened(self, desk: Desk) -> None:
        dispute_id = await dispute(desk)
        await desk.post(f"/disputes/{dispute_id}/concession", WHY, **BOSS)
        await desk.post(f"/credit-notes/{dispute_id}.credit1/approval", **(BOSS | {"person": "another.boss"}))
        assert await desk.refused(f"/disputes/{dispute_id}/reopening", WHY) == (
            409,
            "accounting.dispute.settled-already",
        )

    async def test_no_more_is_conceded_than_is_contested(self, desk: Desk) -> None:
        dispute_id = await dispute(desk, amount={"minor": 100, "currency": "USD"})
        body = WHY | {"amount": {"minor": 101, "currency": "USD"}}
        assert await desk.refused(f"/disputes/{dispute_id}/concession", body, **BOSS) == (
            422,
            "accounting.dispute.concession-too-high",
        )

    async def test_what_is_paid_during_a_dispute_resolves_the_case_and_ends_the_dispute(self, desk: Desk) -> None:
        dispute_id = await dispute(desk)
        await pay(desk, 150_000, "ACME")
        assert (await case(desk))["status"] == "resolved"
        found = await desk.get(f"/disputes/{dispute_id}")
        assert (found["status"], found["outcome"], found["settled_because"]) == (
            "settled",
            "paid",
            "the invoice is paid",
        )
        assert (await desk.get("/disputes/queues/open"))["items"] == []
        assert (await invoice_of(desk))["disputed"]["minor"] == 0

    async def test_what_is_paid_in_part_stays_contested(self, desk: Desk) -> None:
        dispute_id = await dispute(desk)
        await pay(desk, 40_000, (await invoice_of(desk))["number"])
        assert (await desk.get(f"/disputes/{dispute_id}"))["status"] == "open"
        assert (await case(desk))["disputed"]["minor"] == 60_000

    async def test_a_credit_note_that_is_pending_is_decided_about_though_the_invoice_is_paid(self, desk: Desk) -> None:
        dispute_id = await dispute(desk)
        await desk.post(f"/disputes/{dispute_id}/concession", WHY, **BOSS)
        await pay(desk, 150_000, "ACME")
        found = await desk.get(f"/disputes/{dispute_id}")
        assert found["status"] == "conceded"
        await desk.post(f"/credit-notes/{found['credit_note_id']}/approval", **(BOSS | {"person": "another.boss"}))
        assert (await desk.get(f"/disputes/{dispute_id}"))["outcome"] == "for-customer"


class TestHearingCare:
    async def complaint(self, desk: Desk, **more: Any) -> ComplaintOpenedV1:
        invoice = await invoice_of(desk)
        return ComplaintOpenedV1(
            **{
                "complaint_id": "CP-1",
                "customer_id": "ACME",
                "order_id": "O-1",
                "invoice_id": invoice["invoice_id"],
                "kind": "quality",
                "subject": "half of it is broken",
                "opened_on": date(2026, 4, 3),
            }
            | more
        )

    async def test_a_complaint_about_an_invoice_contests_it_until_care_decides(self, desk: Desk) -> None:
        told = await self.complaint(desk)
        await desk.hear(told, key="CP-1")
        await desk.hear(told, key="CP-1")
        assert (await case(desk))["disputed"]["minor"] == 100_000
        common: dict[str, Any] = {
            "complaint_id": "CP-1",
            "customer_id": "ACME",
            "order_id": "O-1",
            "invoice_id": told.invoice_id,
        }
        day = date(2026, 4, 3)
        await desk.hear(
            ComplaintResolvedV1(**common, outcome="rejected", resolution="it is not", resolved_on=day), key="CP-1"
        )
        assert (await desk.get("/disputes/CP-1"))["outcome"] == "for-us"
        await desk.hear(ComplaintReopenedV1(**common, reason="it is", reopened_on=day), key="CP-1")
        assert (await case(desk))["disputed"]["minor"] == 100_000
        await desk.hear(ComplaintWithdrawnV1(**common, reason="found the rest", withdrawn_on=day), key="CP-1")
        assert (await desk.get("/disputes/CP-1"))["outcome"] == "withdrawn"
        assert (await case(desk))["disputed"]["minor"] == 0

    async def test_a_complaint_contests_what_is_not_contested_yet(self, desk: Desk) -> None:
        first = await dispute(desk, amount={"minor": 30_000, "currency": "USD"})
        await desk.hear(await self.complaint(desk), key="CP-1")
        assert (await desk.get("/disputes/CP-1"))["amount"]["minor"] == 70_000
        await desk.hear(await self.complaint(desk, complaint_id="CP-2"), key="CP-2")
        assert (await desk.ask("GET", "/disputes/CP-2")).status_code == 404
        await desk.post(f"/disputes/{first}/rejection", WHY)
        assert (await case(desk))["disputed"]["minor"] == 70_000

    @pytest.mark.parametrize("what", [{"invoice_id": ""}, {"invoice_id": "unheard"}, {"customer_id": "BOLT"}])
    async def test_one_about_nothing_of_theirs_contests_nothing(self, desk: Desk, what: dict[str, str]) -> None:
        await desk.hear(await self.complaint(desk, **what), key="CP-1")
        assert (await case(desk))["disputed"]["minor"] == 0


class TestTelling:
    async def test_others_hear_what_is_late_and_what_is_contested_of_it(self, desk: Desk) -> None:
        first = await invoice_of(desk, "O-1")
        fell = desk.telling("invoice.fell-overdue.v1")
        assert [(one["order_id"], one["amount"]["minor"], one["overdue"]["minor"]) for one in fell] == [
            ("O-1", 100_000, 100_000),
            ("O-2", 50_000, 50_000),
        ]
        assert (fell[0]["due_on"], fell[0]["number"]) == ("2026-04-01", first["number"])
        dispute_id = await dispute(desk, amount={"minor": 30_000, "currency": "USD"})
        (contested,) = desk.telling("invoice.disputed.v1")
        assert (contested["dispute_id"], contested["amount"]["minor"]) == (dispute_id, 30_000)
        assert (contested["open"]["minor"], contested["overdue"]["minor"]) == (100_000, 70_000)
        await desk.post(f"/disputes/{dispute_id}/rejection", WHY)
        (ended,) = desk.telling("invoice.dispute-ended.v1")
        assert (ended["dispute_id"], ended["overdue"]["minor"]) == (dispute_id, 100_000)

    async def test_what_is_contested_as_a_whole_when_its_day_passes_is_not_told_as_late(self, desk: Desk) -> None:
        await bill(desk, "O-3", 20_000, due_in_days=40)
        dispute_id = await dispute(desk, "O-3")
        await until(desk, date(2026, 5, 20))
        assert [one["order_id"] for one in desk.telling("invoice.fell-overdue.v1")] == ["O-1", "O-2"]
        await desk.post(f"/disputes/{dispute_id}/withdrawal", WHY)
        (ended,) = desk.telling("invoice.dispute-ended.v1")
        assert (ended["order_id"], ended["overdue"]["minor"]) == ("O-3", 20_000)

    async def test_a_part_payment_tells_what_is_still_late(self, desk: Desk) -> None:
        invoice = await invoice_of(desk, "O-1")
        await pay(desk, 40_000, reference=invoice["number"])
        (part,) = desk.telling("invoice.part-paid.v1")
        assert (part["open"]["minor"], part["overdue"]["minor"]) == (60_000, 60_000)
