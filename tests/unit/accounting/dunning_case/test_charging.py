"""Charges after they were claimed: settled, owed again, let off by two persons."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.accounting.dunning_case.charging import (
    ApproveWaiver,
    ChargeUnknown,
    ClearingExceedsCharge,
    NothingOpenOfCharge,
    OwnWaiver,
    ProposeWaiver,
    RefuseWaiver,
    ReopenCharges,
    SettleCharges,
    WaiverNotProposed,
    WaiverPending,
    WaiverWasApproved,
)
from services.accounting.dunning_case.clearing import cleared_after_principal, cleared_before_principal
from services.accounting.dunning_case.events import (
    CaseOpened,
    CaseResolved,
    ChargesReopened,
    ChargesSettled,
    ChargeWaived,
    WaiverProposed,
    WaiverRefused,
)
from services.accounting.dunning_case.parts import Clearing
from services.accounting.dunning_case.reviewing import CaseUnknown
from services.accounting.dunning_policy.decider import DUNNING_POLICY
from tests.unit.accounting.dunning_case.story import DAY, Story, late, policy
from tests.unit.accounting.examples import usd

TODAY = date(2026, 4, 14)
FEE, INTEREST = "1.2.fee", "1.2.interest"
PROPOSE = ProposeWaiver(charge_id=FEE, reason="a customer of many years", by="a.clerk", on=TODAY)
APPROVE = ApproveWaiver(charge_id=FEE, by="the.boss", on=TODAY)
REFUSE = RefuseWaiver(charge_id=FEE, reason="they do it every year", by="the.boss", on=TODAY)


@pytest.fixture
def story() -> Story:
    """At level 2: a fee of 20.00 and interest of 2.40 are claimed."""
    return late(until=TODAY)


def settle(*clearings: tuple[str, int], name: str = "P-1.charges.1") -> SettleCharges:
    parts = tuple(Clearing(charge_id=charge_id, amount=usd(minor)) for charge_id, minor in clearings)
    return SettleCharges(settlement_id=name, clearings=parts, on=TODAY)


class TestSettling:
    def test_by_parts(self, story: Story) -> None:
        command = settle((FEE, 1500))
        fact = ChargesSettled(settlement_id="P-1.charges.1", clearings=command.clearings, settled_on=TODAY)
        story.spec.when(command).then(fact).then_asked_again_nothing()

    def test_never_more_than_is_open(self, story: Story) -> None:
        story.spec.when(settle((FEE, 2001))).then_rejected(ClearingExceedsCharge)
        story.spec.when(settle(("1.9.fee", 1))).then_rejected(ClearingExceedsCharge)
        story.ask(settle((FEE, 1500)))
        story.spec.when(settle((FEE, 501), name="P-2.charges.1")).then_rejected(ClearingExceedsCharge)

    def test_there_is_none_of_who_was_never_watched(self) -> None:
        Story().spec.when(settle((FEE, 1))).then_rejected(CaseUnknown)

    def test_the_last_of_all_resolves_the_case(self, story: Story) -> None:
        story.pay(100_000, on=date(2026, 4, 13))
        story.ask(settle((FEE, 2000), (INTEREST, 240)))
        assert len(story.of(CaseResolved)) == 1

    def test_money_that_did_not_stay_is_owed_again_and_opens_the_next_case(self, story: Story) -> None:
        story.pay(100_000, on=date(2026, 4, 13))
        paid = settle((FEE, 2000), (INTEREST, 240))
        story.ask(paid)
        reopen = ReopenCharges(settlement_id="P-1.charges.1", reason="no funds", on=TODAY)
        decided = story.spec.when(reopen).then_asked_again_nothing()
        assert decided.facts[:2] == (
            ChargesReopened(
                settlement_id="P-1.charges.1", clearings=paid.clearings, reason="no funds", reopened_on=TODAY
            ),
            CaseOpened(case_no=2, owed=usd(2240), opened_on=TODAY),
        )

    def test_a_settlement_that_nobody_knows_changes_nothing(self, story: Story) -> None:
        unknown = ReopenCharges(settlement_id="P-9.charges.1", reason="no funds", on=TODAY)
        story.spec.when(unknown).then_nothing()
        Story().spec.when(unknown).then_nothing()

    @pytest.mark.parametrize(
        ("order", "before", "after"),
        [
            (("costs", "interest", "principal"), [(FEE, 2000), (INTEREST, 100)], []),
            (("interest", "principal", "costs"), [(INTEREST, 240)], [(FEE, 2000)]),
            (("principal", "costs", "interest"), [], [(FEE, 2000), (INTEREST, 100)]),
        ],
    )
    def test_in_the_clearing_order(self, story: Story, order: tuple[str, ...], before: Any, after: Any) -> None:
        rules = DUNNING_POLICY.fold([policy(clearing_order=order)])
        for cleared, expected in ((cleared_before_principal, before), (cleared_after_principal, after)):
            found = cleared(story.case, rules, usd(2100), paid_on=TODAY)
            assert [(one.charge_id, one.amount.minor) for one in found] == expected
            assert cleared(story.case, rules, usd(2100), paid_on=TODAY - 2 * DAY) == (), "claimed a day later"


class TestWaiving:
    def test_two_persons_let_the_debtor_off_what_is_open(self, story: Story) -> None:
        story.ask(settle((FEE, 500)))
        story.spec.when(PROPOSE).then(
            WaiverProposed(
                charge_id=FEE,
                reason="a customer of many years",
                proposed_by="a.clerk",
                proposed_on=TODAY,
                amount=usd(1500),
            )
        ).then_asked_again_nothing()
        story.ask(PROPOSE)
        story.spec.when(APPROVE).then(
            ChargeWaived(
                charge_id=FEE,
                kind="fee",
                customer_id="ACME",
                amount=usd(1500),
                waived_by="the.boss",
                waived_on=TODAY,
            )
        ).then_asked_again_nothing()

    def test_not_the_one_who_proposed_it(self, story: Story) -> None:
        story.ask(PROPOSE)
        story.spec.when(replace(APPROVE, by="a.clerk")).then_rejected(OwnWaiver)

    def test_a_charge_that_there_is(self, story: Story) -> None:
        story.spec.when(replace(PROPOSE, charge_id="1.9.fee")).then_rejected(ChargeUnknown)
        Story().spec.when(PROPOSE).then_rejected(CaseUnknown)

    def test_of_which_something_is_open(self, story: Story) -> None:
        story.ask(PROPOSE)
        story.ask(settle((FEE, 2000)))
        story.spec.when(APPROVE).then_rejected(NothingOpenOfCharge)
        story.spec.when(replace(PROPOSE, charge_id=INTEREST)).then(
            WaiverProposed(
                charge_id=INTEREST,
                reason="a customer of many years",
                proposed_by="a.clerk",
                proposed_on=TODAY,
                amount=usd(240),
            )
        )

    def test_nothing_is_decided_that_nobody_proposed(self, story: Story) -> None:
        story.spec.when(APPROVE).then_rejected(WaiverNotProposed)
        story.spec.when(REFUSE).then_rejected(WaiverNotProposed)

    def test_for_another_reason_waits_for_the_first(self, story: Story) -> None:
        story.ask(PROPOSE)
        story.spec.when(PROPOSE).then_nothing()
        story.spec.when(replace(PROPOSE, reason="our mistake")).then_rejected(WaiverPending)
        story.spec.when(replace(PROPOSE, by="the.boss")).then_rejected(WaiverPending)

    def test_what_was_approved_is_not_refused_any_more(self, story: Story) -> None:
        story.ask(PROPOSE)
        story.ask(APPROVE)
        story.spec.when(REFUSE).then_rejected(WaiverWasApproved)
        assert story.account.charges[FEE].waived == usd(2000)

    def test_what_was_refused_is_not_approved_any_more(self, story: Story) -> None:
        story.ask(PROPOSE)
        story.spec.when(REFUSE).then(
            WaiverRefused(charge_id=FEE, reason="they do it every year", refused_by="the.boss", refused_on=TODAY)
        ).then_asked_again_nothing()
        story.ask(REFUSE)
        story.spec.when(APPROVE).then_rejected(WaiverNotProposed)

    def test_the_last_charge_let_off_resolves_the_case(self, story: Story) -> None:
        story.pay(100_000, on=date(2026, 4, 13))
        story.ask(settle((INTEREST, 240)))
        story.ask(PROPOSE)
        story.ask(APPROVE)
        assert len(story.of(CaseResolved)) == 1
        story.spec.when(APPROVE).then_nothing()
        story.spec.when(REFUSE).then_rejected(WaiverWasApproved)
