"""Giving up what nobody expects to collect any more."""

from dataclasses import replace
from datetime import date

import pytest

from services.accounting.dunning_case.events import CaseResolved
from services.accounting.dunning_case.events_of_endings import WriteOffApproved, WriteOffProposed, WriteOffRefused
from services.accounting.dunning_case.parts import Clearing, LostInvoice
from services.accounting.dunning_case.pausing import CaseIsResolved, InvoiceNotInCase
from services.accounting.dunning_case.reviewing import CaseUnknown
from services.accounting.dunning_case.writing_off import (
    ApproveWriteOff,
    OwedAmountChanged,
    OwnWriteOff,
    ProposeWriteOff,
    RefuseWriteOff,
    WriteOffNotProposed,
    WriteOffPending,
    WriteOffWasApproved,
)
from tests.unit.accounting.dunning_case.story import Story, late
from tests.unit.accounting.examples import usd

TODAY = date(2026, 4, 14)
PROPOSE = ProposeWriteOff(invoice_ids=(), with_charges=True, reason="insolvent", by="a.clerk", on=TODAY)
APPROVE = ApproveWriteOff(by="the.boss", on=TODAY)
REFUSE = RefuseWriteOff(reason="they will pay", by="the.boss", on=TODAY)
LOST = (LostInvoice(invoice_id="I-1", invoice_number="N-I-1", amount=usd(100_000)),)
CHARGES = (
    Clearing(charge_id="1.2.fee", amount=usd(2000)),
    Clearing(charge_id="1.2.interest", amount=usd(240)),
)


@pytest.fixture
def story() -> Story:
    return late(until=TODAY)


def test_two_persons_give_up_what_is_overdue_and_its_charges(story: Story) -> None:
    story.spec.when(PROPOSE).then(
        WriteOffProposed(
            write_off_no=1,
            invoices=LOST,
            charges=CHARGES,
            amount=usd(102_240),
            reason="insolvent",
            proposed_by="a.clerk",
            proposed_on=TODAY,
        )
    ).then_asked_again_nothing()
    story.ask(PROPOSE)
    story.spec.when(APPROVE).then(
        WriteOffApproved(
            write_off_no=1,
            customer_id="ACME",
            invoices=LOST,
            charges=CHARGES,
            amount=usd(102_240),
            reason="insolvent",
            approved_by="the.boss",
            approved_on=TODAY,
            case_no=1,
        )
    ).then_asked_again_nothing()


def test_not_the_one_who_proposed_it(story: Story) -> None:
    story.ask(PROPOSE)
    story.spec.when(replace(APPROVE, by="a.clerk")).then_rejected(OwnWriteOff)


def test_an_invoice_of_the_case(story: Story) -> None:
    story.spec.when(replace(PROPOSE, invoice_ids=("I-9",))).then_rejected(InvoiceNotInCase, field="invoice_ids")
    Story().spec.when(PROPOSE).then_rejected(CaseUnknown)


def test_one_at_a_time(story: Story) -> None:
    story.ask(PROPOSE)
    story.spec.when(PROPOSE).then_nothing()
    story.spec.when(replace(PROPOSE, with_charges=False)).then_rejected(WriteOffPending)
    story.spec.when(replace(PROPOSE, reason="not worth it")).then_rejected(WriteOffPending)


def test_money_that_came_meanwhile_makes_it_old(story: Story) -> None:
    story.ask(PROPOSE)
    story.pay(1)
    story.spec.when(APPROVE).then_rejected(OwedAmountChanged)


def test_a_charge_that_was_settled_meanwhile_makes_it_old(story: Story) -> None:
    story.ask(PROPOSE)
    story.clear(1)
    story.spec.when(APPROVE).then_rejected(OwedAmountChanged)


def test_nothing_is_decided_that_nobody_proposed(story: Story) -> None:
    story.spec.when(APPROVE).then_rejected(WriteOffNotProposed)
    story.spec.when(REFUSE).then_rejected(WriteOffNotProposed)


def test_what_was_refused_stays_owed(story: Story) -> None:
    story.ask(PROPOSE)
    story.spec.when(REFUSE).then(
        WriteOffRefused(write_off_no=1, reason="they will pay", refused_by="the.boss", refused_on=TODAY)
    ).then_asked_again_nothing()
    story.ask(REFUSE)
    story.spec.when(APPROVE).then_rejected(WriteOffNotProposed)


def test_what_was_approved_is_not_refused_any_more_also_once_it_is_resolved(story: Story) -> None:
    story.write_off()
    assert len(story.of(CaseResolved)) == 1
    story.spec.when(APPROVE).then_nothing()
    story.spec.when(REFUSE).then_rejected(WriteOffWasApproved)
    story.spec.when(PROPOSE).then_rejected(CaseIsResolved)


def test_the_charges_alone(story: Story) -> None:
    story.pay(100_000, on=date(2026, 4, 13))
    proposed = story.ask(PROPOSE)[0]
    assert (proposed.invoices, proposed.charges, proposed.amount) == ((), CHARGES, usd(2240))
    story.ask(APPROVE)
    assert len(story.of(CaseResolved)) == 1


def test_nothing_at_all_is_none(story: Story) -> None:
    story.pay(100_000, on=date(2026, 4, 13))
    story.spec.when(replace(PROPOSE, with_charges=False)).then_rejected(InvoiceNotInCase)
