"""A deadline that passes raises an alarm, and what comes late ends it."""

from dataclasses import replace
from datetime import timedelta

from services.sales.fulfilment.events import (
    CreditAnswered,
    FulfilmentFinished,
    FulfilmentHeld,
    FulfilmentHoldReleased,
    ParcelDelivered,
    WaitEnded,
    WaitPassed,
)
from services.sales.fulfilment.hearing import NoteHold, NoteHoldReleased
from services.sales.fulfilment.timing import CREDIT_ANSWER, DELIVERY, Wait
from services.sales.fulfilment.waiting import NoteWaitPassed
from services.sales.order.noting import Note
from shared.kernel.days import midnight_after
from tests.unit.sales.fulfilment.process import FINISH, OPEN, REQUEST, heard, nothing, rows, waits
from tests.unit.sales.order.ordering import NOON, PLACED, credit_reserved, delivered, reserved, shipped

DUE = NOON + CREDIT_ANSWER
PASSED = NoteWaitPassed(name=Wait.CREDIT, due=DUE)
LATE = WaitPassed(name=Wait.CREDIT, due=DUE)


class TestPassing:
    def test_what_has_not_come_in_time_is_late_once(self) -> None:
        heard(nothing, OPEN).when(PASSED).then(LATE).then_asked_again_nothing()

    def test_what_has_come_is_not_late(self) -> None:
        heard(nothing, OPEN, credit_reserved()).when(PASSED).then_nothing()

    def test_what_is_due_later_now_is_not_late(self) -> None:
        sent = heard(nothing, OPEN, credit_reserved(), REQUEST, reserved(), shipped((1, "3")))
        early = NoteWaitPassed(name=Wait.DELIVERY, due=NOON)
        sent.when(early).then_nothing()

    def test_nothing_is_late_after_the_end(self) -> None:
        heard(nothing, OPEN, FINISH).when(PASSED).then_nothing()


class TestHolds:
    HOLD = NoteHold(hold="export", at=NOON)
    HELD = FulfilmentHeld(hold="export", held_at=NOON)
    RELEASE = NoteHoldReleased(hold="export", at=NOON + timedelta(days=9))
    CONFIRMED = heard(nothing, OPEN, credit_reserved(), REQUEST, reserved())
    BY_THE_DAY = midnight_after(PLACED.requested_on)

    def test_a_held_order_does_not_wait_for_its_shipment(self) -> None:
        held = self.CONFIRMED.given(*self.CONFIRMED.when(self.HOLD).then(self.HELD).then_asked_again_nothing().facts)
        assert (waits(held), rows(held)) == ({}, {})
        held.when(NoteWaitPassed(name=Wait.SHIPMENT, due=self.BY_THE_DAY)).then_nothing()

    def test_what_is_on_its_way_is_waited_for_all_the_same(self) -> None:
        sent = heard(self.CONFIRMED.given(self.HELD), shipped((1, "3")))
        assert set(waits(sent)) == {Wait.DELIVERY}

    def test_once_the_last_hold_is_released_the_shipment_has_the_day(self) -> None:
        credit = NoteHoldReleased(hold="credit", at=NOON + timedelta(days=7))
        both = self.CONFIRMED.given(self.HELD, FulfilmentHeld(hold="credit", held_at=NOON))
        one = both.given(*both.when(credit).facts)
        assert waits(one) == {}
        released = FulfilmentHoldReleased(hold="export", released_at=self.RELEASE.at)
        free = one.given(*one.when(self.RELEASE).then(released).then_asked_again_nothing().facts)
        assert rows(free) == waits(free) == {Wait.SHIPMENT: midnight_after(self.RELEASE.at.date())}
        early = replace(self.RELEASE, at=NOON)
        held = self.CONFIRMED.given(self.HELD)
        assert rows(held.given(*held.when(early).facts)) == {Wait.SHIPMENT: self.BY_THE_DAY}

    def test_a_hold_ends_the_alarm_about_the_shipment(self) -> None:
        late = self.CONFIRMED.given(WaitPassed(name=Wait.SHIPMENT, due=self.BY_THE_DAY))
        late.when(self.HOLD).then(self.HELD, WaitEnded(name=Wait.SHIPMENT, ended_at=NOON))

    def test_a_hold_before_the_confirmation_keeps_only_the_shipment_from_being_waited_for(self) -> None:
        opened = heard(nothing, OPEN).given(self.HELD)
        assert set(waits(opened)) == {Wait.CREDIT}
        assert set(waits(heard(opened, credit_reserved(), REQUEST))) == {Wait.STOCK}

    def test_what_was_not_held_is_not_released_and_nothing_is_held_after_the_end(self) -> None:
        self.CONFIRMED.when(self.RELEASE).then_nothing()
        over = heard(self.CONFIRMED, FINISH)
        over.when(self.HOLD).then_nothing()
        over.when(self.RELEASE).then_nothing()


class TestEnding:
    def test_what_comes_late_ends_the_alarm(self) -> None:
        answer = credit_reserved()
        at = answer.source.at
        late = heard(nothing, OPEN).given(LATE)
        assert Wait.CREDIT in waits(late)
        late.when(Note(heard=answer)).then(CreditAnswered(answered_at=at), WaitEnded(name=Wait.CREDIT, ended_at=at))

    def test_the_end_of_the_order_ends_its_alarms(self) -> None:
        ended = WaitEnded(name=Wait.CREDIT, ended_at=FINISH.at)
        finished = FulfilmentFinished(finished_at=FINISH.at)
        heard(nothing, OPEN).given(LATE).when(FINISH).then(ended, finished).then_asked_again_nothing()

    def test_the_next_wait_of_the_same_name_gets_its_own_deadline(self) -> None:
        first, second = shipped((1, "3")), shipped((2, "10"), shipment_id="S2", minutes=5_000)
        due = first.source.at + DELIVERY
        sent = heard(nothing, OPEN, credit_reserved(), REQUEST, reserved(), first, second)
        assert rows(sent) == {Wait.DELIVERY: due}
        late = sent.given(WaitPassed(name=Wait.DELIVERY, due=due))
        arrived = delivered((1, "3"))
        decided = late.when(Note(heard=arrived))
        assert [type(fact) for fact in decided.facts] == [ParcelDelivered, WaitEnded]
        assert rows(late.given(*decided.facts))[Wait.DELIVERY] == second.source.at + DELIVERY
        assert second.source.at - first.source.at == timedelta(minutes=4_990)
