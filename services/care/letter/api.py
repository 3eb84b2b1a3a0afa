"""Letters over HTTP: what became of each, and seeing to those that e-mail does not reach."""

from fastapi import APIRouter

from services.care.letter.decider import LETTER
from services.care.letter.views import LETTERS
from services.care.letter.writing import (
    LetterHasLapsed,
    LetterHasLeft,
    LetterUnknown,
    LetterWaitsForMail,
    ReaddressLetter,
)
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Email, Identity, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["letter"])


class AddressIn(Strict):
    """Where it goes."""

    email: Email

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"email": "hoa@minhphat.example"}]}}


@router.post(
    "/letters/{letter_id}/address",
    name="readdress letter",
    responses=refusals(LetterUnknown, LetterWaitsForMail, LetterHasLeft, LetterHasLapsed, *ALWAYS),
)
async def readdress_letter(letter_id: Identity, body: AddressIn, ask: Ask) -> DocumentRef:
    """Sends a letter that failed, or that had no address, to this one."""
    command = ReaddressLetter(email=body.email, by=ask.person, at=ask.now)
    return await ask.perform(Send(command, LETTER.stream(letter_id)))


router.include_router(document_routes(LETTERS, "/letters", "letter"))
