"""Money of the debtor that settles nothing yet, and money that may be in the bank and is not noted."""

from datetime import date

import pytest

from services.accounting.dunning_case.events import LeftToPerson, LevelRaised, MoneyOnAccountNoted, ReviewScheduled
from services.accounting.dunning_case.holding import WatchPayment
from services.accounting.dunning_case.reviewing import ReviewCase
from services.accounting.dunning_case.state import Unwatched
from services.accounting.payment.events import (
    Allocation,
    PaymentAllocated,
    PaymentReceived,
    PaymentReturned,
    RefundApproved,
    RefundProposed,
)
from tests.unit.accounting.dunning_case.story import DAY, Story, late
from tests.unit.accounting.examples import usd

FIRST = date(2026, 4, 6)
SECOND = date(2026, 4, 13)


def received(minor: int, customer_id: str = "ACME") -> PaymentReceived:
    return PaymentReceived(
        amount=usd(minor),
        received_on=date(2026, 3, 20),
        reference="",
        payer="",
        bank_reference="B-1",
        customer_id=customer_id,
        allocations=(),
        recorded_by="a.clerk",
    )


def refunded(minor: int) -> tuple[RefundProposed, RefundApproved]:
    day = date(2026, 4, 8)
    return (
        RefundProposed(refund_id="R-1", amount=usd(minor), reason="theirs", proposed_by="a.clerk", proposed_on=day),
        RefundApproved(refund_id="R-1", amount=usd(minor), customer_id="ACME", approved_by="the.boss", approved_on=day),
    )


@pytest.fixture
def story() -> Story:
    """Two days late, with 1,000.00 that settle nothing."""
    story = late(until=date(2026, 4, 3))
    story.hold("P-7", received(100_000))
    return story


class TestMoneyOnAccount:
    def test_is_noted_once(self) -> None:
        story = late(until=date(2026, 4, 3))
        story.payments["P-7"] = [received(500)]
        watch = WatchPayment(payment_id="P-7", customer_id="ACME", currency="USD", on=story.day)
        noted = MoneyOnAccountNoted(payment_id="P-7", held=usd(500), noted_on=story.day)
        story.spec.when(watch).then(noted).then_asked_again_nothing()

    def test_also_before_anything_was_near_its_day(self) -> None:
        story = Story()
        story.hold("P-7", received(100_000))
        assert isinstance(story.case, Unwatched)
        story.bill().until(date(2026, 6, 1))
        assert (story.of(LevelRaised), story.running.left_because) == ([], "money-on-account")

    def test_of_somebody_else_is_nobodys(self) -> None:
        story = Story()
        story.hold("P-7", received(100_000, customer_id="OTHER"))
        story.hold("P-8", received(100_000, customer_id=""))
        assert story.facts == []

    def test_that_covers_what_is_overdue_raises_no_level_and_is_left_to_a_person(self, story: Story) -> None:
        story.until(FIRST - DAY)
        story.spec.when(ReviewCase(on=FIRST)).then(
            LeftToPerson(because="money-on-account", left_on=FIRST), ReviewScheduled(review_on=None)
        )
        story.until(date(2026, 6, 1))
        assert (story.of(LevelRaised), len(story.of(LeftToPerson))) == ([], 1)

    def test_that_covers_a_part_only_raises_it(self, story: Story) -> None:
        story.hold("P-7", *refunded(1))
        story.until(FIRST)
        assert [one.level for one in story.of(LevelRaised)] == [1]

    def test_that_left_does_not_cover_it_any_more(self, story: Story) -> None:
        story.until(date(2026, 4, 8)).hold("P-7", *refunded(100_000))
        assert story.running.left_because == ""
        story.until(date(2026, 4, 9))
        assert [one.raised_on for one in story.of(LevelRaised)] == [date(2026, 4, 9)]

    def test_that_bounced_does_not_cover_it_any_more(self, story: Story) -> None:
        returned = PaymentReturned(
            amount=usd(100_000),
            customer_id="ACME",
            allocations=(),
            not_allocated=usd(100_000),
            reason="no funds",
            noted_by="a.clerk",
            returned_on=date(2026, 4, 8),
        )
        story.until(date(2026, 4, 8)).hold("P-7", returned)
        story.until(date(2026, 4, 9))
        assert [one.level for one in story.of(LevelRaised)] == [1]

    def test_that_is_used_for_another_invoice_does_not_cover_it_any_more(self, story: Story) -> None:
        allocation = Allocation(allocation_no=1, invoice_id="I-9", invoice_number="N-9", amount=usd(60_000))
        allocated = PaymentAllocated(
            request_id="1",
            customer_id="ACME",
            allocation=allocation,
            allocated_by="a.clerk",
            allocated_on=date(2026, 4, 8),
        )
        story.until(date(2026, 4, 8)).hold("P-7", allocated)
        story.until(date(2026, 4, 9))
        assert [one.level for one in story.of(LevelRaised)] == [1]

    def test_does_not_cover_what_falls_due_later_as_well(self, story: Story) -> None:
        story.bill("I-2", 1, due=date(2026, 4, 20)).until(date(2026, 4, 20))
        assert story.of(LevelRaised) == []
        story.until(date(2026, 4, 22))
        assert [one.principal for one in story.of(LevelRaised)] == [usd(100_000)]

    def test_that_covers_charges_left_alone_sends_no_letter_for_them(self) -> None:
        story = late(until=date(2026, 4, 14))
        story.pay(100_000)
        story.hold("P-7", received(5000))
        story.until(date(2026, 6, 1))
        assert [one.because for one in story.of(LeftToPerson)] == ["money-on-account"]


class TestReconciledBank:
    def test_a_level_waits_until_all_money_up_to_its_day_is_noted(self) -> None:
        story = late(until=date(2026, 4, 3))
        story.reconcile(date(2026, 4, 3))
        story.until(date(2026, 4, 8))
        assert story.of(LevelRaised) == []
        assert story.account.review_on == date(2026, 4, 9)
        story.reconcile(FIRST)
        story.until(date(2026, 4, 9))
        assert [one.raised_on for one in story.of(LevelRaised)] == [date(2026, 4, 9)]

    def test_none_waits_where_nobody_says_how_far_it_is(self) -> None:
        story = late(until=date(2026, 4, 3))
        story.reconcile(date(2026, 4, 3))
        story.reconcile(None)
        story.until(FIRST)
        assert [one.level for one in story.of(LevelRaised)] == [1]

    def test_each_level_by_its_own_day(self) -> None:
        story = late(until=date(2026, 4, 3))
        story.reconcile(FIRST)
        story.until(date(2026, 4, 30))
        assert [one.raised_on for one in story.of(LevelRaised)] == [FIRST]
