"""What the procedure leaves to a person: money on account, charges alone, too little; and what waits for the bank."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from services.accounting.dunning_case.events import ReminderIssued
from services.accounting.dunning_case.pausing import MakePromise
from services.accounting.dunning_policy.events import DunningPolicySet
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import (
    BOSS,
    CASE,
    OTHER_BOSS,
    POLICY,
    bill,
    case,
    invoice_of,
    late_payer,
    pay,
    reminders,
    until,
)
from tests.unit.accounting.dunning_case.story import LEVELS, Story, late, policy
from tests.unit.accounting.examples import usd

SECOND: Final = date(2026, 4, 13)


async def left(desk: Desk) -> list[str]:
    """Who waits in the queue, and why."""
    found: list[Any] = (await desk.get("/dunning-cases/queues/left"))["items"]
    return [f"{one['id']} {one['left_because']}" for one in found]


class TestMoneyOnAccount:
    async def test_that_covers_what_is_overdue_waits_for_a_person_who_allocates_it(self) -> None:
        desk = await late_payer()
        payment = await pay(desk, 140_000)
        assert payment["free"]["minor"] == 40_000
        await bill(desk, "O-2", 40_000, due_in_days=0)
        await until(desk, date(2026, 4, 30))
        running = await case(desk)
        assert (running["status"], running["level"], running["charges"]) == ("running", 0, [])
        assert running["on_account"]["minor"] == 40_000
        assert await left(desk) == ["ACME:USD money-on-account"]
        assert (await desk.get("/credit-accounts/ACME"))["standing"] == "ok"
        invoice = await invoice_of(desk, "O-2")
        await desk.post(f"/payments/{payment['id']}/allocation", {"invoice_id": invoice["invoice_id"]})
        resolved = await case(desk)
        assert (resolved["status"], resolved["on_account"]["minor"]) == ("resolved", 0)
        assert await left(desk) == []

    async def test_that_is_refunded_lets_the_procedure_go_on(self) -> None:
        desk = await late_payer()
        payment = await pay(desk, 140_000)
        await bill(desk, "O-2", 40_000, due_in_days=0)
        await until(desk, date(2026, 4, 30))
        path = f"/payments/{payment['id']}"
        await desk.post(f"{path}/refunds", {"reason": "they want it back"})
        refund = (await desk.get(path))["refunds"][0]["refund_id"]
        await desk.post(f"{path}/refunds/{refund}/approval", **BOSS)
        await until(desk, date(2026, 5, 1))
        assert ((await case(desk))["level"], await left(desk)) == (1, [])

    async def test_of_a_stranger_covers_nothing_until_it_is_theirs(self) -> None:
        desk = await late_payer()
        stranger = await pay(desk, 100_000, "nobody knows")
        await until(desk, date(2026, 4, 6))
        assert (await case(desk))["level"] == 1
        await desk.post(f"/payments/{stranger['id']}/identification", {"customer_id": "ACME"})
        assert (await case(desk))["status"] == "resolved"


class TestChargesAlone:
    async def test_wait_for_a_person_who_lets_them_off(self) -> None:
        desk = await late_payer(POLICY | {"clearing_order": ["principal", "costs", "interest"]})
        await until(desk, date(2026, 4, 14))
        await pay(desk, 100_000)
        running = await case(desk)
        assert (running["status"], running["charged"]["minor"], running["next_review_on"]) == (
            "running",
            2240,
            "2026-04-27",
        )
        await until(desk, date(2026, 6, 1))
        assert await left(desk) == ["ACME:USD charges"]
        subjects = [letter["subject"] for letter in await reminders(desk)]
        assert subjects[-2:] == ["Second notice: open charges"] * 2
        for charge in ("1.2.fee", "1.2.interest"):
            waiver = f"{CASE}/charges/{charge}/waiver"
            await desk.post(waiver, {"reason": "too little to run after"}, **BOSS)
            await desk.post(f"{waiver}/approval", **OTHER_BOSS)
        assert ((await case(desk))["status"], await left(desk)) == ("resolved", [])


HOLDING: Final = POLICY | {"levels": [one | {"holds_credit": n == 1} for n, one in enumerate(POLICY["levels"])]}


class TestTooLittle:
    async def test_that_holds_their_orders_waits_for_a_person_who_gives_it_up(self) -> None:
        desk = await late_payer(HOLDING)
        await until(desk, date(2026, 4, 14))
        await pay(desk, 102_240 - 500)
        found = await case(desk)
        assert (found["level"], found["open"]["minor"], found["charged"]["minor"]) == (2, 500, 0)
        assert (await desk.get("/credit-accounts/ACME"))["standing"] == "dunned"
        assert await left(desk) == ["ACME:USD too-little"]
        await desk.post(f"{CASE}/write-off", {"reason": "too little to run after"}, **BOSS)
        await desk.post(f"{CASE}/write-off/approval", **OTHER_BOSS)
        assert ((await case(desk))["status"], await left(desk)) == ("resolved", [])
        assert (await desk.get("/credit-accounts/ACME"))["standing"] == "ok"

    async def test_that_holds_nothing_waits_for_nobody(self) -> None:
        desk = await late_payer()
        await until(desk, date(2026, 4, 14))
        await pay(desk, 102_240 - 500)
        assert ((await case(desk))["open"]["minor"], await left(desk)) == (500, [])

    def test_with_what_falls_due_later_it_is_dunned_again(self) -> None:
        story = self.story()
        story.bill("I-2", 50_000, due=date(2026, 4, 20)).until(date(2026, 4, 27))
        assert [one.invoice_id for one in story.of(ReminderIssued)[-1].instalments] == ["I-1", "I-2"]
        assert story.running.left_because == ""

    def test_charges_whose_money_bounced_are_asked_for_again(self) -> None:
        story = self.story()
        story.restore("P-1.charges.1")
        assert (story.running.left_because, story.account.review_on) == ("", date(2026, 4, 27))

    def test_what_they_promised_to_pay_waits_for_its_day(self) -> None:
        story = self.story(is_left=False)
        story.ask(MakePromise(amount=None, due_on=date(2026, 4, 20), by="a.clerk", on=story.day))
        story.pay(99_500)
        assert story.running.left_because == ""
        story.until(date(2026, 4, 21))
        assert story.running.left_because == "too-little"

    def test_what_they_contest_waits_for_its_decision(self) -> None:
        story = self.story(is_left=False)
        story.dispute(500)
        story.pay(99_500)
        assert story.running.left_because == ""
        story.agree()
        assert story.running.left_because == "too-little"

    def test_what_is_at_the_final_level_is_exhausted_instead(self) -> None:
        story = late(self.rules(), until=date(2026, 4, 22))
        story.clear()
        story.pay(99_500, on=date(2026, 4, 21))
        assert (story.running.is_last, story.running.left_because) == (True, "")

    @staticmethod
    def rules() -> DunningPolicySet:
        holding = tuple(replace(one, holds_credit=number == 1) for number, one in enumerate(LEVELS))
        return policy(levels=holding, minimum_amounts=(usd(1000),))

    def story(self, *, is_left: bool = True) -> Story:
        """At the second level, which holds their orders; the charges are paid, and all but 5.00 where it `is_left`."""
        story = late(self.rules(), until=SECOND)
        story.clear()
        if is_left:
            story.pay(99_500)
            assert story.running.left_because == "too-little"
        return story


class TestReconciledBank:
    async def test_levels_wait_for_the_day_up_to_which_all_money_is_noted(self) -> None:
        desk = await late_payer()
        await until(desk, date(2026, 4, 3))
        path = "/dunning-policy/bank-reconciliation"
        await desk.post(path, {"until": "2026-04-02"})
        await until(desk, date(2026, 4, 9))
        assert (await case(desk))["level"] == 0
        assert (await desk.get("/dunning-policy"))["bank_reconciled_until"] == "2026-04-02"
        await desk.post(path, {"until": "2026-04-08"})
        await until(desk, date(2026, 4, 10))
        assert (await case(desk))["level"] == 1
        assert await desk.refused(path, {"until": "2026-04-07"}) == (
            409,
            "accounting.dunning-policy.reconciled-further-already",
        )
