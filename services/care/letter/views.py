"""What readers see of letters."""

from datetime import datetime
from typing import Any, Final, Literal, assert_never

from sqlalchemy import DateTime, Text

from services.care.letter.decider import LETTER
from services.care.letter.state import Content, Failed, Lapsed, Letter, NotWritten, Sent, ToAddress, ToSend
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal["to-send", "to-address", "sent", "failed", "lapsed"]


@document
class LetterDocument:
    """A letter to a customer. Status: to-send, to-address, sent, failed, lapsed.

    `about` is the complaint, the support case, or the order of a survey (`kind`). `until` is when it lapses, if it has
    not left by then.
    """

    id: str
    status: Status
    kind: str
    about: str
    customer_id: str
    name: str
    email: str
    language: str
    attempt: int
    subject: str
    text: str
    written_at: datetime
    until: datetime
    message_id: str
    sent_at: datetime | None
    failed_because: str


def read(identity: str, letter: Letter) -> LetterDocument | None:
    """The letter, laid flat."""
    match letter:
        case NotWritten():
            return None
        case ToSend(content=content, email=email, attempt=attempt):
            return _shown(identity, content, "to-send", email=email, attempt=attempt)
        case ToAddress(content=content):
            return _shown(identity, content, "to-address")
        case Sent(content=content, email=email, message_id=message_id, sent_at=sent_at):
            return _shown(identity, content, "sent", email=email, message_id=message_id, sent_at=sent_at)
        case Failed(content=content, email=email, attempt=attempt, reason=reason):
            return _shown(identity, content, "failed", email=email, attempt=attempt, failed_because=reason)
        case Lapsed(content=content, email=email, reason=reason):
            return _shown(identity, content, "lapsed", email=email, failed_because=reason)
        case _:
            assert_never(letter)


def _shown(identity: str, content: Content, status: Status, **more: Any) -> LetterDocument:
    beside: dict[str, Any] = {"email": "", "attempt": 0, "message_id": "", "sent_at": None, "failed_because": ""}
    return LetterDocument(
        id=identity,
        status=status,
        kind=content.kind,
        about=content.about,
        customer_id=content.customer_id,
        name=content.name,
        language=content.language,
        subject=content.subject,
        text=content.text,
        written_at=content.written_at,
        until=content.until,
        **{**beside, **more},
    )


LETTERS: Final = DocumentView(
    name="letter",
    decider=LETTER,
    document=LetterDocument,
    read=read,
    columns={
        "status": Shown(Text()),
        "about": Shown(Text()),
        "customer_id": Shown(Text()),
        "written_at": Shown(DateTime(timezone=True)),
    },
    filters=("status", "about", "customer_id"),
    queues={"to-send": {"status": "to-send"}, "to-address": {"status": "to-address"}, "failed": {"status": "failed"}},
    order_by=("id", "written_at"),
)
