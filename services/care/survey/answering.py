"""The customer's answer to a survey, or none."""

from datetime import datetime
from typing import Final, assert_never

from services.care.survey.events import SurveyAnswered, SurveyEvent, SurveyExpired
from services.care.survey.sending import SurveyUnknown
from services.care.survey.state import Answered, Expired, Scheduled, Sent, Survey, Unscheduled
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

LOWEST_SCORE: Final = 0
HIGHEST_SCORE: Final = 10
"""The scale of the net promoter question: 0 to 6 detract, 7 and 8 are passive, 9 and 10 promote."""


class ScoreOutOfScale(Rejection):
    """A score is a whole number from 0 to 10."""

    code = "care.survey.score-out-of-scale"
    ground = Ground.UNACCEPTABLE


class SurveyNotSent(Rejection):
    """The customer has not been asked yet."""

    code = "care.survey.not-sent"


class AnsweredOtherwise(Rejection):
    """The customer answered already, something else: an answer is not changed afterwards."""

    code = "care.survey.answered-otherwise"


class SurveyHasExpired(Rejection):
    """The time to answer is over."""

    code = "care.survey.expired"


@command
class AnswerSurvey:
    """Record what the customer said."""

    score: int
    comment: str
    by: str
    at: datetime


@command
class ExpireSurvey:
    """Wait no longer."""

    at: datetime


def answer_survey(request: AnswerSurvey, survey: Survey) -> list[SurveyEvent]:
    """One answer per survey; the same answer again changes nothing."""
    if not LOWEST_SCORE <= request.score <= HIGHEST_SCORE:
        raise ScoreOutOfScale(f"{request.score} is not on the scale", field="score")
    match survey:
        case Unscheduled():
            raise SurveyUnknown("nothing of this order was delivered")
        case Scheduled(send_at=send_at):
            raise SurveyNotSent("dispatch it first", send_at=send_at.isoformat())
        case Sent():
            answered = SurveyAnswered(
                score=request.score, comment=request.comment, recorded_by=request.by, answered_at=request.at
            )
            return [answered]
        case Answered(score=request.score, comment=request.comment):
            return []
        case Answered(score=score):
            raise AnsweredOtherwise(f"the score was {score}", score=score)
        case Expired(expired_at=expired_at):
            raise SurveyHasExpired(f"on {expired_at.date()}", expired_at=expired_at.isoformat())
        case _:
            assert_never(survey)


def expire_survey(request: ExpireSurvey, survey: Survey) -> list[SurveyEvent]:
    """Only a survey that waits for its answer can expire."""
    match survey:
        case Sent():
            return [SurveyExpired(expired_at=request.at)]
        case Unscheduled() | Scheduled() | Answered() | Expired():
            return []
        case _:
            assert_never(survey)
