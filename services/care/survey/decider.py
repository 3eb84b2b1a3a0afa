"""The survey's table of contents."""

from collections.abc import Iterable
from typing import Final, assert_never

from services.care.survey.answering import AnswerSurvey, ExpireSurvey, answer_survey, expire_survey
from services.care.survey.events import (
    SurveyAnswered,
    SurveyEvent,
    SurveyExpired,
    SurveyPostponed,
    SurveyScheduled,
    SurveySent,
)
from services.care.survey.sending import ScheduleSurvey, SendSurvey, schedule_survey, send_survey
from services.care.survey.state import Answered, Expired, Scheduled, Sent, Survey, Unscheduled, evolve
from shared.kernel.decider import Deadline, Decider, NoDeadline

SEND: Final = "send"
EXPIRE: Final = "expire"


def deadlines(fact: SurveyEvent, _: Survey) -> Iterable[Deadline | NoDeadline]:
    """First until the customer is asked, then until the answer."""
    match fact:
        case SurveyScheduled(send_at=send_at) | SurveyPostponed(send_at=send_at):
            return [Deadline(SEND, send_at)]
        case SurveySent(answer_by=answer_by):
            return [NoDeadline(SEND), Deadline(EXPIRE, answer_by)]
        case SurveyAnswered() | SurveyExpired():
            return [NoDeadline(EXPIRE)]
        case _:
            assert_never(fact)


SURVEY: Final[Decider[Survey]] = Decider(
    category="survey",
    initial=Unscheduled(),
    evolve=evolve,
    decisions={
        ScheduleSurvey: schedule_survey,
        SendSurvey: send_survey,
        AnswerSurvey: answer_survey,
        ExpireSurvey: expire_survey,
    },
    events=(SurveyScheduled, SurveyPostponed, SurveySent, SurveyAnswered, SurveyExpired),
    shapes=(Unscheduled, Scheduled, Sent, Answered, Expired),
    deadlines=deadlines,
    on_deadline={
        SEND: lambda passed: SendSurvey(by=None, at=passed.now),
        EXPIRE: lambda passed: ExpireSurvey(at=passed.now),
    },
)
