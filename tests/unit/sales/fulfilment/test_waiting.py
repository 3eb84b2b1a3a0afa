"""A deadline that passes raises an alarm, and what comes late ends it."""

from datetime import timedelta

from services.sales.fulfilment.events import CreditAnswered, FulfilmentFinished, ParcelDelivered, WaitEnded, WaitPassed
from services.sales.fulfilment.timing import CREDIT_ANSWER, DELIVERY, Wait
from services.sales.fulfilment.waiting import NoteWaitPassed
from services.sales.order.noting import Note
from tests.unit.sales.fulfilment.process import FINISH, OPEN, REQUEST, heard, nothing, rows, waits
from tests.unit.sales.order.ordering import NOON, credit_reserved, delivered, reserved, shipped

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
