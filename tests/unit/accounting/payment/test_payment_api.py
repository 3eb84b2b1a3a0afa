"""Payments over HTTP, with the invoices, the books and the credit that they move."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.published.sales import InstalmentTerm
from tests.unit.accounting.desk import MANAGER, Desk
from tests.unit.accounting.examples import delivered, line, placed, registered, shipped

BOSS: dict[str, Any] = {"person": "the.boss", "roles": MANAGER}
AUDITOR: dict[str, Any] = {"person": "an.auditor", "roles": ("company.auditor",)}


@pytest.fixture
async def desk() -> Desk:
    """ACME owes two invoices: one of 100.00 due in ten days, one of 50.00 due in five. BOLT owes nothing."""
    desk = await Desk.open()
    for customer in ("ACME", "BOLT"):
        await desk.hear(replace(registered(), customer_id=customer), key=customer)
    await bill(desk, "O-1", 10000, due_in_days=10)
    await bill(desk, "O-2", 5000, due_in_days=5)
    return desk


async def bill(desk: Desk, order_id: str, net: int, *, due_in_days: int, customer_id: str = "ACME") -> None:
    terms = (InstalmentTerm(percent=Decimal(100), due_in_days=due_in_days),)
    order = placed(line(1, 1, net, tax_code="EXEMPT"), order_id=order_id, terms=terms)
    await desk.hear(replace(order, customer_id=customer_id), key=order_id)
    for fact in (shipped, delivered):
        told = fact((1, 1), shipment_id=f"S-{order_id}", order_id=order_id)
        await desk.hear(replace(told, customer_id=customer_id), key=f"S-{order_id}")


async def invoice_of(desk: Desk, order_id: str) -> dict[str, Any]:
    (found,) = (await desk.get("/invoices", params={"order_id": order_id}))["items"]
    invoice: dict[str, Any] = found
    return invoice


async def pay(desk: Desk, minor: int, reference: str = "", **more: Any) -> dict[str, Any]:
    body = {"amount": {"minor": minor, "currency": "USD"}, "reference": reference, "bank_reference": f"B{minor}"}
    reply = await desk.post("/payments", body | more)
    return await desk.get(f"/payments/{reply['id']}")


async def exposure(desk: Desk) -> int:
    account = await desk.get("/credit-accounts/ACME", **AUDITOR)
    minor: int = account["exposure"]["total"]["minor"]
    return minor


async def refunded(desk: Desk, minor: int, reference: str = "", **more: Any) -> tuple[str, str]:
    """A payment of which all that is free was refunded: its path, and the refund's id."""
    path = f"/payments/{(await pay(desk, minor, reference, **more))['id']}"
    await desk.post(f"{path}/refunds", {"reason": "paid twice"})
    refund = (await desk.get(path))["refunds"][0]["refund_id"]
    await desk.post(f"{path}/refunds/{refund}/approval", **BOSS)
    return path, refund


GOODS = {"5000": 200, "1300": -200}
"""What the two shipments cost."""


class TestReceiving:
    async def test_an_invoice_paid_by_its_number_is_paid_in_one_transaction(self, desk: Desk) -> None:
        invoice = await invoice_of(desk, "O-1")
        payment = await pay(desk, 10000, f"Your invoice {invoice['number'].lower()}, thanks.")
        assert (payment["status"], payment["customer_id"]) == ("allocated", "ACME")
        assert (await invoice_of(desk, "O-1"))["settlement"] == "paid"
        assert (await invoice_of(desk, "O-1"))["payment_ids"] == [f"{payment['id']}.1"]
        assert await desk.balances() == GOODS | {"1000": 10000, "1100": 5000, "4000": -15000}
        assert await exposure(desk) == 5000
        assert "accounting.invoice.paid.v1" in desk.told()

    async def test_the_journey_of_a_payment_is_four_facts(self, desk: Desk) -> None:
        invoice = await invoice_of(desk, "O-1")
        await desk.company.pass_time(timedelta(days=2))  # the day on which it was posted
        store = desk.company.departments["accounting"].store
        position = sum(len(events) for events in store.streams.values())
        await pay(desk, 10000, invoice["number"])
        assert sum(len(events) for events in store.streams.values()) - position == 4

    @pytest.mark.parametrize("named_by", ["order_id", "invoice_id"])
    async def test_other_names_of_the_invoice_do_as_well(self, desk: Desk, named_by: str) -> None:
        invoice = await invoice_of(desk, "O-1")
        await pay(desk, 4000, invoice[named_by])
        assert (await invoice_of(desk, "O-1"))["open"]["minor"] == 6000

    @pytest.mark.parametrize("reference", ["ACME", "C-1"])
    async def test_a_customer_or_contract_settles_the_oldest_due_first(self, desk: Desk, reference: str) -> None:
        await pay(desk, 7000, reference)
        assert (await invoice_of(desk, "O-2"))["settlement"] == "paid"
        assert (await invoice_of(desk, "O-1"))["open"]["minor"] == 8000

    async def test_the_same_money_is_noted_once(self, desk: Desk) -> None:
        first = await pay(desk, 10000, "O-1")
        again = await pay(desk, 10000, "O-1")
        assert first == again
        other = {"amount": {"minor": 1, "currency": "USD"}, "bank_reference": "B10000"}
        assert await desk.refused("/payments", other) == (409, "accounting.payment.bank-reference-taken")

    async def test_part_after_part(self, desk: Desk) -> None:
        await pay(desk, 2500, "O-2")
        assert (await invoice_of(desk, "O-2"))["settlement"] == "part-paid"
        await pay(desk, 2501, "O-2")
        assert (await invoice_of(desk, "O-2"))["settlement"] == "paid"
        assert (await invoice_of(desk, "O-1"))["open"]["minor"] == 9999

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({"amount": {"minor": 0, "currency": "USD"}}, 422, "accounting.payment.nothing-received"),
            ({"received_on": "2099-01-01"}, 422, "accounting.payment.received-in-the-future"),
            ({"amount": {"minor": -1, "currency": "USD"}}, 422, "shared.request.invalid"),
            ({"amount": {"minor": 5, "currency": "UDS"}}, 422, "shared.request.invalid"),
            ({"bank_reference": ""}, 422, "shared.request.invalid"),
        ],
    )
    async def test_what_is_no_payment_is_refused(self, desk: Desk, body: Any, status: int, code: str) -> None:
        whole = {"amount": {"minor": 5, "currency": "USD"}, "bank_reference": "B"} | body
        assert await desk.refused("/payments", whole) == (status, code)

    async def test_only_accounting_notes_money(self, desk: Desk) -> None:
        body = {"amount": {"minor": 5, "currency": "USD"}, "bank_reference": "B"}
        assert await desk.refused("/payments", body, roles=("sales.rep",)) == (403, "shared.auth.role-missing")

    async def test_what_others_owe_covers_nothing_of_theirs(self, desk: Desk) -> None:
        await bill(desk, "O-9", 9000, due_in_days=30, customer_id="BOLT")
        payment = await pay(desk, 9000, "O-1", customer_id="BOLT")
        assert [one["invoice_number"] for one in payment["allocations"]] == [(await invoice_of(desk, "O-9"))["number"]]
        assert (await invoice_of(desk, "O-1"))["settlement"] == "open"


class TestUnidentifiedMoney:
    async def test_a_customer_whom_accounting_has_not_heard_of_is_kept_as_stated(self, desk: Desk) -> None:
        payment = await pay(desk, 700, customer_id="GHOST")
        assert (payment["status"], payment["customer_id"], payment["stated_customer_id"]) == (
            "unidentified",
            "",
            "GHOST",
        )
        assert (await pay(desk, 700, customer_id="GHOST"))["id"] == payment["id"]
        body = {"amount": {"minor": 700, "currency": "USD"}, "bank_reference": "B700", "customer_id": "ACME"}
        refused = await desk.refused("/payments", body)
        assert refused == (409, "accounting.payment.bank-reference-taken")

    async def test_it_waits_in_suspense_until_somebody_knows(self, desk: Desk) -> None:
        payment = await pay(desk, 6000, "no idea")
        waiting = await desk.get("/payments/queues/unidentified")
        assert [one["id"] for one in waiting["items"]] == [payment["id"]]
        assert (await desk.balances())["2900"] == -6000
        identification = f"/payments/{payment['id']}/identification"
        assert await desk.refused(identification, {"customer_id": "NOBODY"}) == (
            422,
            "accounting.payment.customer-unknown",
        )
        assert await desk.refused(identification, {"invoice_id": "NOTHING"}) == (
            422,
            "accounting.payment.invoice-names-nobody",
        )
        assert await desk.refused(identification, {}) == (422, "shared.request.invalid")
        await desk.post(identification, {"invoice_id": (await invoice_of(desk, "O-2"))["invoice_id"]})
        assert (await desk.get("/payments/queues/unidentified"))["items"] == []
        assert (await invoice_of(desk, "O-2"))["settlement"] == "paid"
        assert (await invoice_of(desk, "O-1"))["open"]["minor"] == 9000
        assert await desk.balances() == GOODS | {"1000": 6000, "1100": 9000, "4000": -15000}

    async def test_identified_wrongly_it_is_released(self, desk: Desk) -> None:
        payment = await pay(desk, 16000, customer_id="ACME")
        assert payment["free"]["minor"] == 1000
        path = f"/payments/{payment['id']}"
        assert await desk.refused(f"{path}/identification", {"customer_id": "BOLT"}) == (
            409,
            "accounting.payment.identified-already",
        )
        await desk.post(f"{path}/release", {"reason": "is BOLT's"})
        assert await exposure(desk) == 15000
        assert (await desk.balances())["2900"] == -16000
        await desk.post(f"{path}/identification", {"customer_id": "BOLT"})
        payment = await desk.get(path)
        assert (payment["status"], payment["customer_id"]) == ("on-account", "BOLT")
        assert await desk.balances() == GOODS | {"1000": 16000, "1100": 15000, "2200": -16000, "4000": -15000}

    async def test_a_refund_proposed_for_who_it_was_not_of_pays_nobody_out(self, desk: Desk) -> None:
        await bill(desk, "O-9", 9000, due_in_days=30, customer_id="BOLT")
        path = f"/payments/{(await pay(desk, 24000, customer_id='ACME'))['id']}"
        await desk.post(f"{path}/refunds", {"reason": "ACME paid twice"})
        await desk.post(f"{path}/release", {"reason": "is BOLT's"})
        assert (await desk.get("/payments/queues/refund-approval"))["items"] == []
        assert (await desk.get(path))["free"]["minor"] == 24000
        await desk.post(f"{path}/identification", {"customer_id": "BOLT"})
        assert (await invoice_of(desk, "O-9"))["settlement"] == "paid"
        shown = await desk.get(path)
        assert (shown["free"]["minor"], shown["refunds"][0]["status"]) == (15000, "refused")
        approval = f"{path}/refunds/{shown['refunds'][0]['refund_id']}/approval"
        assert await desk.refused(approval, **BOSS) == (409, "accounting.payment.refund-was-refused")


class TestMoneyOnAccount:
    async def test_too_much_is_credit_for_the_next_invoice(self, desk: Desk) -> None:
        payment = await pay(desk, 17000, customer_id="ACME")
        assert (payment["status"], payment["free"]["minor"]) == ("on-account", 2000)
        assert [one["id"] for one in (await desk.get("/payments/queues/on-account"))["items"]] == [payment["id"]]
        await bill(desk, "O-3", 3000, due_in_days=30)
        invoice = await invoice_of(desk, "O-3")
        allocation = f"/payments/{payment['id']}/allocation"
        too_much = {"invoice_id": invoice["invoice_id"], "amount": {"minor": 2001, "currency": "USD"}}
        assert await desk.refused(allocation, too_much) == (409, "accounting.payment.exceeds-free-amount")
        await desk.post(allocation, {"invoice_id": invoice["invoice_id"]})
        assert (await invoice_of(desk, "O-3"))["open"]["minor"] == 1000
        balances = await desk.balances()
        assert (balances["1100"], "2200" in balances) == (1000, False)
        assert await desk.refused(allocation, {"invoice_id": invoice["invoice_id"]}) == (
            409,
            "accounting.payment.nothing-to-allocate",
        )
        assert await desk.refused(allocation, {"invoice_id": "NOTHING"}) == (404, "accounting.invoice.unknown")

    async def test_of_more_invoices_than_it_settles_at_once_the_rest_is_matched(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("services.accounting.payment.api.MOST_OPEN", 1)
        await bill(desk, "O-3", 2000, due_in_days=60)
        owed = sum(one["open"]["minor"] for one in (await desk.get("/invoices/queues/open"))["items"])
        payment = await pay(desk, owed + 500, "ACME")
        assert [one["invoice_id"] for one in payment["allocations"]] == [(await invoice_of(desk, "O-2"))["invoice_id"]]
        path = f"/payments/{payment['id']}"
        for settled in (2, 3):
            await desk.post(f"{path}/matching")
            assert len((await desk.get(path))["allocations"]) == settled
        matched = await desk.get(path)
        assert (matched["status"], matched["free"]["minor"]) == ("on-account", 500)
        assert (await desk.balances()).get("1100", 0) == 0
        assert await desk.refused(f"{path}/matching") == (409, "accounting.payment.nothing-to-allocate")

    async def test_a_credit_note_on_a_paid_invoice_is_credit_too(self, desk: Desk) -> None:
        await pay(desk, 10000, "O-1")
        invoice = await invoice_of(desk, "O-1")
        body = {"amount": {"minor": 700, "currency": "USD"}, "reason": "scratched"}
        note = await desk.post(f"/invoices/{invoice['invoice_id']}/credit-notes", body)
        await desk.post(f"/credit-notes/{note['id']}/approval", **BOSS)
        (credit,) = (await desk.get("/payments/queues/on-account"))["items"]
        assert (credit["free"]["minor"], credit["customer_id"]) == (700, "ACME")
        assert (await desk.balances())["2200"] == -700
        assert await desk.refused(f"/payments/{credit['id']}/return", {"reason": "bounced"}) == (
            409,
            "accounting.payment.came-from-credit-note",
        )
        other = await invoice_of(desk, "O-2")
        await desk.post(f"/payments/{credit['id']}/allocation", {"invoice_id": other["invoice_id"]})
        assert (await invoice_of(desk, "O-2"))["open"]["minor"] == 4300
        assert "2200" not in await desk.balances()

    async def test_it_is_given_back_when_somebody_else_agrees(self, desk: Desk) -> None:
        payment = await pay(desk, 17000, customer_id="ACME")
        path = f"/payments/{payment['id']}"
        await desk.post(f"{path}/refunds", {"reason": "paid twice"}, person="the.boss", roles=MANAGER)
        (waiting,) = (await desk.get("/payments/queues/refund-approval"))["items"]
        approval = f"{path}/refunds/{waiting['refunds'][0]['refund_id']}/approval"
        assert await desk.refused(approval, **BOSS) == (403, "accounting.payment.own-refund")
        assert (await desk.balances())["2200"] == -2000
        await desk.post(approval, person="second.boss", roles=MANAGER)
        assert await desk.balances() == GOODS | {"1000": 15000, "4000": -15000}
        refund = {"reason": "again"}
        assert await desk.refused(f"{path}/refunds", refund) == (409, "accounting.payment.nothing-to-refund")

    async def test_a_refund_that_did_not_arrive_is_their_credit_again(self, desk: Desk) -> None:
        path, refund = await refunded(desk, 17000, customer_id="ACME")
        assert (await exposure(desk), "2200" in await desk.balances()) == (0, False)
        failure = f"{path}/refunds/{refund}/failure"
        for _ in ("noted", "and again"):
            await desk.post(failure, {"reason": "account closed"})
            shown = await desk.get(path)
            assert (shown["status"], shown["free"]["minor"], shown["refunded"]["minor"]) == ("on-account", 2000, 0)
            assert (shown["refunds"][0]["status"], shown["refunds"][0]["failed_because"]) == (
                "failed",
                "account closed",
            )
            assert await desk.balances() == GOODS | {"1000": 17000, "2200": -2000, "4000": -15000}
            assert await exposure(desk) == -2000
        code = "accounting.payment.refund-has-failed"
        assert await desk.refused(f"{path}/refunds/{refund}/approval", **BOSS) == (409, code)
        await desk.post(f"{path}/refunds", {"reason": "to their other account"})
        assert (await desk.get(path))["refunds"][1]["status"] == "proposed"

    async def test_it_goes_to_whoever_the_payment_is_of_by_then(self, desk: Desk) -> None:
        path, refund = await refunded(desk, 700, "no idea")
        await desk.post(f"{path}/identification", {"customer_id": "BOLT"})
        await desk.post(f"{path}/refunds/{refund}/failure", {"reason": "account closed"})
        assert (await desk.balances())["2200"] == -700
        assert (await desk.get("/credit-accounts/BOLT"))["exposure"]["total"]["minor"] == -700

    async def test_only_what_has_left_fails(self, desk: Desk) -> None:
        payment = await pay(desk, 17000, customer_id="ACME")
        path = f"/payments/{payment['id']}"
        await desk.post(f"{path}/refunds", {"reason": "paid twice"})
        refund = (await desk.get(path))["refunds"][0]["refund_id"]
        why = {"reason": "account closed"}
        code = "accounting.payment.refund-has-not-left"
        assert await desk.refused(f"{path}/refunds/{refund}/failure", why) == (409, code)
        assert await desk.refused(f"{path}/refunds/X/failure", why) == (404, "accounting.payment.refund-unknown")
        await desk.post(f"{path}/refunds/{refund}/approval", **BOSS)
        await desk.post(f"{path}/return", why)
        code = "accounting.payment.refund-is-reclaimed"
        assert await desk.refused(f"{path}/refunds/{refund}/failure", why) == (409, code)

    async def test_a_refused_refund_leaves_it_free(self, desk: Desk) -> None:
        payment = await pay(desk, 500, "no idea")
        path = f"/payments/{payment['id']}"
        await desk.post(f"{path}/refunds", {"reason": "not ours", "amount": {"minor": 400, "currency": "USD"}})
        shown = await desk.get(path)
        assert shown["free"]["minor"] == 100
        refund = shown["refunds"][0]["refund_id"]
        await desk.post(f"{path}/refunds/{refund}/refusal", {"reason": "it is ours"}, **BOSS)
        shown = await desk.get(path)
        assert (shown["free"]["minor"], shown["refund_status"]) == (500, "none")


class TestMoneyThatDidNotStay:
    async def test_what_it_settled_is_owed_again(self, desk: Desk) -> None:
        payment = await pay(desk, 10000, "O-1")
        await desk.post(f"/payments/{payment['id']}/return", {"reason": "called back"})
        assert (await invoice_of(desk, "O-1"))["open"]["minor"] == 10000
        assert await desk.balances() == GOODS | {"1100": 15000, "4000": -15000}
        assert await exposure(desk) == 15000
        shown = await desk.get(f"/payments/{payment['id']}")
        assert (shown["status"], shown["returned_because"]) == ("returned", "called back")
        history = await desk.ask("GET", f"/payments/{payment['id']}/history")
        assert [one["reason"] for one in history.json()] == [None, "called back"]
        assert desk.told()[-1] == "accounting.invoice.reopened.v1"

    async def test_money_given_back_meanwhile_is_owed_to_us(self, desk: Desk) -> None:
        payment = await pay(desk, 17000, customer_id="ACME")
        path = f"/payments/{payment['id']}"
        await desk.post(f"{path}/refunds", {"reason": "paid twice"})
        refund = (await desk.get(path))["refunds"][0]["refund_id"]
        await desk.post(f"{path}/refunds/{refund}/approval", **BOSS)
        await desk.post(f"{path}/return", {"reason": "called back"})
        assert await desk.balances() == GOODS | {
            "1000": -2000,
            "1100": 17000,
            "4000": -15000,
        }


class TestAsOf:
    """Money of the first of January, told on the day that the desk stands at, months later."""

    async def status(self, desk: Desk, path: str, **at: str) -> str | None:
        answer = await desk.ask("GET", path, params=at)
        return answer.json().get("status") if answer.status_code == 200 else None

    async def test_money_told_late_was_there_since_its_day_and_known_since_it_was_told(self, desk: Desk) -> None:
        today = desk.company.clock.now().date()
        day = today - timedelta(days=9)
        payment = await pay(desk, 100, "no idea", received_on=day.isoformat())
        path = f"/payments/{payment['id']}"
        assert payment["received_on"] == day.isoformat()
        assert await self.status(desk, path, as_of=(day - timedelta(days=1)).isoformat()) is None
        assert await self.status(desk, path, as_of=day.isoformat()) == "unidentified"
        assert await self.status(desk, path, as_of=f"{day + timedelta(days=4)}T10:00:00Z") == "unidentified"
        assert await self.status(desk, path, known_at=(today - timedelta(days=1)).isoformat()) is None
        assert await self.status(desk, path, known_at=today.isoformat()) == "unidentified"
        first = (await desk.ask("GET", f"{path}/history")).json()[0]
        assert first["occurred_at"].startswith(day.isoformat())
        assert first["recorded_at"].startswith(today.isoformat())

    async def test_what_it_settled_was_not_settled_before_it_was_owed(self, desk: Desk) -> None:
        invoice = await invoice_of(desk, "O-1")
        day = desk.company.clock.now().date() - timedelta(days=9)
        await pay(desk, 10000, invoice["number"], received_on=day.isoformat())
        path = f"/invoices/{invoice['invoice_id']}"
        assert await self.status(desk, path, as_of=day.isoformat()) is None
        today = desk.company.clock.now().date().isoformat()
        assert (await desk.get(path, params={"as_of": today}))["open"]["minor"] == 0

    async def test_no_day_and_no_moment_is_refused(self, desk: Desk) -> None:
        payment = await pay(desk, 100, "no idea")
        for wrong in ("2026-02-30", "yesterday", "2026-3-1", "20260301", "1772323200", "-1", "2"):
            answer = await desk.ask("GET", f"/payments/{payment['id']}", params={"as_of": wrong})
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "as_of")
