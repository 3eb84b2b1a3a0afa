"""The stages of a survey's life, and how each fact moves it on."""

from datetime import datetime
from typing import assert_never

from services.care.survey.events import (
    SurveyAnswered,
    SurveyEvent,
    SurveyExpired,
    SurveyPostponed,
    SurveyScheduled,
    SurveySent,
)
from shared.kernel.shapes import state


@state
class Unscheduled:
    """Nothing of the order was delivered yet."""


@state
class Scheduled:
    """The customer will be asked at `send_at`, unless more goods arrive before."""

    contract_id: str
    customer_id: str
    send_at: datetime


@state
class Sent:
    """The customer was asked and has until `answer_by`."""

    contract_id: str
    customer_id: str
    sent_at: datetime
    answer_by: datetime


@state
class Answered:
    """The customer told us."""

    contract_id: str
    customer_id: str
    sent_at: datetime
    score: int
    comment: str
    recorded_by: str
    answered_at: datetime


@state
class Expired:
    """The customer said nothing."""

    contract_id: str
    customer_id: str
    sent_at: datetime
    expired_at: datetime


Survey = Unscheduled | Scheduled | Sent | Answered | Expired


def evolve(survey: Survey, fact: SurveyEvent) -> Survey:
    """The survey after the fact. Never refuses: what happened, happened."""
    match survey, fact:
        case _, SurveyScheduled(contract_id=contract_id, customer_id=customer_id, send_at=send_at):
            return Scheduled(contract_id=contract_id, customer_id=customer_id, send_at=send_at)
        case Scheduled(contract_id=contract_id, customer_id=customer_id), SurveyPostponed(send_at=send_at):
            return Scheduled(contract_id=contract_id, customer_id=customer_id, send_at=send_at)
        case Scheduled(contract_id=contract_id, customer_id=customer_id), SurveySent(sent_at=sent_at, answer_by=until):
            return Sent(contract_id=contract_id, customer_id=customer_id, sent_at=sent_at, answer_by=until)
        case Sent(contract_id=contract_id, customer_id=customer_id, sent_at=sent_at), SurveyAnswered():
            return Answered(
                contract_id=contract_id,
                customer_id=customer_id,
                sent_at=sent_at,
                score=fact.score,
                comment=fact.comment,
                recorded_by=fact.recorded_by,
                answered_at=fact.answered_at,
            )
        case Sent(contract_id=contract_id, customer_id=customer_id, sent_at=sent_at), SurveyExpired(expired_at=at):
            return Expired(contract_id=contract_id, customer_id=customer_id, sent_at=sent_at, expired_at=at)
        case _, SurveyPostponed() | SurveySent() | SurveyAnswered() | SurveyExpired():
            return survey
        case _:
            assert_never(fact)
