"""Conceding a dispute: it waits for its credit note, and for nothing else."""

from dataclasses import replace
from datetime import date

from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.events import ComplaintDecided, DisputeConceded, DisputeOpened, DisputeSettled
from services.accounting.dispute.hearing import HearDisputeEnded
from services.accounting.dispute.settling import (
    ConcedeDispute,
    ConcededOtherwise,
    CreditNotePending,
    DisputeUnknown,
    NoteCreditApproved,
    SettledAlready,
    SettleDispute,
)
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.events import CreditedCharge, InvoiceTakenOver
from shared.kernel.money import Money
from shared.testing.specification import spec_of

DAY = date(2026, 4, 3)
OPENED = DisputeOpened(
    invoice_id="i1",
    invoice_number="INV-1",
    customer_id="ACME",
    amount=Money(minor=500, currency="USD"),
    reason_code="price",
    note="",
    raised_by="customer",
    reference="",
    opened_by="ann",
    opened_on=DAY,
)
CONCEDED = DisputeConceded(
    concession_no=1,
    credit_note_id="d1.credit1",
    invoice_id="i1",
    amount=Money(minor=500, currency="USD"),
    reason="they are right",
    conceded_by="ann",
    conceded_on=DAY,
    charges=(
        CreditedCharge(
            charge_no=1,
            kind="taken-over",
            net=Money(minor=500, currency="USD"),
            tax=Money(minor=0, currency="USD"),
        ),
    ),
)
CONCEDE = ConcedeDispute(dispute_id="d1", amount=None, reason="they are right", by="ann", on=DAY)
OWED = InvoiceTakenOver(
    number="INV-1",
    customer_id="ACME",
    amount=Money(minor=1000, currency="USD"),
    invoiced_on=DAY,
    due_on=DAY,
    taken_over_by="ann",
    taken_over_on=DAY,
)
a_dispute = spec_of(DISPUTE).beside(INVOICE, "i1", OWED)


def test_all_that_is_contested_is_conceded_once() -> None:
    a_dispute.given(OPENED).when(CONCEDE).then(CONCEDED).then_asked_again_nothing()
    a_dispute.when(CONCEDE).then_rejected(DisputeUnknown)


def test_while_its_credit_note_is_pending_nobody_settles_it() -> None:
    conceded = a_dispute.given(OPENED, CONCEDED)
    settle = SettleDispute(outcome="withdrawn", reason="no longer", by="bob", on=DAY)
    conceded.when(settle).then_rejected(CreditNotePending)
    decided = ComplaintDecided(
        outcome="for-us", amount=Money(minor=500, currency="USD"), reason="no", decided_by="care", decided_on=DAY
    )
    heard = HearDisputeEnded(outcome="for-us", reason="no", by="care", on=DAY)
    conceded.when(heard).then(decided).then_asked_again_nothing()
    conceded.when(NoteCreditApproved(credit_note_id="d1.credit2", by="bob", on=DAY)).then_nothing()


def test_a_second_thought_is_refused_as_long_as_the_first_credit_note_stands() -> None:
    some = Money(minor=200, currency="USD")
    conceded = a_dispute.given(OPENED, replace(CONCEDED, amount=some))
    conceded.when(replace(CONCEDE, amount=some)).then_nothing()
    conceded.when(replace(CONCEDE, amount=Money(minor=300, currency="USD"))).then_rejected(ConcededOtherwise)
    conceded.when(CONCEDE).then_rejected(ConcededOtherwise)


def test_what_was_conceded_stays_so_after_the_credit_note() -> None:
    settled = DisputeSettled(
        invoice_id="i1", outcome="for-customer", reason="d1.credit1", settled_by="bob", settled_on=DAY
    )
    over = a_dispute.given(OPENED, CONCEDED, settled)
    over.when(CONCEDE).then_nothing()
    over.when(replace(CONCEDE, amount=Money(minor=1, currency="USD"))).then_rejected(ConcededOtherwise)
    lost = a_dispute.given(OPENED, replace(settled, outcome="for-us"))
    lost.when(CONCEDE).then_rejected(SettledAlready)
