"""A customer is asked once per order, some days after the last delivery."""

from datetime import UTC, datetime, timedelta

from services.care.survey.decider import EXPIRE, SEND, SURVEY, deadlines
from services.care.survey.events import (
    SurveyAnswered,
    SurveyExpired,
    SurveyPostponed,
    SurveyScheduled,
    SurveySent,
)
from services.care.survey.sending import (
    ANSWER_WITHIN,
    SEND_AFTER,
    ScheduleSurvey,
    SendSurvey,
    SurveyIsOver,
    SurveyUnknown,
)
from shared.kernel.decider import Deadline, DeadlinePassed, NoDeadline
from shared.testing.specification import spec_of

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
THURSDAY = MONDAY + timedelta(days=3)
NEXT_MONDAY = MONDAY + SEND_AFTER
a_survey = spec_of(SURVEY)
SCHEDULED = SurveyScheduled(contract_id="CT1", customer_id="C1", send_at=NEXT_MONDAY)
SENT = SurveySent(sent_by=None, sent_at=NEXT_MONDAY, answer_by=NEXT_MONDAY + ANSWER_WITHIN, customer_id="C1")
ANSWERED = SurveyAnswered(score=9, comment="", recorded_by="lan", answered_at=NEXT_MONDAY)
EXPIRED = SurveyExpired(expired_at=NEXT_MONDAY + ANSWER_WITHIN)


def delivered(at: datetime) -> ScheduleSurvey:
    return ScheduleSurvey(contract_id="CT1", customer_id="C1", delivered_at=at)


class TestScheduling:
    def test_the_first_delivery_schedules_the_survey(self) -> None:
        a_survey.when(delivered(MONDAY)).then(SCHEDULED).then_asked_again_nothing()

    def test_a_later_delivery_postpones_it(self) -> None:
        postponed = SurveyPostponed(send_at=THURSDAY + SEND_AFTER)
        a_survey.given(SCHEDULED).when(delivered(THURSDAY)).then(postponed).then_asked_again_nothing()

    def test_an_earlier_delivery_that_is_heard_later_changes_nothing(self) -> None:
        a_survey.given(SCHEDULED).when(delivered(MONDAY - timedelta(days=1))).then_nothing()

    def test_who_was_asked_is_not_asked_again_about_a_later_delivery(self) -> None:
        much_later = delivered(MONDAY + timedelta(days=60))
        for ended in ((), (ANSWERED,), (EXPIRED,)):
            a_survey.given(SCHEDULED, SENT, *ended).when(much_later).then_nothing()


class TestSending:
    def test_it_is_sent_when_it_is_time_or_when_an_agent_says_so(self) -> None:
        a_survey.given(SCHEDULED).when(SendSurvey(by=None, at=NEXT_MONDAY)).then(SENT).then_asked_again_nothing()
        early = SurveySent(sent_by="lan", sent_at=THURSDAY, answer_by=THURSDAY + ANSWER_WITHIN, customer_id="C1")
        a_survey.given(SCHEDULED).when(SendSurvey(by="lan", at=THURSDAY)).then(early)

    def test_without_a_delivery_there_is_nothing_to_ask_about(self) -> None:
        a_survey.when(SendSurvey(by="lan", at=MONDAY)).then_rejected(SurveyUnknown)

    def test_a_survey_that_is_over_is_not_sent_again(self) -> None:
        for ended in (ANSWERED, EXPIRED):
            a_survey.given(SCHEDULED, SENT, ended).when(SendSurvey(by="lan", at=MONDAY)).then_rejected(SurveyIsOver)


class TestDeadlines:
    def test_each_wait_ends_with_what_it_waited_for(self) -> None:
        state = a_survey.state
        assert list(deadlines(SCHEDULED, state)) == [Deadline(SEND, NEXT_MONDAY)]
        assert list(deadlines(SENT, state)) == [NoDeadline(SEND), Deadline(EXPIRE, SENT.answer_by)]
        assert list(deadlines(ANSWERED, state)) == [NoDeadline(EXPIRE)]
        assert list(deadlines(EXPIRED, state)) == [NoDeadline(EXPIRE)]

    def test_a_passed_deadline_sends_or_expires(self) -> None:
        def passed(name: str, now: datetime) -> DeadlinePassed:
            return DeadlinePassed(stream=SURVEY.stream("O1"), name=name, due=now, now=now)

        a_survey.given(SCHEDULED).when(SURVEY.on_deadline[SEND](passed(SEND, NEXT_MONDAY))).then(SENT)
        expire = SURVEY.on_deadline[EXPIRE](passed(EXPIRE, EXPIRED.expired_at))
        a_survey.given(SCHEDULED, SENT).when(expire).then(EXPIRED).then_asked_again_nothing()

    def test_expiry_after_the_answer_changes_nothing(self) -> None:
        expire = SURVEY.on_deadline[EXPIRE](
            DeadlinePassed(stream=SURVEY.stream("O1"), name=EXPIRE, due=MONDAY, now=MONDAY)
        )
        for history in ((), (SCHEDULED,), (SCHEDULED, SENT, ANSWERED)):
            a_survey.given(*history).when(expire).then_nothing()
