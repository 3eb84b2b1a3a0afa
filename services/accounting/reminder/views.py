"""What readers see of reminders."""

from datetime import date, datetime
from typing import Any, Final, Literal, assert_never

from sqlalchemy import BigInteger, Date, Text

from services.accounting.reminder.decider import REMINDER
from services.accounting.reminder.state import (
    Failed,
    NotPrepared,
    Posted,
    Reminder,
    Sent,
    ToPost,
    ToSend,
    Withdrawn,
    letter_of,
)
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown

Status = Literal["to-send", "sent", "failed", "to-post", "posted", "withdrawn"]


@document
class ReminderDocument:
    """A letter to a debtor. Status: to-send, sent, failed, to-post, posted, withdrawn. Level 0 is the one before due.

    `withdrawn_because` is the end of what it asked for before it had left (case-resolved; nothing-owed, of a reminder
    before due); empty where nothing was.
    """

    id: str
    status: Status
    customer_id: str
    case_id: str
    reminder_no: int
    level: int
    name: str
    email: str
    language: str
    attempt: int
    subject: str
    text: str
    prepared_on: date
    message_id: str
    sent_at: datetime | None
    failed_because: str
    withdrawn_because: str = ""


def read(identity: str, reminder: Reminder) -> ReminderDocument | None:
    """The reminder, laid flat."""
    match reminder:
        case NotPrepared():
            return None
        case ToSend(email=email, attempt=attempt):
            return _shown(identity, reminder, "to-send", email=email, attempt=attempt)
        case Sent(email=email, message_id=message_id, sent_at=sent_at):
            return _shown(identity, reminder, "sent", email=email, message_id=message_id, sent_at=sent_at)
        case Failed(email=email, attempt=attempt, reason=reason):
            return _shown(identity, reminder, "failed", email=email, attempt=attempt, failed_because=reason)
        case ToPost():
            return _shown(identity, reminder, "to-post")
        case Posted():
            return _shown(identity, reminder, "posted")
        case Withdrawn(email=email, reason=reason, because=because):
            return _shown(
                identity, reminder, "withdrawn", email=email, failed_because=reason, withdrawn_because=because
            )
        case _:
            assert_never(reminder)


def _shown(identity: str, reminder: Reminder, status: Status, **more: Any) -> ReminderDocument:
    letter = letter_of(reminder)
    assert letter is not None  # whoever shows it has one
    beside: dict[str, Any] = {"email": "", "attempt": 0, "message_id": "", "sent_at": None, "failed_because": ""}
    return ReminderDocument(
        id=identity,
        status=status,
        customer_id=letter.customer_id,
        case_id=letter.case_id,
        reminder_no=letter.reminder_no,
        level=letter.level,
        name=letter.addressee.name,
        language=letter.addressee.language,
        subject=letter.subject,
        text=letter.text,
        prepared_on=letter.prepared_on,
        **{**beside, **more},
    )


REMINDERS: Final = DocumentView(
    name="reminder",
    decider=REMINDER,
    document=ReminderDocument,
    read=read,
    columns={
        "status": Shown(Text()),
        "customer_id": Shown(Text()),
        "case_id": Shown(Text()),
        "level": Shown(BigInteger()),
        "prepared_on": Shown(Date()),
    },
    filters=("status", "customer_id", "case_id"),
    queues={"to-send": {"status": "to-send"}, "failed": {"status": "failed"}, "to-post": {"status": "to-post"}},
    order_by=("id", "prepared_on"),
)
