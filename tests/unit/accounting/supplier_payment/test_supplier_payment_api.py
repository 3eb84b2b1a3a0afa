"""Paying suppliers over HTTP, with the payables and the books that it moves."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from shared.kernel.money import Money
from tests.unit.accounting.desk import MANAGER, Desk
from tests.unit.accounting.supplier_payment.examples import supplier_credit, supplier_invoice

BOSS: dict[str, Any] = {"person": "the.boss", "roles": MANAGER}


@pytest.fixture
async def desk() -> Desk:
    """PUMPCO is owed 11.00 for si1 and 11.00 for si2."""
    desk = await Desk.open()
    for invoice_id in ("si1", "si2"):
        await desk.hear(supplier_invoice(invoice_id), key=invoice_id)
    return desk


async def proposed(desk: Desk, *payables: str) -> str:
    body = {"supplier_id": "PUMPCO", "payables": list(payables)}
    found: str = (await desk.post("/supplier-payments", body))["id"]
    return found


async def sent(desk: Desk, *payables: str) -> str:
    payment_id = await proposed(desk, *payables)
    await desk.post(f"/supplier-payments/{payment_id}/approval", **BOSS)
    await desk.post(f"/supplier-payments/{payment_id}/dispatch")
    return payment_id


async def statuses(desk: Desk) -> dict[str, str]:
    return {one["id"]: one["status"] for one in (await desk.get("/payables"))["items"]}


class TestPaying:
    async def test_one_proposes_another_approves_and_the_bank_gets_it(self, desk: Desk) -> None:
        payment_id = await proposed(desk, "si1", "si2")
        path = f"/supplier-payments/{payment_id}"
        assert await statuses(desk) == {"si1": "in-payment", "si2": "in-payment"}
        (waiting,) = (await desk.get("/supplier-payments/queues/approval"))["items"]
        assert (waiting["id"], waiting["amount"]["minor"]) == (payment_id, 2200)
        assert await desk.refused(f"{path}/dispatch") == (409, "accounting.supplier-payment.not-approved")
        own: dict[str, Any] = {"person": "a.clerk", "roles": MANAGER}
        assert await desk.refused(f"{path}/approval", **own) == (403, "accounting.supplier-payment.own-proposal")
        assert await desk.refused(f"{path}/approval") == (403, "shared.auth.role-missing")
        await desk.post(f"{path}/approval", **BOSS)
        assert (await desk.get("/supplier-payments/queues/to-send"))["items"][0]["id"] == payment_id

        await desk.post(f"{path}/dispatch")
        assert await statuses(desk) == {"si1": "paid", "si2": "paid"}
        assert await desk.balances() == {"2050": 2000, "1200": 200, "1000": -2200}
        assert desk.told() == ["accounting.supplier-payment.made.v1"]
        await desk.post(f"{path}/confirmation")
        assert (await desk.get(path))["status"] == "succeeded"

    async def test_a_payable_is_in_one_live_payment(self, desk: Desk) -> None:
        first = await proposed(desk, "si1")
        body = {"supplier_id": "PUMPCO", "payables": ["si1", "si2"]}
        assert await desk.refused("/supplier-payments", body) == (409, "accounting.payable.in-another-payment")
        assert await statuses(desk) == {"si1": "in-payment", "si2": "open"}
        await desk.post(f"/supplier-payments/{first}/refusal", {"reason": "too early"}, **BOSS)
        assert await statuses(desk) == {"si1": "open", "si2": "open"}
        await sent(desk, "si1", "si2")
        assert await desk.refused("/supplier-payments", body) == (409, "accounting.payable.is-paid")

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({"payables": ["nothing"]}, 404, "accounting.payable.unknown"),
            ({"supplier_id": "BOLTCO"}, 422, "accounting.supplier-payment.other-supplier"),
            ({"pay_on": "2020-01-01"}, 422, "accounting.supplier-payment.pay-on-has-passed"),
            ({"payables": []}, 422, "shared.request.invalid"),
        ],
    )
    async def test_what_cannot_be_paid_is_refused(self, desk: Desk, body: Any, status: int, code: str) -> None:
        whole = {"supplier_id": "PUMPCO", "payables": ["si1"]} | body
        assert await desk.refused("/supplier-payments", whole) == (status, code)

    async def test_a_payment_that_nobody_proposed_is_unknown(self, desk: Desk) -> None:
        assert await desk.refused("/supplier-payments/none/dispatch") == (404, "shared.request.unknown-document")


class TestCredits:
    CREDITED = (409, "accounting.payable.credited")

    async def test_a_bill_is_paid_together_with_its_credit(self, desk: Desk) -> None:
        await desk.hear(supplier_credit("c1", "si1", 300), key="c1")
        shown = await desk.get("/payables/si1")
        assert [(one["credit_id"], one["is_open"]) for one in shown["credited_by"]] == [("c1", True)]
        body = {"supplier_id": "PUMPCO", "payables": ["si1", "si2"]}
        assert await desk.refused("/supplier-payments", body) == self.CREDITED
        payment_id = await sent(desk, "si1", "c1")
        assert (await desk.get(f"/supplier-payments/{payment_id}"))["amount"]["minor"] == 800
        assert await statuses(desk) == {"si1": "paid", "si2": "open", "c1": "paid"}
        await desk.post(f"/supplier-payments/{payment_id}/failure", {"reason": "no such account"})
        alone = {"supplier_id": "PUMPCO", "payables": ["si1"]}
        assert await desk.refused("/supplier-payments", alone) == self.CREDITED
        await sent(desk, "si1", "c1")

    async def test_or_alone_once_the_credit_was_taken_off_elsewhere(self, desk: Desk) -> None:
        await desk.hear(supplier_credit("c1", "si1", 300), key="c1")
        await sent(desk, "si2", "c1")
        await sent(desk, "si1")
        assert (await desk.balances())["1000"] == -1900

    async def test_a_payment_that_lacks_one_is_not_sent_but_proposed_anew(self, desk: Desk) -> None:
        payment_id = await proposed(desk, "si1")
        path = f"/supplier-payments/{payment_id}"
        await desk.post(f"{path}/approval", **BOSS)
        await desk.hear(supplier_credit("c1", "si1", 300), key="c1")
        assert await desk.refused(f"{path}/dispatch") == self.CREDITED
        await desk.post(f"{path}/refusal", {"reason": "it was credited"})
        await sent(desk, "si1", "c1")

    async def test_a_credit_that_is_heard_before_its_bill_counts(self, desk: Desk) -> None:
        await desk.hear(supplier_credit("c1", "si3", 300), key="c1")
        await desk.hear(supplier_invoice("si3"), key="si3")
        assert await desk.refused("/supplier-payments", {"supplier_id": "PUMPCO", "payables": ["si3"]}) == self.CREDITED
        await sent(desk, "si3", "c1")


class TestClearing:
    """si1, over 11.00, and a credit of all of it."""

    BOTH: ClassVar = {"supplier_id": "PUMPCO", "payables": ["si1", "c1"]}

    @pytest.fixture
    async def desk(self, desk: Desk) -> Desk:
        await desk.hear(supplier_credit("c1", "si1", 1100), key="c1")
        return desk

    async def test_a_bill_that_is_credited_in_whole_is_cleared_without_money(self, desk: Desk) -> None:
        books = await desk.balances()
        assert await desk.refused("/supplier-payments", self.BOTH) == (
            422,
            "accounting.supplier-payment.nothing-to-pay",
        )
        path = f"/supplier-payments/{(await desk.post('/supplier-payments/clearings', self.BOTH))['id']}"
        shown = await desk.get(path)
        assert (shown["status"], shown["amount"]["minor"], shown["proposed_by"]) == ("cleared", 0, "a.clerk")
        assert await statuses(desk) == {"si1": "paid", "si2": "open", "c1": "paid"}
        assert (await desk.get("/payables/si1"))["credited_by"][0]["is_open"] is False
        assert await desk.balances() == books
        assert (await desk.get("/journal-entries", params={"source": "supplier-payment"}))["items"] == []
        for queue in ("approval", "to-send"):
            assert (await desk.get(f"/supplier-payments/queues/{queue}"))["items"] == []
        assert desk.told() == ["accounting.supplier-payment.made.v1"]

    async def test_it_is_not_due_any_more(self, desk: Desk) -> None:
        await desk.post("/supplier-payments/clearings", self.BOTH)
        await desk.company.pass_time(timedelta(days=31))
        assert [one["id"] for one in (await desk.get("/payables/queues/due"))["items"]] == ["si2"]

    async def test_taken_back_it_is_due_and_to_be_taken_off_again(self, desk: Desk) -> None:
        books = await desk.balances()
        cleared = (await desk.post("/supplier-payments/clearings", self.BOTH))["id"]
        path = f"/supplier-payments/{cleared}"
        for what in ("dispatch", "approval"):
            assert await desk.refused(f"{path}/{what}", **BOSS) == (409, "accounting.supplier-payment.was-cleared")
        await desk.post(f"{path}/clearing/taking-back", {"reason": "of another bill"})
        shown = await desk.get(path)
        assert (shown["status"], shown["reason"], shown["refused_by"]) == ("taken-back", "of another bill", "a.clerk")
        assert await statuses(desk) == {"si1": "open", "si2": "open", "c1": "open"}
        alone = {"supplier_id": "PUMPCO", "payables": ["si1"]}
        assert await desk.refused("/supplier-payments", alone) == TestCredits.CREDITED
        assert await desk.balances() == books
        assert desk.told() == ["accounting.supplier-payment.made.v1", "accounting.supplier-payment.failed.v1"]
        await desk.post("/supplier-payments/clearings", {"supplier_id": "PUMPCO", "payables": ["si2", "c1"]})
        await sent(desk, "si1")
        assert await statuses(desk) == {"si1": "paid", "si2": "paid", "c1": "paid"}

    async def test_a_payment_that_arrives_after_all_says_what_has_cleared_its_bill(self, desk: Desk) -> None:
        late = await sent(desk, "si2")
        await desk.post(f"/supplier-payments/{late}/failure", {"reason": "no such account"})
        await desk.hear(supplier_credit("c2", "si2", 1100), key="c2")
        body = {"supplier_id": "PUMPCO", "payables": ["si2", "c2"]}
        clearing = (await desk.post("/supplier-payments/clearings", body))["id"]
        refused = (await desk.ask("POST", f"/supplier-payments/{late}/confirmation", None)).json()
        assert (refused["code"], refused["holder"]) == ("accounting.payable.is-paid", clearing)
        await desk.post(f"/supplier-payments/{clearing}/clearing/taking-back", {"reason": "the money had arrived"})
        await desk.post(f"/supplier-payments/{late}/confirmation")
        assert (await statuses(desk))["si2"] == "paid"

    async def test_a_payment_is_not_a_clearing(self, desk: Desk) -> None:
        path = f"/supplier-payments/{await sent(desk, 'si2')}/clearing/taking-back"
        assert await desk.refused(path, {"reason": "why not"}) == (409, "accounting.supplier-payment.not-cleared")

    async def test_not_while_it_is_held(self, desk: Desk) -> None:
        await desk.post("/payables/si1/hold", {"reason": "we dispute it"})
        await self.refuses(desk, (409, "accounting.payable.held"), "si1", "c1")

    async def test_not_what_another_payment_has(self, desk: Desk) -> None:
        await proposed(desk, "si2")
        await self.refuses(desk, (409, "accounting.payable.in-another-payment"), "si2", "c1")

    async def test_not_without_all_that_credits_it(self, desk: Desk) -> None:
        await desk.hear(supplier_credit("c2", "si2", 1100), key="c2")
        await self.refuses(desk, TestCredits.CREDITED, "si2", "c1")

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({"payables": ["si1"]}, 422, "accounting.supplier-payment.comes-to-something"),
            ({"payables": ["c1"]}, 422, "accounting.supplier-payment.comes-to-something"),
            ({"payables": ["si1", "c1", "nothing"]}, 404, "accounting.payable.unknown"),
            ({"supplier_id": "BOLTCO"}, 422, "accounting.supplier-payment.other-supplier"),
            ({"payables": []}, 422, "shared.request.invalid"),
        ],
    )
    async def test_what_cannot_be_cleared_is_refused(self, desk: Desk, body: Any, status: int, code: str) -> None:
        assert await desk.refused("/supplier-payments/clearings", self.BOTH | body) == (status, code)

    async def test_an_auditor_clears_nothing(self, desk: Desk) -> None:
        refused = await desk.refused("/supplier-payments/clearings", self.BOTH, roles=("company.auditor",))
        assert refused == (403, "shared.auth.role-missing")

    @staticmethod
    async def refuses(desk: Desk, why: tuple[int, str], *payables: str) -> None:
        before = await statuses(desk)
        body = {"supplier_id": "PUMPCO", "payables": list(payables)}
        assert await desk.refused("/supplier-payments/clearings", body) == why
        assert await statuses(desk) == before


class TestRefunds:
    """si1 is paid, and then 3.00 of it are credited; nothing else is bought from PUMPCO."""

    CREDIT: ClassVar = {"supplier_id": "PUMPCO", "payables": ["c1"]}

    @pytest.fixture
    async def desk(self, desk: Desk) -> Desk:
        await sent(desk, "si1")
        await desk.hear(supplier_credit("c1", "si1", 300), key="c1")
        return desk

    async def test_what_a_supplier_pays_back_is_in_the_bank_and_owed_no_more(self, desk: Desk) -> None:
        before = await desk.balances()
        path = f"/supplier-payments/{(await desk.post('/supplier-payments/refunds', self.CREDIT))['id']}"
        shown = await desk.get(path)
        assert (shown["status"], shown["amount"]["minor"], shown["proposed_by"]) == ("succeeded", -300, "a.clerk")
        assert await statuses(desk) == {"si1": "paid", "si2": "open", "c1": "paid"}
        assert (await desk.get("/payables/si1"))["credited_by"][0]["is_open"] is False
        assert await desk.balances() == before | {"1000": -800, "2000": before["2000"] - 300}
        (told,) = desk.telling("supplier-payment.made.v1")[1:]
        assert (told["supplier_invoice_ids"], told["amount"]["minor"]) == (["c1"], -300)
        for queue in ("approval", "to-send"):
            assert (await desk.get(f"/supplier-payments/queues/{queue}"))["items"] == []

        await desk.post(f"{path}/failure", {"reason": "their cheque bounced"})
        assert (await statuses(desk))["c1"] == "open"
        assert await desk.balances() == before
        (told,) = desk.telling("supplier-payment.failed.v1")
        assert (told["supplier_invoice_ids"], told["amount"]["minor"]) == (["c1"], -300)
        await desk.post("/supplier-payments/refunds", self.CREDIT)
        assert (await desk.balances())["1000"] == -800

    async def test_it_is_what_the_credits_come_to_beyond_what_is_owed(self, desk: Desk) -> None:
        await desk.hear(supplier_credit("c2", "si2", 1500), key="c2")
        body = {"supplier_id": "PUMPCO", "payables": ["si2", "c2"]}
        refund = await desk.post("/supplier-payments/refunds", body | {"received_on": "2026-03-01"})
        shown = await desk.get(f"/supplier-payments/{refund['id']}")
        assert (shown["amount"]["minor"], shown["confirmed_on"]) == (-400, "2026-03-01")
        history: Any = await desk.get(f"/supplier-payments/{refund['id']}/history")
        assert [one["occurred_at"][:10] for one in history] == ["2026-03-01"]
        assert await statuses(desk) == {"si1": "paid", "si2": "paid", "c1": "open", "c2": "paid"}

    async def test_not_while_it_is_held(self, desk: Desk) -> None:
        await desk.post("/payables/c1/hold", {"reason": "they dispute it"})
        assert await desk.refused("/supplier-payments/refunds", self.CREDIT) == (409, "accounting.payable.held")

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"payables": ["si2"]}, "accounting.supplier-payment.nothing-paid-back"),
            ({"payables": ["si2", "c1"]}, "accounting.supplier-payment.nothing-paid-back"),
            ({"supplier_id": "BOLTCO"}, "accounting.supplier-payment.other-supplier"),
            ({"received_on": "2999-01-01"}, "accounting.supplier-payment.paid-back-in-the-future"),
        ],
    )
    async def test_what_was_not_paid_back_is_refused(self, desk: Desk, body: Any, code: str) -> None:
        assert await desk.refused("/supplier-payments/refunds", self.CREDIT | body) == (422, code)

    async def test_an_auditor_notes_none(self, desk: Desk) -> None:
        refused = await desk.refused("/supplier-payments/refunds", self.CREDIT, roles=("company.auditor",))
        assert refused == (403, "shared.auth.role-missing")


class TestFailing:
    async def test_what_was_paid_is_owed_again_and_may_arrive_after_all(self, desk: Desk) -> None:
        path = f"/supplier-payments/{await sent(desk, 'si1')}"
        owed = await desk.balances()
        await desk.post(f"{path}/failure", {"reason": "no such account"})
        assert await statuses(desk) == {"si1": "open", "si2": "open"}
        assert await desk.balances() == {"2050": 2000, "1200": 200, "2000": -2200}
        assert (await desk.get(path))["reason"] == "no such account"
        await desk.post(f"{path}/confirmation")
        assert desk.told() == [
            "accounting.supplier-payment.made.v1",
            "accounting.supplier-payment.failed.v1",
            "accounting.supplier-payment.made.v1",
        ]
        assert await statuses(desk) == {"si1": "paid", "si2": "open"}
        assert await desk.balances() == owed

    async def test_unless_another_payment_holds_it_by_then(self, desk: Desk) -> None:
        path = f"/supplier-payments/{await sent(desk, 'si1')}"
        await desk.post(f"{path}/failure", {"reason": "no such account"})
        await proposed(desk, "si1")
        assert await desk.refused(f"{path}/confirmation") == (409, "accounting.payable.in-another-payment")
        assert (await desk.get(path))["status"] == "failed"

    async def test_its_entry_is_taken_back_through_it_alone(self, desk: Desk) -> None:
        await sent(desk, "si1")
        (entry,) = (await desk.get("/journal-entries", params={"source": "supplier-payment"}))["items"]
        reversal = f"/journal-entries/{entry['id']}/reversal"
        assert await desk.refused(reversal, {"reason": "wrong"}, **BOSS) == (
            409,
            "accounting.ledger.entry-belongs-to-document",
        )


class TestPayables:
    async def test_an_invoice_heard_twice_is_owed_once(self, desk: Desk) -> None:
        await desk.hear(replace(supplier_invoice("si1"), total=Money(minor=9, currency="USD")), key="si1")
        assert (await desk.get("/payables/si1"))["owed"]["minor"] == 1100

    async def test_it_waits_in_a_queue_from_its_day_on(self, desk: Desk) -> None:
        await sent(desk, "si2")
        await desk.company.pass_time(timedelta(days=29))
        assert (await desk.get("/payables/queues/due"))["items"] == []
        await desk.company.pass_time(timedelta(days=1))
        assert [one["id"] for one in (await desk.get("/payables/queues/due"))["items"]] == ["si1"]

    async def test_they_are_read_by_accounting_and_the_auditor_only(self, desk: Desk) -> None:
        assert (await desk.ask("GET", "/payables", roles=("company.reader",))).status_code == 403
        assert (await desk.ask("GET", "/payables", roles=("company.auditor",))).status_code == 200


async def test_the_books_say_what_is_owed() -> None:
    desk = await Desk.open()
    await desk.hear(supplier_invoice("si1"), key="si1")
    assert await desk.balances() == {"2050": 1000, "1200": 100, "2000": -1100}
