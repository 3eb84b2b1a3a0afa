"""Answers: on the scale, once, in time."""

from datetime import UTC, datetime, timedelta

import pytest

from services.care.survey.answering import (
    AnsweredOtherwise,
    AnswerSurvey,
    ScoreOutOfScale,
    SurveyHasExpired,
    SurveyNotSent,
)
from services.care.survey.decider import SURVEY
from services.care.survey.events import SurveyAnswered, SurveyExpired, SurveyScheduled, SurveySent
from services.care.survey.sending import SurveyUnknown
from shared.testing.specification import spec_of

SENT_AT = datetime(2026, 3, 9, 9, tzinfo=UTC)
a_survey = spec_of(SURVEY)
SCHEDULED = SurveyScheduled(contract_id="CT1", customer_id="C1", send_at=SENT_AT)
SENT = SurveySent(sent_by=None, sent_at=SENT_AT, answer_by=SENT_AT + timedelta(days=30))
ANSWERED = SurveyAnswered(score=9, comment="well packed", recorded_by="lan", answered_at=SENT_AT)
ANSWER = AnswerSurvey(score=9, comment="well packed", by="lan", at=SENT_AT)


class TestAnswering:
    def test_an_answer_is_recorded_once(self) -> None:
        a_survey.given(SCHEDULED, SENT).when(ANSWER).then(ANSWERED).then_asked_again_nothing()

    @pytest.mark.parametrize("score", [-1, 11])
    def test_a_score_is_from_0_to_10(self, score: int) -> None:
        command = AnswerSurvey(score=score, comment="", by="lan", at=SENT_AT)
        a_survey.given(SCHEDULED, SENT).when(command).then_rejected(ScoreOutOfScale, field="score")

    def test_nobody_answers_what_was_not_asked(self) -> None:
        a_survey.when(ANSWER).then_rejected(SurveyUnknown)
        a_survey.given(SCHEDULED).when(ANSWER).then_rejected(SurveyNotSent)

    def test_an_answer_is_not_changed(self) -> None:
        other = AnswerSurvey(score=2, comment="well packed", by="lan", at=SENT_AT)
        a_survey.given(SCHEDULED, SENT, ANSWERED).when(other).then_rejected(AnsweredOtherwise)

    def test_an_answer_can_come_too_late(self) -> None:
        expired = SurveyExpired(expired_at=SENT.answer_by)
        a_survey.given(SCHEDULED, SENT, expired).when(ANSWER).then_rejected(SurveyHasExpired)
