"""Money that is with us and settles nothing yet: it bears no interest, and breaks no promise."""

from datetime import date, timedelta
from typing import Any

from services.accounting.dunning_case.events import LeftToPerson
from services.accounting.dunning_case.events_of_pauses import PlanBroken, PromiseBroken, PromiseKept
from services.accounting.dunning_case.parts import PlannedInstalment
from services.accounting.dunning_case.pausing import AgreePlan, MakePromise
from services.accounting.payment.events import CustomerCreditKept, RefundApproved, RefundProposed
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, CASE, POLICY, case, invoice_of, late_payer, level, pay, until
from tests.unit.accounting.dunning_case.story import DAY, Story, late
from tests.unit.accounting.examples import usd

TODAY, DUE = date(2026, 4, 3), date(2026, 4, 13)
INTEREST = POLICY | {"levels": [level("Reminder", 5), level("Second", 12, interest="36.5"), level("Final", 40, gap=5)]}
"""Interest of 1.00 a day."""


def _kept(minor: int, on: date) -> CustomerCreditKept:
    return CustomerCreditKept(
        amount=usd(minor), customer_id="ACME", invoice_id="I-9", credit_note_number="CN-1", kept_on=on
    )


def _promised() -> Story:
    story = late(until=TODAY)
    story.ask(MakePromise(amount=None, due_on=DUE, by="a.clerk", on=TODAY))
    return story


class TestPromises:
    def test_one_that_their_money_covers_waits_for_a_person_who_uses_it(self) -> None:
        story = _promised().until(DUE - DAY)
        story.hold("P", _kept(100_000, story.day))
        story.until(DUE + 30 * DAY)
        assert story.of(PromiseBroken) == []
        assert [(one.because, one.left_on) for one in story.of(LeftToPerson)] == [("money-on-account", DUE + DAY)]
        assert story.account.review_on is None, "nothing to look at before somebody did"
        story.pay(100_000, on=DUE - DAY)
        assert (len(story.of(PromiseKept)), story.of(PromiseBroken)) == (1, [])

    def test_it_is_broken_when_the_money_leaves(self) -> None:
        story = _promised().until(DUE - DAY)
        story.hold("P", _kept(100_000, story.day))
        story.until(DUE + 3 * DAY)
        refund: dict[str, Any] = {"refund_id": "r", "amount": usd(60_000)}
        story.hold(
            "P",
            RefundProposed(**refund, reason="x", proposed_by="a.clerk", proposed_on=story.day),
            RefundApproved(**refund, customer_id="ACME", approved_by="the.boss", approved_on=story.day),
        )
        story.until(DUE + 4 * DAY)
        assert [one.missing for one in story.of(PromiseBroken)] == [usd(100_000)]

    def test_money_that_covers_a_part_keeps_nothing(self) -> None:
        story = _promised().until(DUE - DAY)
        story.hold("P", _kept(99_999, story.day))
        story.until(DUE + DAY)
        assert [one.missing for one in story.of(PromiseBroken)] == [usd(100_000)]

    def test_nor_does_money_that_came_too_late(self) -> None:
        story = _promised()
        story.reconcile(DUE - DAY)
        story.until(DUE + 2 * DAY)
        story.hold("P", _kept(100_000, story.day))
        story.pay(100_000)
        assert (story.of(PromiseKept), len(story.of(PromiseBroken))) == ([], 1)

    def test_a_plan_waits_as_far_as_their_money_goes(self) -> None:
        story = late(until=TODAY)
        parts = ((DUE, 40_000), (DUE + 30 * DAY, 60_000))
        planned = tuple(PlannedInstalment(due_on=due_on, amount=usd(minor)) for due_on, minor in parts)
        story.ask(AgreePlan(instalments=planned, by="the.boss", on=TODAY))
        story.hold("P", _kept(50_000, story.day))
        story.until(DUE + 29 * DAY)
        assert (story.of(PlanBroken), len(story.of(LeftToPerson))) == ([], 1)
        story.until(DUE + 31 * DAY)
        assert [(one.due_on, one.missing) for one in story.of(PlanBroken)] == [(DUE + 30 * DAY, usd(100_000))]


async def _used(desk: Desk, payment: dict[str, Any]) -> None:
    invoice = await invoice_of(desk)
    await desk.post(f"/payments/{payment['id']}/allocation", {"invoice_id": invoice["invoice_id"]})
    await desk.company.settle()


class TestUsedLater:
    """B2 pays what B1 had paid already, and B1 bounces: B2 is on account until somebody uses it."""

    async def _covered(self, desk: Desk, day: date) -> dict[str, Any]:
        charged = (await case(desk))["charged"]["minor"]
        first = await pay(desk, 100_000 + charged, bank_reference="B1")
        second = await pay(desk, 100_000 + charged, "ACME", bank_reference="B2")
        await until(desk, day + timedelta(days=2))
        await desk.post(f"/payments/{first['id']}/return", {"reason": "no funds"})
        return second

    async def test_bears_interest_until_the_money_came(self) -> None:
        desk = await late_payer(INTEREST)
        await until(desk, date(2026, 4, 15))
        charged = (await case(desk))["charged"]["minor"]
        money = await self._covered(desk, date(2026, 4, 15))
        await until(desk, date(2026, 6, 16))
        assert (await case(desk))["left_because"] == "money-on-account"
        await desk.post(f"/payments/{money['id']}/charges-clearance")
        await _used(desk, money)
        found = await case(desk)
        assert (found["status"], found["open"]["minor"], found["charged"]["minor"]) == ("resolved", 0, 0)
        assert sum(one["amount"]["minor"] for one in found["charges"]) == charged

    async def test_keeps_a_promise_of_charges_as_well(self) -> None:
        desk = await late_payer(INTEREST)
        await until(desk, date(2026, 4, 15))
        money = await self._covered(desk, date(2026, 4, 15))
        body = {"due_on": "2026-04-20"}
        assert (await desk.ask("POST", f"{CASE}/promises", body, **BOSS)).status_code == 200
        await until(desk, date(2026, 4, 27))
        assert (await case(desk))["left_because"] == "money-on-account"
        await _used(desk, money)
        await desk.post(f"/payments/{money['id']}/charges-clearance")
        found = await case(desk)
        assert (found["status"], found["pauses"], found["promises_broken"]) == ("resolved", [], 0)
