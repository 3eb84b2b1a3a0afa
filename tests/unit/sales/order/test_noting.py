"""What other departments tell is noted once, in any order, at any stage."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sales.order.events import HeardFact, OrderCompleted, OrderConfirmed, OrderHeld, OrderHoldReleased
from services.sales.order.facets import Extent, Payment, Supply
from services.sales.order.noting import Note
from services.sales.order.progress import CreditStatus
from services.sales.order.state import Cancelled, Completed, Confirmed, Order, Placed, facets
from shared.testing.specification import Specification
from tests.unit.sales.order.ordering import (
    ALL,
    COMPLETED,
    CONFIRMED,
    NOON,
    PLACED,
    REOPENED,
    STRAIGHT,
    billed,
    cancelled,
    completed,
    confirmed,
    contested,
    credit_cancelled,
    credit_given_back,
    credit_held,
    credit_refused,
    credit_reserved,
    credited,
    delivered,
    delivery_blocked,
    delivery_unblocked,
    fell_overdue,
    not_contested,
    paid,
    placed,
    purchase_called_off,
    released,
    reserved,
    shipped,
    survey,
    taken_back,
    unplaced,
    usd,
    warranty,
)
from tests.unit.sales.order.purchases import (
    bought_goods_received,
    bought_receipt_corrected,
    goods_bought,
    purchase_given_up,
    purchase_rescheduled,
)

EVERYTHING: tuple[HeardFact, ...] = (
    *STRAIGHT,
    credit_held(),
    credit_given_back(),
    released(),
    credited((2, "1")),
    credit_cancelled((2, "1"), still_open=22_000),
    taken_back(),
    delivery_blocked(),
    delivery_unblocked(),
    purchase_called_off(),
    goods_bought(),
    purchase_rescheduled(),
    bought_goods_received(),
    bought_receipt_corrected(),
    purchase_given_up(),
    fell_overdue(),
    contested(),
    not_contested(),
)


def noted(order: Specification[Order], *heard: HeardFact) -> Specification[Order]:
    """The order after hearing these in that order."""
    for one in heard:
        order = order.given(*order.when(Note(heard=one)).facts)
    return order


class TestOnce:
    @pytest.mark.parametrize("heard", EVERYTHING, ids=lambda heard: type(heard).__name__)
    def test_a_repeat_changes_nothing_at_any_stage(self, heard: HeardFact) -> None:
        for order in (unplaced, placed, confirmed, cancelled, completed):
            order.when(Note(heard=heard)).then_asked_again_nothing()

    def test_older_news_does_not_undo_newer(self) -> None:
        order = noted(placed, credit_reserved(version=3), credit_held(version=2))
        assert isinstance(order.state, Confirmed)
        order = noted(confirmed, reserved(version=2), reserved((1, "0", "3"), (2, "0", "10"), version=1))
        assert isinstance(order.state, Confirmed)
        assert facets(order.state).supply is Supply.RESERVED

    def test_a_payment_that_is_heard_before_the_invoice_counts(self) -> None:
        order = noted(confirmed, reserved(), shipped(), delivered(), paid(), billed())
        assert isinstance(order.state, Completed)


class TestCredit:
    def test_reserved_credit_confirms_the_order(self) -> None:
        placed.when(Note(heard=credit_reserved())).then(credit_reserved(), CONFIRMED)

    def test_held_credit_is_a_hold_with_its_numbers_until_it_is_reserved(self) -> None:
        held = noted(placed, credit_held())
        state = held.state
        assert isinstance(state, Placed)
        assert state.progress.holds["credit"].reason == (
            "220.00 USD ordered, 900.00 USD owed or on order, a limit of 1,000.00 USD, standing hold"
        )
        released_credit = credit_reserved(version=2, released_by="approver")
        held.when(Note(heard=released_credit)).then(released_credit, CONFIRMED)

    def test_credit_that_is_given_back_is_noted(self) -> None:
        state = noted(cancelled, credit_given_back()).state
        assert state.progress.credit.status is CreditStatus.GIVEN_BACK


class TestDelivery:
    def test_a_blocked_delivery_is_a_hold_with_its_numbers_until_the_goods_may_leave(self) -> None:
        state = noted(confirmed, delivery_blocked()).state
        assert isinstance(state, Confirmed)
        assert state.progress.credit.status is CreditStatus.BLOCKED
        assert state.progress.holds["credit"].reason == (
            "220.00 USD not shipped yet, 1,220.00 USD owed or on order, a limit of 1,000.00 USD, standing hold"
        )
        state = noted(confirmed, delivery_blocked(), delivery_unblocked(by="approver")).state
        assert (state.progress.holds, state.progress.credit.status) == ({}, CreditStatus.RESERVED)
        assert state.progress.credit.by == "approver"

    def test_an_order_that_waited_for_another_hold_waits_for_the_block_too(self) -> None:
        held = placed.given(OrderHeld(name="manual", reason="call first", held_by="rep", held_at=NOON))
        blocked = noted(held, credit_reserved(), delivery_blocked())
        released = OrderHoldReleased(name="manual", reason="called", released_by="rep", released_at=NOON)
        still_placed = blocked.given(released)
        assert isinstance(still_placed.state, Placed)
        still_placed.when(Note(heard=delivery_unblocked())).then(delivery_unblocked(), CONFIRMED)

    def test_a_blocked_order_that_is_refused_is_cancelled(self) -> None:
        order = noted(confirmed, delivery_blocked(), credit_refused(version=6))
        assert isinstance(order.state, Cancelled)


class TestSupply:
    def test_the_newest_word_of_the_warehouse_replaces_the_ledger(self) -> None:
        order = noted(confirmed, reserved((1, "3", "0"), (2, "4", "6")))
        assert isinstance(order.state, Confirmed)
        assert facets(order.state).supply is Supply.PARTLY
        assert order.state.progress.line(2).short == Decimal(6)
        topped_up = noted(order, reserved(version=2)).state
        assert isinstance(topped_up, Confirmed)
        assert facets(topped_up).supply is Supply.RESERVED

    def test_a_released_reservation_leaves_nothing(self) -> None:
        state = noted(confirmed, reserved(), released()).state
        assert isinstance(state, Confirmed)
        assert facets(state).supply is Supply.NONE


class TestCompleting:
    def test_the_last_payment_completes_the_order(self) -> None:
        before = noted(confirmed, reserved(), shipped(), delivered(), billed())
        before.when(Note(heard=paid())).then(paid(), COMPLETED)

    def test_a_part_payment_does_not(self) -> None:
        state = noted(confirmed, reserved(), shipped(), delivered(), billed(), paid(10_000, 12_000)).state
        assert isinstance(state, Confirmed)
        assert facets(state).payment is Payment.PARTIAL

    def test_part_deliveries_complete_it_together(self) -> None:
        first = (shipped((1, "3")), delivered((1, "3")), billed((1, "3"), total=16_500), paid(16_500))
        order = noted(confirmed, reserved(), *first)
        assert isinstance(order.state, Confirmed)
        assert facets(order.state).fulfilment is Extent.PARTIAL
        second = (
            shipped((2, "10"), shipment_id="S2"),
            delivered((2, "10"), shipment_id="S2"),
            billed((2, "10"), invoice_id="I2", shipment_id="S2", total=5_500),
            paid(5_500, invoice_id="I2"),
        )
        assert isinstance(noted(order, *second).state, Completed)

    def test_a_credit_note_may_settle_the_rest(self) -> None:
        order = noted(confirmed, reserved(), shipped(), delivered(), billed(), paid(17_000, 5_000))
        assert isinstance(noted(order, credited((2, "1"), version=3)).state, Completed)

    def test_a_credit_note_that_is_cancelled_opens_it_again(self) -> None:
        order = noted(confirmed, reserved(), shipped(), delivered(), billed(), paid(17_000, 5_000))
        order = noted(order, credited((2, "1"), version=3))
        wrong = credit_cancelled((2, "1"), still_open=5_000, version=4)
        order.when(Note(heard=wrong)).then(wrong, REOPENED).then_asked_again_nothing()
        lines = noted(order, wrong).state.progress.lines
        assert [one.credited for one in lines.values()] == [0, 0]

    def test_a_credit_note_over_everything_settles_it_without_any_money(self) -> None:
        order = noted(confirmed, reserved(), shipped(), delivered(), billed())
        note = credited(*ALL, still_open=0)
        told = replace(COMPLETED, was_credited=True)
        order.when(Note(heard=note)).then(note, told).then_asked_again_nothing()

    def test_what_comes_after_completion_is_noted(self) -> None:
        for heard in (warranty(), survey()):
            completed.when(Note(heard=heard)).then(heard)


class TestOverdue:
    """Everything is delivered and billed, and nothing is paid when its day has passed."""

    late = confirmed.given(reserved(), shipped(), delivered(), billed(), fell_overdue())

    def payment(self, *heard: HeardFact) -> Payment:
        state = noted(self.late, *heard).state
        assert isinstance(state, Confirmed | Completed)
        return facets(state).payment

    def test_an_order_is_overdue_from_the_day_after_until_it_is_paid(self) -> None:
        assert self.payment() is Payment.OVERDUE
        assert self.payment(paid(version=3)) is Payment.PAID

    def test_a_part_leaves_the_rest_late_or_not_as_accounting_says(self) -> None:
        first_instalment = replace(paid(10_000, 12_000, version=3), overdue=usd(0))
        assert self.payment(first_instalment) is Payment.PARTIAL
        assert self.payment(replace(first_instalment, overdue=usd(1_000))) is Payment.OVERDUE

    def test_a_sender_of_before_that_does_not_say_leaves_it_late(self) -> None:
        assert self.payment(paid(10_000, 12_000, version=3)) is Payment.OVERDUE
        bill = noted(self.late, paid(10_000, 12_000, version=3)).state.progress.bills["I1"]
        assert bill.overdue == usd(12_000)

    def test_what_is_contested_is_not_late_while_the_dispute_is_open(self) -> None:
        assert self.payment(contested()) is Payment.NONE
        assert self.payment(contested(), not_contested()) is Payment.OVERDUE
        assert self.payment(contested(overdue=2_000)) is Payment.OVERDUE

    def test_what_is_credited_or_bounces_is_as_accounting_says(self) -> None:
        part = replace(credited((2, "1"), still_open=17_000, version=3), overdue=usd(0))
        assert self.payment(part) is Payment.PARTIAL
        assert self.payment(credited(*ALL, still_open=0, version=3)) is Payment.PAID
        bounced = replace(taken_back(version=4), overdue=usd(22_000))
        assert self.payment(paid(version=3), bounced) is Payment.OVERDUE

    def test_an_older_word_does_not_make_it_late_again(self) -> None:
        order = noted(confirmed, reserved(), shipped(), delivered(), billed(), paid(version=3))
        assert noted(order, fell_overdue()).state == order.state


class TestReopening:
    def test_a_bounced_payment_reopens_a_completed_order_until_it_is_paid_again(self) -> None:
        decided = completed.when(Note(heard=taken_back())).then(taken_back(), REOPENED).then_asked_again_nothing()
        reopened = completed.given(*decided.facts)
        assert isinstance(reopened.state, Confirmed)
        assert facets(reopened.state).payment is Payment.NONE
        again = paid(version=4)
        reopened.when(Note(heard=again)).then(again, COMPLETED).then_asked_again_nothing()

    def test_one_of_two_payments_leaves_it_part_paid(self) -> None:
        state = noted(completed, taken_back(10_000, 10_000)).state
        assert isinstance(state, Confirmed)
        assert facets(state).payment is Payment.PARTIAL

    def test_an_order_that_was_not_completed_is_owed_more(self) -> None:
        order = noted(confirmed, reserved(), shipped(), delivered(), billed(), paid(10_000, 12_000))
        order.when(Note(heard=taken_back(10_000))).then(taken_back(10_000))

    def test_a_bounce_that_is_heard_after_the_next_payment_changes_nothing(self) -> None:
        noted(completed, paid(version=4)).when(Note(heard=taken_back(version=3))).then_nothing()

    def test_a_cancelled_order_stays_cancelled(self) -> None:
        cancelled.when(Note(heard=taken_back())).then(taken_back())


@given(heard=st.permutations(STRAIGHT), repeats=st.lists(st.sampled_from(STRAIGHT), max_size=4))
def test_in_whatever_order_it_is_told_the_order_ends_the_same(heard: list[HeardFact], repeats: list[HeardFact]) -> None:
    told = [*heard, *repeats]
    order = noted(placed, *told)
    assert isinstance(order.state, Completed)
    straight = noted(placed, *STRAIGHT).state
    assert isinstance(straight, Completed)
    assert order.state.progress.lines == straight.progress.lines
    assert order.state.progress.bills["I1"].open == usd(0)
    kinds = [type(fact) for fact in order.history]
    assert kinds.count(OrderConfirmed) == kinds.count(OrderCompleted) == 1
    assert len(kinds) == len(STRAIGHT) + 3


def test_an_early_fact_is_kept_until_the_order_is_placed() -> None:
    order = noted(unplaced, shipped()).given(PLACED)
    assert isinstance(order.state, Placed)
    assert order.state.progress.parcels["S1"].shipped
