"""Interest: at the levels, and up to the day on which money came; no day of an instalment twice."""

from datetime import date
from decimal import Decimal

from services.accounting.dunning_case.events import (
    CaseResolved,
    ChargeClaimed,
    InterestAccrued,
    InvoiceWatched,
    RemindersOvertaken,
    ReviewScheduled,
)
from services.accounting.dunning_case.parts import InterestBasis, WatchedInvoice
from services.accounting.dunning_case.state import Watched
from services.accounting.dunning_case.watching import WatchInvoice
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.settling import SettleInvoice
from shared.kernel.decider import Given
from tests.unit.accounting.dunning_case.story import DUE, LEVELS, Story, late, level, policy
from tests.unit.accounting.examples import usd

SECOND = date(2026, 4, 13)
"""Level 2: twelve days past due."""
FINAL = date(2026, 4, 21)


def basis(start: date, until: date, *, principal: int = 100_000, invoice_id: str = "I-1") -> InterestBasis:
    return InterestBasis(
        invoice_id=invoice_id,
        instalment_no=1,
        principal=usd(principal),
        from_day=start,
        until=until,
        percent=Decimal("7.3"),
    )


def interest_of(story: Story) -> list[tuple[int, tuple[InterestBasis, ...]]]:
    return [(one.amount.minor, one.interest_on) for one in story.of(ChargeClaimed) if one.kind == "interest"]


class TestLevels:
    def test_from_the_day_after_due_and_then_from_level_to_level(self) -> None:
        assert interest_of(late(until=FINAL)) == [
            (240, (basis(DUE, SECOND),)),
            (160, (basis(SECOND, FINAL),)),
        ]

    def test_none_at_a_level_without_it_which_then_claims_no_day_away(self) -> None:
        levels = (LEVELS[0], level("Second notice", 12, gap=5), LEVELS[2])
        assert interest_of(late(policy(levels=levels), until=FINAL)) == [(400, (basis(DUE, FINAL),))]


class TestOwedAgain:
    def test_after_a_bounced_payment_interest_goes_on_and_does_not_begin_anew(self) -> None:
        story = late(until=SECOND)
        paid = story.pay(100_000)
        story.clear()
        assert isinstance(story.case, Watched)
        story.until(date(2026, 4, 15)).bounce(paid)
        assert story.running.case_no == 2
        story.until(date(2026, 5, 29))
        (_, claimed), (_, again), *_ = interest_of(story)
        assert claimed == (basis(DUE, SECOND),)
        assert again[0].from_day == SECOND

    def test_after_a_write_off_was_reversed_in_the_same_case_too(self) -> None:
        story = late(until=SECOND).bill("I-2", due=date(2026, 4, 10)).until(date(2026, 4, 14))
        story.write_off("I-1", with_charges=False)
        assert story.running.case_no == 1
        story.until(date(2026, 4, 16)).reverse_write_off()
        story.until(date(2026, 4, 24))  # the day of its second level, anew
        later = [one for _, bases in interest_of(story)[1:] for one in bases if one.invoice_id == "I-1"]
        assert later == [basis(SECOND, date(2026, 4, 24))]


class TestUntilPaid:
    def test_money_that_settles_the_principal_is_followed_by_the_last_interest(self) -> None:
        story = late(until=date(2026, 5, 1))
        settled = INVOICE.decide(
            SettleInvoice(payment_id="P-9", instalment_no=None, amount=usd(100_000), on=date(2026, 5, 1)),
            INVOICE.fold(story.invoices["I-1"]),
            Given({}),
        )
        story.invoices["I-1"] += settled
        on = date(2026, 5, 1)
        (
            story.spec.when(WatchInvoice(invoice_id="I-1", customer_id="ACME", currency="USD", on=on, paid_on=on))
            .then(
                InterestAccrued(interest_on=(basis(FINAL, on),), accrued_on=on),
                InvoiceWatched(
                    customer_id="ACME",
                    currency="USD",
                    invoice=WatchedInvoice(
                        invoice_id="I-1",
                        number="N-I-1",
                        order_id="",
                        contract_id="",
                        instalments=(),
                        disputed=usd(0),
                    ),
                    watched_on=on,
                ),
                ChargeClaimed(
                    charge_id="1.3.interest.5",
                    kind="interest",
                    case_no=1,
                    level=3,
                    amount=usd(200),
                    interest_on=(basis(FINAL, on),),
                    claimed_on=on,
                ),
                RemindersOvertaken(reminder_nos=(1,), overtaken_on=on),
                ReviewScheduled(review_on=date(2026, 5, 15)),
            )
            .then_asked_again_nothing()
        )

    def test_up_to_the_day_on_which_the_money_came_not_when_it_was_noted(self) -> None:
        story = late(until=date(2026, 5, 6))
        story.pay(100_000, on=date(2026, 5, 1))
        assert interest_of(story)[-1] == (200, (basis(FINAL, date(2026, 5, 1)),))

    def test_a_part_that_is_paid_between_two_levels_is_in_the_interest_of_the_next(self) -> None:
        story = late(until=date(2026, 4, 17))
        story.pay(60_000)
        assert interest_of(story) == [(240, (basis(DUE, SECOND),))]
        story.until(FINAL)
        parts = (basis(SECOND, date(2026, 4, 17)), basis(date(2026, 4, 17), FINAL, principal=40_000))
        assert interest_of(story)[-1] == (80 + 32, parts)

    def test_what_was_never_dunned_with_interest_bears_none(self) -> None:
        story = late(until=date(2026, 4, 10))
        story.pay(100_000)
        assert (interest_of(story), story.of(InterestAccrued)) == ([], [])
        assert isinstance(story.case, Watched)

    def test_none_where_the_policy_asks_for_none_any_more(self) -> None:
        story = late(until=SECOND)
        story.rules = policy(levels=(LEVELS[0], level("Second notice", 12, gap=5, fee=2000), LEVELS[2]))
        story.until(date(2026, 4, 17)).pay(100_000)
        assert story.of(InterestAccrued) == []

    def test_too_little_to_claim_is_let_go_with_the_case_and_its_days_are_gone(self) -> None:
        story = late(policy(minimum_amounts=(usd(1000),)), until=date(2026, 4, 17))
        story.clear()
        paid = story.pay(100_000)
        assert [one.case_no for one in story.of(CaseResolved)] == [1]
        assert story.account.accrued == ()
        story.until(date(2026, 4, 20)).bounce(paid)
        story.until(date(2026, 6, 1))
        starts = [one.from_day for _, bases in interest_of(story)[1:] for one in bases]
        assert starts[0] == date(2026, 4, 17)

    def test_a_write_off_is_no_money_so_nothing_had_run_on_it(self) -> None:
        story = late(until=date(2026, 4, 17))
        story.write_off("I-1")
        assert story.of(InterestAccrued) == []


class TestGivenUp:
    def test_a_write_off_with_charges_gives_up_the_interest_too(self) -> None:
        story = late(until=date(2026, 4, 17))
        story.pay(90_000)
        story.write_off()
        assert isinstance(story.case, Watched)
        assert interest_of(story) == [(240, (basis(DUE, SECOND),))]

    def test_without_charges_what_ran_until_money_came_is_claimed(self) -> None:
        story = late(until=date(2026, 4, 17))
        story.pay(90_000)
        story.write_off(with_charges=False)
        assert interest_of(story)[-1] == (80, (basis(SECOND, date(2026, 4, 17)),))
        assert story.running.account.charged == usd(2000 + 240 + 80)


def test_a_settled_case_plans_no_review() -> None:
    story = late(until=SECOND)
    story.pay(100_000)
    story.clear()
    assert story.of(ReviewScheduled)[-1].review_on is None
