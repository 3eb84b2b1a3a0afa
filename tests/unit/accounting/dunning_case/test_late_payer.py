"""A late payer over HTTP, day by day: reminded, dunned by levels, charged, paid in the clearing order, resolved."""

from datetime import date
from typing import Any

import pytest

from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import (
    BOSS,
    CASE,
    DUE,
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

WHY = {"reason": "as agreed by phone"}


@pytest.fixture
async def desk() -> Desk:
    return await late_payer()


class TestReminding:
    async def test_before_due_on_a_working_day(self, desk: Desk) -> None:
        await until(desk, date(2026, 3, 26))
        assert (await case(desk))["status"] == "watched"
        assert await reminders(desk) == []
        await until(desk, date(2026, 3, 27))  # three days before Wednesday is Sunday: Friday, then
        (letter,) = await reminders(desk)
        assert (letter["level"], letter["status"], letter["email"]) == (0, "to-send", "ap@acme.example")
        assert "due April 1, 2026: $1,000.00" in letter["text"]
        await until(desk, DUE)
        assert len(await reminders(desk)) == 1

    async def test_who_pays_in_time_hears_nothing_more(self, desk: Desk) -> None:
        await until(desk, date(2026, 3, 28))
        await pay(desk, 100_000)
        await until(desk, date(2026, 6, 1))
        assert (await case(desk))["status"] == "watched"
        assert len(await reminders(desk)) == 1

    async def test_nobody_is_dunned_before_there_is_a_policy(self) -> None:
        desk = await late_payer(POLICY | {"levels": [], "remind_days_before": 0})
        await until(desk, date(2026, 6, 1))
        assert (await case(desk))["status"] == "running"
        assert await reminders(desk) == []


class TestLevels:
    async def test_by_days_past_due_and_gap_on_working_days(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 2))
        running = await case(desk)
        assert (running["status"], running["level"], running["next_review_on"]) == ("running", 0, "2026-04-06")
        await until(desk, date(2026, 4, 6))
        running = await case(desk)
        assert (running["level"], running["charges"]) == (1, [])
        assert running["next_review_on"] == "2026-04-13"  # twelve days past due, and five working days later
        await until(desk, date(2026, 4, 13))
        running = await case(desk)
        assert (running["level"], running["level_name"]) == (2, "Second notice")
        fee, interest = running["charges"]
        assert (fee["kind"], fee["open"]["minor"]) == ("fee", 2000)
        assert (interest["kind"], interest["open"]["minor"]) == ("interest", 240)  # 1,000.00 at 7.3 % for 12 days
        balances = await desk.balances()
        assert (balances["4800"], balances["4810"]) == (-2000, -240)
        assert balances["1100"] == 100_000 + 2240

    async def test_the_last_level_stops_credit(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 21))
        exhausted = await case(desk)
        assert (exhausted["level"], exhausted["status"], exhausted["next_review_on"]) == (3, "exhausted", None)
        account = await desk.get("/credit-accounts/ACME")
        assert account["standing"] == "stop"
        assert "Final notice, 20 days past due" in account["stopped_because"]
        (waiting,) = (await desk.get("/dunning-cases/queues/exhausted"))["items"]
        assert waiting["id"] == "ACME:USD"
        assert [letter["level"] for letter in await reminders(desk)] == [0, 1, 2, 3]

    async def test_below_the_minimum_no_level_is_raised(self) -> None:
        desk = await late_payer(POLICY | {"minimum_amounts": [{"minor": 200_000, "currency": "USD"}]})
        await until(desk, date(2026, 5, 1))
        assert (await case(desk))["level"] == 0
        await bill(desk, "O-2", 100_000, due_in_days=0)
        await until(desk, date(2026, 5, 4))
        assert (await case(desk))["level"] == 1


class TestClearing:
    async def test_costs_then_interest_then_principal(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 14))
        payment = await pay(desk, 2100)
        assert (payment["cleared"]["minor"], payment["allocated"]["minor"]) == (2100, 0)
        assert [charge["open"]["minor"] for charge in (await case(desk))["charges"]] == [0, 140]
        payment = await pay(desk, 100_000)
        assert (payment["cleared"]["minor"], payment["allocated"]["minor"]) == (140, 99_860)
        assert (await case(desk))["status"] == "running"
        await pay(desk, 140)
        resolved = await case(desk)
        assert (resolved["status"], resolved["open"]["minor"], resolved["charged"]["minor"]) == ("resolved", 0, 0)
        assert (await desk.balances()).get("1100", 0) == 0
        told = [kind for kind in desk.told() if kind.startswith("accounting.dunning")]
        assert told == [
            "accounting.dunning.case-opened.v1",
            "accounting.dunning.level-raised.v1",
            "accounting.dunning.level-raised.v1",
            "accounting.dunning.resolved.v1",
        ]

    async def test_principal_first_where_the_policy_says_so(self) -> None:
        desk = await late_payer(POLICY | {"clearing_order": ["principal", "interest", "costs"]})
        await until(desk, date(2026, 4, 14))
        payment = await pay(desk, 101_000)
        assert (payment["allocated"]["minor"], payment["cleared"]["minor"]) == (100_000, 1000)
        running = await case(desk)
        assert (running["status"], running["charged"]["minor"]) == ("running", 1240)

    async def test_what_bounces_is_owed_again_and_the_case_runs_again(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 14))
        payment = await pay(desk, 102_240)
        assert (await case(desk))["status"] == "resolved"
        await desk.post(f"/payments/{payment['id']}/return", {"reason": "no funds"})
        again = await case(desk)
        assert (again["status"], again["case_no"], again["charged"]["minor"]) == ("running", 2, 2240)
        assert (await desk.balances())["1100"] == 102_240

    async def test_money_of_a_stranger_is_released_from_charges_too(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 14))
        payment = await pay(desk, 102_240)
        await desk.post(f"/payments/{payment['id']}/release", {"reason": "it was not theirs"})
        assert (await case(desk))["charged"]["minor"] == 2240
        released = await desk.get(f"/payments/{payment['id']}")
        assert (released["status"], released["free"]["minor"]) == ("unidentified", 102_240)
        await desk.post(f"/payments/{payment['id']}/identification", {"customer_id": "ACME"})
        assert (await case(desk))["status"] == "resolved"

    async def test_money_on_account_clears_charges_when_a_person_says_so(self, desk: Desk) -> None:
        early = await pay(desk, 100_500)
        assert early["free"]["minor"] == 500
        await bill(desk, "O-2", 50_000, due_in_days=0)
        await until(desk, date(2026, 3, 19))
        assert (await case(desk))["charged"]["minor"] == 2000 + 140  # 500.00 at 7.3 % for fourteen days
        path = f"/payments/{early['id']}/charges-clearance"
        await desk.post(path)
        assert (await desk.get(f"/payments/{early['id']}"))["cleared"]["minor"] == 500
        assert (await case(desk))["charged"]["minor"] == 1640
        assert await desk.refused(path) == (409, "accounting.payment.nothing-to-clear")
        stranger = await pay(desk, 1, "nobody")
        assert await desk.refused(f"/payments/{stranger['id']}/charges-clearance") == (
            409,
            "accounting.payment.not-identified",
        )


class TestPausing:
    async def test_a_block_ends_by_itself(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 3))
        await desk.post(f"{CASE}/block", WHY | {"until": "2026-04-20"})
        await until(desk, date(2026, 4, 20))
        assert ((await case(desk))["status"], (await case(desk))["level"]) == ("paused", 0)
        await until(desk, date(2026, 4, 21))
        assert ((await case(desk))["status"], (await case(desk))["level"]) == ("running", 1)

    async def test_a_promise_that_is_kept(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 3))
        await desk.post(f"{CASE}/promises", {"due_on": "2026-04-10"})
        assert (await case(desk))["promise_due_on"] == "2026-04-10"
        await until(desk, date(2026, 4, 9))
        await pay(desk, 100_000)
        resolved = await case(desk)
        assert (resolved["status"], resolved["level"]) == ("resolved", 0)
        history: Any = await desk.get(f"{CASE}/history")
        assert "dunning_case.promise-kept" in [entry["type"] for entry in history]

    async def test_broken_promises_are_counted_and_run_out(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 3))
        for promised, passed in (("2026-04-05", date(2026, 4, 6)), ("2026-04-08", date(2026, 4, 9))):
            await desk.post(f"{CASE}/promises", {"due_on": promised})
            await until(desk, passed)
        broken = await case(desk)
        assert (broken["promises_broken"], broken["level"]) == (2, 1)
        assert await desk.refused(f"{CASE}/promises", {"due_on": "2026-04-12"}) == (
            409,
            "accounting.dunning-case.too-many-promises",
        )

    async def test_a_promise_of_nothing_or_of_other_money_is_none(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 3))
        for minor, currency in ((0, "USD"), (0, "EUR"), (100_001, "USD")):
            promise = {"due_on": "2026-04-10", "amount": {"minor": minor, "currency": currency}}
            assert await desk.refused(f"{CASE}/promises", promise) == (
                422,
                "accounting.dunning-case.promise-not-worth-it",
            )
        assert (await case(desk))["promise_due_on"] is None

    async def test_a_plan_is_kept_by_its_instalments(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 3))
        plan = {
            "instalments": [
                {"due_on": "2026-04-20", "amount": {"minor": 60_000, "currency": "USD"}},
                {"due_on": "2026-05-20", "amount": {"minor": 40_000, "currency": "USD"}},
            ]
        }
        await desk.post(f"{CASE}/plans", plan, **BOSS)
        await until(desk, date(2026, 4, 19))
        await pay(desk, 60_000)
        await until(desk, date(2026, 5, 19))
        assert ((await case(desk))["status"], (await case(desk))["level"]) == ("paused", 0)
        await pay(desk, 40_000)
        assert (await case(desk))["status"] == "resolved"

    async def test_a_plan_that_is_broken_goes_on_where_it_was(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 3))
        plan = {"instalments": [{"due_on": "2026-04-20", "amount": {"minor": 100_000, "currency": "USD"}}]}
        await desk.post(f"{CASE}/plans", plan, **BOSS)
        await until(desk, date(2026, 4, 21))
        broken = await case(desk)
        assert (broken["plans_broken"], broken["level"]) == (1, 1)


class TestGivingUp:
    async def test_a_write_off_needs_two_persons_and_closes_everything(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 21))
        await desk.post(f"{CASE}/write-off", {"reason": "insolvent since March"}, **BOSS)
        (waiting,) = (await desk.get("/dunning-cases/queues/approval"))["items"]
        assert waiting["write_off"]["amount"]["minor"] == 106_240
        assert await desk.refused(f"{CASE}/write-off/approval", **BOSS) == (
            403,
            "accounting.dunning-case.own-write-off",
        )
        await desk.post(f"{CASE}/write-off/approval", **OTHER_BOSS)
        assert (await case(desk))["status"] == "resolved"
        invoice = await invoice_of(desk)
        assert (invoice["settlement"], invoice["written_off"]["minor"]) == ("written-off", 100_000)
        balances = await desk.balances()
        assert (balances["6000"], balances.get("1100", 0)) == (106_240, 0)
        account = await desk.get("/credit-accounts/ACME")
        assert (account["exposure"]["total"]["minor"], account["standing"]) == (0, "stop")
        await desk.post("/credit-accounts/ACME/stop-lift", WHY, **BOSS)
        assert (await desk.get("/credit-accounts/ACME"))["standing"] == "ok"

    async def test_a_write_off_that_is_reversed_is_dunned_again(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 21))
        await desk.post(f"{CASE}/write-off", {"reason": "insolvent since March"}, **BOSS)
        await desk.post(f"{CASE}/write-off/approval", **OTHER_BOSS)
        invoice = await invoice_of(desk)
        path = f"/invoices/{invoice['invoice_id']}/write-off-reversal"
        await desk.post(path, WHY, **BOSS)
        assert ((await case(desk))["status"], (await case(desk))["case_no"]) == ("running", 2)
        assert (await desk.balances())["1100"] == 100_000
        assert await desk.refused(path, WHY, **BOSS) == (409, "accounting.invoice.nothing-written-off")

    async def test_what_is_credited_after_all_was_no_loss_and_is_not_the_customers(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 21))
        await desk.post(f"{CASE}/write-off", {"reason": "insolvent since March"}, **BOSS)
        await desk.post(f"{CASE}/write-off/approval", **OTHER_BOSS)
        invoice = await invoice_of(desk)
        body = {"amount": {"minor": 40_000, "currency": "USD"}, "reason": "came back broken"}
        note = (await desk.post(f"/invoices/{invoice['invoice_id']}/credit-notes", body))["id"]
        await desk.post(f"/credit-notes/{note}/approval", **BOSS)
        invoice = await invoice_of(desk)
        assert (invoice["open"]["minor"], invoice["written_off"]["minor"]) == (0, 60_000)
        balances = await desk.balances()
        assert (balances["6000"], balances.get("1100", 0), balances.get("2200", 0)) == (66_240, 0, 0)
        assert (await desk.get("/credit-accounts/ACME"))["exposure"]["total"]["minor"] == 0
        assert (await case(desk))["status"] == "resolved"

    async def test_money_that_came_in_meanwhile_makes_the_proposal_old(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 21))
        await desk.post(f"{CASE}/write-off", {"reason": "insolvent since March"}, **BOSS)
        await pay(desk, 50_000)
        assert await desk.refused(f"{CASE}/write-off/approval", **OTHER_BOSS) == (
            409,
            "accounting.dunning-case.owed-amount-changed",
        )
        await desk.post(f"{CASE}/write-off/refusal", WHY, **BOSS)
        await desk.post(f"{CASE}/write-off", {"reason": "insolvent since March"}, **BOSS)
        await desk.post(f"{CASE}/write-off/approval", **OTHER_BOSS)
        assert (await desk.balances())["6000"] == 56_240

    async def test_a_waiver_needs_two_persons_takes_the_income_back_and_resolves(self) -> None:
        desk = await late_payer(POLICY | {"clearing_order": ["principal", "costs", "interest"]})
        await until(desk, date(2026, 4, 14))
        await pay(desk, 101_000)
        assert (await case(desk))["charged"]["minor"] == 1240
        for charge in ("1.2.fee", "1.2.interest"):
            waiver = f"{CASE}/charges/{charge}/waiver"
            assert await desk.refused(f"{waiver}/approval", **BOSS) == (
                409,
                "accounting.dunning-case.waiver-not-proposed",
            )
            await desk.post(waiver, WHY, **BOSS)
            assert await desk.refused(f"{waiver}/approval", **BOSS) == (403, "accounting.dunning-case.own-waiver")
            await desk.post(f"{waiver}/approval", **OTHER_BOSS)
        assert (await case(desk))["status"] == "resolved"
        balances = await desk.balances()
        assert (balances["4800"], balances.get("4810", 0), balances.get("1100", 0)) == (-1000, 0, 0)

    async def test_a_refused_waiver_leaves_the_charge(self, desk: Desk) -> None:
        await until(desk, date(2026, 4, 14))
        waiver = f"{CASE}/charges/1.2.fee/waiver"
        await desk.post(waiver, WHY)
        assert (await case(desk))["waits_for_approval"]
        await desk.post(f"{waiver}/refusal", WHY, **BOSS)
        assert not (await case(desk))["waits_for_approval"]
        assert (await case(desk))["charged"]["minor"] == 2240
