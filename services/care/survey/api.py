"""Surveys over HTTP: pydantic in, command out."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from services.care.survey.answering import (
    HIGHEST_SCORE,
    LOWEST_SCORE,
    AnsweredOtherwise,
    AnswerSurvey,
    SurveyHasExpired,
    SurveyNotSent,
)
from services.care.survey.decider import SURVEY
from services.care.survey.sending import SendSurvey, SurveyIsOver
from services.care.survey.views import SURVEYS
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Identity, OptionalText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["survey"])
SurveyId = Annotated[Identity, Path(description="the order that the customer is asked about")]


class AnswerIn(Strict):
    """0 (never again) to 10 (recommends us), and what the customer had to say."""

    score: Annotated[int, Field(strict=True, ge=LOWEST_SCORE, le=HIGHEST_SCORE)]
    comment: OptionalText = ""

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"score": 9, "comment": "On time, well packed."}]}
    }


@router.post("/surveys/{survey_id}/dispatch", name="dispatch survey", responses=refusals(SurveyIsOver, *ALWAYS))
async def dispatch_survey(survey_id: SurveyId, ask: Ask) -> DocumentRef:
    """Asks the customer now, without waiting for the day."""
    return await ask.perform(Send(SendSurvey(by=ask.person, at=ask.now), SURVEY.stream(survey_id)))


@router.post(
    "/surveys/{survey_id}/answer",
    name="answer survey",
    responses=refusals(SurveyNotSent, AnsweredOtherwise, SurveyHasExpired, *ALWAYS),
)
async def answer_survey(survey_id: SurveyId, body: AnswerIn, ask: Ask) -> DocumentRef:
    """Records the customer's answer; an answer is given once."""
    command = AnswerSurvey(score=body.score, comment=body.comment, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, SURVEY.stream(survey_id)))


router.include_router(document_routes(SURVEYS, "/surveys", "survey"))
