"""A part of a charge is let off by two persons, and the rest of it is owed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.accounting.dunning_case.charging import (
    ApproveWaiver,
    OpenOfChargeChanged,
    ProposeWaiver,
    RefuseWaiver,
    SettleCharges,
    WaiverExceedsCharge,
    WaiverPending,
)
from services.accounting.dunning_case.events import CaseResolved, ChargeWaived, ReminderIssued, WaiverProposed
from services.accounting.dunning_case.parts import Clearing
from shared.kernel.money import Money
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.dunning_case.late import BOSS, CASE, OTHER_BOSS, POLICY, case, late_payer, pay, until
from tests.unit.accounting.dunning_case.story import Story, late
from tests.unit.accounting.examples import usd

TODAY = date(2026, 4, 14)
INTEREST = "1.2.interest"
WHY = "paid on the 8th, noted today"
PROPOSE = ProposeWaiver(charge_id=INTEREST, reason=WHY, by="a.clerk", on=TODAY, amount=usd(100))
APPROVE = ApproveWaiver(charge_id=INTEREST, by="the.boss", on=TODAY)


@pytest.fixture
def story() -> Story:
    """At level 2: a fee of 20.00 and interest of 2.40 are claimed."""
    return late(until=TODAY)


def test_so_much_of_it_is_let_off_and_the_rest_and_other_charges_stay(story: Story) -> None:
    proposed = WaiverProposed(charge_id=INTEREST, reason=WHY, proposed_by="a.clerk", proposed_on=TODAY, amount=usd(100))
    story.spec.when(PROPOSE).then(proposed).then_asked_again_nothing()
    story.ask(PROPOSE)
    waived = ChargeWaived(
        charge_id=INTEREST,
        kind="interest",
        customer_id="ACME",
        amount=usd(100),
        waived_by="the.boss",
        waived_on=TODAY,
    )
    story.spec.when(APPROVE).then(waived).then_asked_again_nothing()
    story.ask(APPROVE)
    assert {name: one.open for name, one in story.account.charges.items()} == {"1.2.fee": usd(2000), INTEREST: usd(140)}


def test_twice(story: Story) -> None:
    for minor in (100, 140):
        story.ask(replace(PROPOSE, amount=usd(minor)))
        story.ask(APPROVE)
    assert story.account.charged == usd(2000)


@pytest.mark.parametrize("amount", [usd(241), usd(0), Money.of(1, "EUR")])
def test_never_more_than_is_open_nor_nothing_nor_other_money(story: Story, amount: Money) -> None:
    story.spec.when(replace(PROPOSE, amount=amount)).then_rejected(WaiverExceedsCharge)


def test_another_amount_waits_for_the_first(story: Story) -> None:
    story.ask(PROPOSE)
    story.spec.when(replace(PROPOSE, amount=usd(101))).then_rejected(WaiverPending)
    story.spec.when(replace(PROPOSE, amount=None)).then_rejected(WaiverPending)


def test_nobody_approves_another_amount_than_was_proposed(story: Story) -> None:
    story.ask(PROPOSE)
    clearing = Clearing(charge_id=INTEREST, amount=usd(141))
    story.ask(SettleCharges(settlement_id="P-1.charges.1", clearings=(clearing,), on=TODAY))
    story.spec.when(APPROVE).then_rejected(OpenOfChargeChanged)
    story.ask(RefuseWaiver(charge_id=INTEREST, reason="money came for it", by="a.clerk", on=TODAY))
    story.ask(replace(PROPOSE, amount=usd(99)))
    story.ask(APPROVE)
    assert story.account.charged == usd(2000)


def test_without_an_amount_it_is_of_what_was_open_when_it_was_proposed(story: Story) -> None:
    cleared = story.clear(1900)
    all_of_it = ProposeWaiver(charge_id="1.2.fee", reason="a dollar", by="a.clerk", on=TODAY)
    story.spec.when(all_of_it).then(
        WaiverProposed(
            charge_id="1.2.fee", reason="a dollar", proposed_by="a.clerk", proposed_on=TODAY, amount=usd(100)
        )
    ).then_asked_again_nothing()
    story.ask(all_of_it)
    story.restore(cleared)
    story.spec.when(all_of_it).then_rejected(WaiverPending)
    story.ask(replace(APPROVE, charge_id="1.2.fee"))
    assert story.account.charges["1.2.fee"].open == usd(1900)


def test_one_that_was_proposed_before_its_amount_was_kept_is_of_all_that_is_open(story: Story) -> None:
    before = WaiverProposed(charge_id=INTEREST, reason=WHY, proposed_by="a.clerk", proposed_on=TODAY)
    waiting = story.spec.given(before)
    waiting.when(replace(PROPOSE, amount=None)).then_nothing()
    assert waiting.when(APPROVE).facts[0].amount == usd(240)


def test_the_next_letter_asks_for_what_is_left(story: Story) -> None:
    story.ask(PROPOSE)
    story.ask(APPROVE)
    story.until(date(2026, 4, 22))
    letter = story.of(ReminderIssued)[-1]
    assert next(one.open for one in letter.charges if one.charge_id == INTEREST) == usd(140)
    days = [(one.from_day, one.until) for charge in story.account.charges.values() for one in charge.interest_on]
    assert days == [(date(2026, 4, 1), date(2026, 4, 13)), (date(2026, 4, 13), date(2026, 4, 21))]


def test_the_case_is_resolved_once_the_rest_is_paid(story: Story) -> None:
    story.ask(PROPOSE)
    story.ask(APPROVE)
    story.pay(100_000, on=date(2026, 4, 13))
    assert story.of(CaseResolved) == []
    story.clear()
    assert len(story.of(CaseResolved)) == 1


async def test_over_http_the_books_and_the_exposure_keep_the_rest() -> None:
    desk = await late_payer(POLICY)
    await until(desk, TODAY)
    path = f"{CASE}/charges/{INTEREST}/waiver"
    assert await _refused_field(desk, path, 241) == "accounting.dunning-case.waiver-exceeds-charge"
    await desk.post(path, {"reason": WHY, "amount": {"minor": 100, "currency": "USD"}}, **BOSS)
    shown = next(one for one in (await case(desk))["charges"] if one["charge_id"] == INTEREST)
    assert (shown["waiver_proposed_by"], shown["waiver_amount"]["minor"]) == ("the.boss", 100)
    await desk.post(f"{path}/approval", **OTHER_BOSS)
    found = await case(desk)
    interest = next(one for one in found["charges"] if one["charge_id"] == INTEREST)
    assert (interest["waived"]["minor"], interest["open"]["minor"], interest["settlement"]) == (
        100,
        140,
        "part-settled",
    )
    assert (found["charged"]["minor"], found["waits_for_approval"]) == (2140, False)
    balances = await desk.balances()
    assert (balances["4810"], balances["1100"]) == (-140, 102_140)
    account = await desk.get("/credit-accounts/ACME")
    assert account["exposure"]["charges"]["minor"] == 2140
    await pay(desk, 102_140)
    assert (await case(desk))["status"] == "resolved"


async def _refused_field(desk: Desk, path: str, minor: int) -> Any:
    body = {"reason": WHY, "amount": {"minor": minor, "currency": "USD"}}
    answer = await desk.ask("POST", path, body, **BOSS)
    assert answer.status_code == 422
    assert "amount" in answer.text
    return answer.json()["code"]
