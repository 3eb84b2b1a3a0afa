"""A fulfilment hears what its order hears, in any order, and knows what is waited for."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.sales.fulfilment.hearing import AwaitReduction, ExpectLess, RequestGoodsAgain
from services.sales.fulfilment.state import Finished, Waiting
from services.sales.fulfilment.timing import (
    BILLING,
    CREDIT_ANSWER,
    DELIVERY,
    PAYMENT_GRACE,
    REDUCTION_ANSWER,
    STOCK_ANSWER,
    Wait,
)
from services.sales.order.noting import Note
from shared.kernel.days import midnight_after
from tests.unit.sales.fulfilment.process import FINISH, OPEN, PARTS, REQUEST, RESUME, Told, heard, nothing, rows, waits
from tests.unit.sales.order.lessening import given_back
from tests.unit.sales.order.ordering import (
    DUE,
    NOON,
    PLACED,
    STRAIGHT,
    billed,
    came_back,
    credit_given_back,
    credit_held,
    credit_refused,
    credit_reserved,
    delivered,
    paid,
    released,
    renewed,
    reserved,
    shipped,
    survey,
    taken_back,
    warranty,
)


class TestWaits:
    def test_a_placed_order_waits_for_credit(self) -> None:
        opened = heard(nothing, OPEN)
        assert waits(opened) == {Wait.CREDIT: NOON + CREDIT_ANSWER}
        for answer in (credit_reserved(), credit_held(), credit_refused()):
            assert waits(heard(opened, answer)) == {}

    def test_a_confirmed_order_waits_for_stock_and_for_the_shipment_by_the_requested_day(self) -> None:
        confirmed = heard(nothing, OPEN, credit_reserved(), REQUEST)
        by_the_day = midnight_after(PLACED.requested_on)
        assert waits(confirmed) == {Wait.STOCK: REQUEST.at + STOCK_ANSWER, Wait.SHIPMENT: by_the_day}
        assert waits(heard(confirmed, reserved())) == {Wait.SHIPMENT: by_the_day}

    def test_what_is_to_go_again_has_time_until_the_end_of_the_day(self) -> None:
        out = heard(nothing, OPEN, credit_reserved(), REQUEST, reserved(), shipped(), came_back())
        by_the_day = midnight_after(PLACED.requested_on)
        assert waits(out) == {Wait.SHIPMENT: by_the_day}
        later = NOON + timedelta(days=20)
        asked = out.given(*out.when(RequestGoodsAgain(at=later)).facts)
        assert waits(asked) == {Wait.STOCK: later + STOCK_ANSWER, Wait.SHIPMENT: midnight_after(later.date())}
        answered = heard(asked, renewed())
        assert waits(answered) == {Wait.SHIPMENT: midnight_after(later.date())}
        assert waits(heard(answered, shipped(shipment_id="S2"))).keys() == {Wait.DELIVERY}

    def test_what_the_order_is_not_for_any_more_is_not_waited_for(self) -> None:
        part = heard(nothing, OPEN, credit_reserved(), REQUEST, reserved(), shipped((1, "3")), delivered((1, "3")))
        pending = part.given(*part.when(AwaitReduction(at=NOON)).facts)
        assert waits(pending)[Wait.REDUCTION] == NOON + REDUCTION_ANSWER
        assert rows(pending) == {wait: waits(pending)[wait] for wait in (Wait.SHIPMENT, Wait.BILLING, Wait.REDUCTION)}
        answered = heard(pending, given_back((1, "3", "3", "0"), (2, "0", "0", "0")))
        assert Wait.REDUCTION not in waits(answered)
        less = answered.given(*answered.when(ExpectLess(ordered={"2": Decimal(0)}, at=NOON)).facts)
        assert waits(less) == {Wait.BILLING: NOON + timedelta(minutes=20) + BILLING}
        assert rows(less) == waits(less)
        finished = heard(nothing, OPEN, FINISH)
        finished.when(ExpectLess(ordered={"2": Decimal(0)}, at=NOON)).then_nothing()
        finished.when(AwaitReduction(at=NOON)).then_nothing()

    def test_a_part_shipment_is_waited_for_beside_the_rest(self) -> None:
        part = heard(nothing, OPEN, credit_reserved(), REQUEST, reserved(), shipped((1, "3")))
        assert waits(part) == {
            Wait.SHIPMENT: midnight_after(PLACED.requested_on),
            Wait.DELIVERY: NOON + timedelta(minutes=10) + DELIVERY,
        }

    def test_a_shipment_that_came_back_has_to_be_sent_again(self) -> None:
        sent = heard(nothing, OPEN, credit_reserved(), REQUEST, reserved(), shipped())
        assert set(waits(sent)) == {Wait.DELIVERY}
        assert set(waits(heard(sent, came_back()))) == {Wait.SHIPMENT}

    def test_what_is_delivered_has_to_be_billed_and_what_is_billed_paid(self) -> None:
        there = heard(nothing, OPEN, credit_reserved(), REQUEST, reserved(), shipped(), delivered())
        assert waits(there) == {Wait.BILLING: NOON + timedelta(minutes=20) + BILLING}
        assert waits(heard(there, billed())) == {Wait.PAYMENT: midnight_after(DUE) + PAYMENT_GRACE}
        assert set(waits(heard(there, billed(), paid(2_000, 20_000)))) == {Wait.PAYMENT}
        assert waits(heard(there, billed(), paid())) == {}

    def test_what_nothing_waits_for_is_not_kept(self) -> None:
        opened = heard(nothing, OPEN)
        for told in (credit_given_back(), released(), warranty(), survey()):
            opened.when(Note(heard=told)).then_nothing()

    def test_nothing_is_waited_for_before_the_order_is_placed(self) -> None:
        assert waits(heard(nothing, REQUEST, shipped())) == {}


class TestOnce:
    def test_each_command_and_fact_counts_once(self) -> None:
        fulfilment = nothing
        for told in (OPEN, *(Note(heard=one) for one in STRAIGHT), REQUEST, FINISH):
            decided = fulfilment.when(told).then_asked_again_nothing()
            fulfilment = fulfilment.given(*decided.facts)

    def test_late_news_after_the_end_changes_nothing(self) -> None:
        finished = heard(nothing, OPEN, FINISH)
        for told in (OPEN, REQUEST, FINISH, *(Note(heard=one) for one in PARTS)):
            finished.when(told).then_nothing()


class TestResuming:
    def test_a_reopened_order_waits_for_the_money_that_bounced_and_for_nothing_else(self) -> None:
        finished = heard(nothing, OPEN, REQUEST, *PARTS[:-1], FINISH)
        resumed = finished.given(*finished.when(RESUME).then_asked_again_nothing().facts)
        assert waits(resumed) == {}
        bounced = heard(resumed, taken_back(version=4))
        assert waits(bounced) == rows(bounced) == {Wait.PAYMENT: midnight_after(DUE) + PAYMENT_GRACE}
        assert waits(heard(bounced, paid(version=5))) == {}

    def test_what_is_not_over_goes_on(self) -> None:
        heard(nothing, OPEN).when(RESUME).then_nothing()


@given(told=st.permutations([OPEN, REQUEST, *PARTS]), cut=st.integers(min_value=0, max_value=len(PARTS) + 2))
def test_any_order_of_the_facts_ends_in_the_same_state_with_no_deadline_left(told: list[Told], cut: int) -> None:
    before = heard(nothing, *told[:cut])
    assert isinstance(before.state, Waiting)
    assert rows(before) == waits(before)
    after = heard(before, *told[cut:])
    assert after.state == heard(nothing, OPEN, REQUEST, *PARTS).state
    assert rows(after) == waits(after) == {}


@given(told=st.permutations([OPEN, REQUEST, FINISH, *PARTS]))
def test_whenever_it_finishes_no_deadline_is_left(told: list[Told]) -> None:
    finished = heard(nothing, *told)
    assert isinstance(finished.state, Finished)
    assert rows(finished) == {}
