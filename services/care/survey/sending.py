"""Scheduling a survey when goods arrive, and asking the customer when it is time."""

from datetime import datetime, timedelta
from typing import Final, assert_never

from services.care.survey.events import SurveyEvent, SurveyPostponed, SurveyScheduled, SurveySent
from services.care.survey.state import Answered, Expired, Scheduled, Sent, Survey, Unscheduled
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

SEND_AFTER: Final = timedelta(days=7)
"""How long after the last delivery a customer is asked: long enough to have used the goods."""

ANSWER_WITHIN: Final = timedelta(days=30)
"""How long an answer is waited for."""


class SurveyUnknown(Rejection):
    """There is no survey for this order: nothing of it was delivered."""

    code = "care.survey.unknown"
    ground = Ground.NOT_FOUND


class SurveyIsOver(Rejection):
    """The survey was answered, or expired: the customer is not asked again."""

    code = "care.survey.over"


@command
class ScheduleSurvey:
    """Ask the customer some days after this delivery."""

    contract_id: str
    customer_id: str
    delivered_at: datetime


@command
class SendSurvey:
    """Ask the customer now. `by` is the agent, or None when it is time."""

    by: str | None
    at: datetime


def schedule_survey(request: ScheduleSurvey, survey: Survey) -> list[SurveyEvent]:
    """The last delivery counts, in whatever order deliveries are heard. Who was asked once is not asked again."""
    send_at = request.delivered_at + SEND_AFTER
    match survey:
        case Unscheduled():
            scheduled = SurveyScheduled(
                contract_id=request.contract_id, customer_id=request.customer_id, send_at=send_at
            )
            return [scheduled]
        case Scheduled(send_at=planned):
            return [SurveyPostponed(send_at=send_at)] if send_at > planned else []
        case Sent() | Answered() | Expired():
            return []
        case _:
            assert_never(survey)


def send_survey(request: SendSurvey, survey: Survey) -> list[SurveyEvent]:
    """Asked twice, the customer gets one survey."""
    match survey:
        case Unscheduled():
            raise SurveyUnknown("nothing of this order was delivered")
        case Scheduled(customer_id=customer_id):
            sent = SurveySent(
                sent_by=request.by,
                sent_at=request.at,
                answer_by=request.at + ANSWER_WITHIN,
                customer_id=customer_id,
            )
            return [sent]
        case Sent():
            return []
        case Answered() | Expired():
            raise SurveyIsOver("the customer is asked once per order")
        case _:
            assert_never(survey)
