"""What readers see of surveys."""

from datetime import datetime
from typing import Final, Literal, assert_never

from sqlalchemy import Integer, Text

from services.care.survey.decider import SURVEY
from services.care.survey.state import Answered, Expired, Scheduled, Sent, Survey, Unscheduled
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal["scheduled", "sent", "answered", "expired"]


@document
class SurveyDocument:
    """A survey as it stands. `due_at` is when it is sent by itself, or until when an answer is waited for."""

    order_id: str
    contract_id: str
    customer_id: str
    status: Status
    due_at: datetime | None
    sent_at: datetime | None
    answered_at: datetime | None
    expired_at: datetime | None
    score: int | None
    comment: str
    recorded_by: str


def read(order_id: str, survey: Survey) -> SurveyDocument | None:
    """The survey, laid flat."""
    match survey:
        case Unscheduled():
            return None
        case Scheduled(send_at=send_at):
            return _document(order_id, survey, "scheduled", due_at=send_at)
        case Sent(answer_by=answer_by, sent_at=sent_at):
            return _document(order_id, survey, "sent", due_at=answer_by, sent_at=sent_at)
        case Answered(sent_at=sent_at):
            return _document(order_id, survey, "answered", sent_at=sent_at, answer=survey)
        case Expired(sent_at=sent_at, expired_at=expired_at):
            return _document(order_id, survey, "expired", sent_at=sent_at, expired_at=expired_at)
        case _:
            assert_never(survey)


def _document(
    order_id: str,
    survey: Scheduled | Sent | Answered | Expired,
    status: Status,
    *,
    due_at: datetime | None = None,
    sent_at: datetime | None = None,
    expired_at: datetime | None = None,
    answer: Answered | None = None,
) -> SurveyDocument:
    return SurveyDocument(
        order_id=order_id,
        contract_id=survey.contract_id,
        customer_id=survey.customer_id,
        status=status,
        due_at=due_at,
        sent_at=sent_at,
        answered_at=None if answer is None else answer.answered_at,
        expired_at=expired_at,
        score=None if answer is None else answer.score,
        comment="" if answer is None else answer.comment,
        recorded_by="" if answer is None else answer.recorded_by,
    )


SURVEYS: Final = DocumentView(
    name="survey",
    decider=SURVEY,
    document=SurveyDocument,
    read=read,
    columns={
        "order_id": Shown(Text()),
        "customer_id": Shown(Text()),
        "contract_id": Shown(Text()),
        "status": Shown(Text()),
        "score": Shown(Integer()),
    },
    filters=("order_id", "customer_id", "contract_id", "status", "score"),
    queues={"to-answer": {"status": "sent"}},
)
