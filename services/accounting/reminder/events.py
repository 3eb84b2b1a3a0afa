"""What can happen to a reminder. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date, datetime

from services.accounting.debtor.events import Addressee
from shared.kernel.shapes import event


@event("reminder.prepared")
class ReminderPrepared:
    """A letter to a debtor is written; this is its text, as it goes out. Level 0 is the reminder before due."""

    customer_id: str
    case_id: str
    reminder_no: int
    level: int
    addressee: Addressee
    subject: str
    text: str
    prepared_on: date


@event("reminder.sent")
class ReminderSent:
    """The mail server took it. Of a letter that was sent before these had names, `case_id` is empty."""

    message_id: str
    sent_at: datetime
    case_id: str = ""
    reminder_no: int = 0


@event("reminder.failed")
class ReminderFailed:
    """The mail server will not take it; a person has to see to it."""

    reason: str
    failed_at: datetime


@event("reminder.readdressed")
class ReminderReaddressed:
    """A person sends it again, to that address."""

    email: str
    readdressed_by: str
    readdressed_on: date


@event("reminder.posted")
class ReminderPosted:
    """A person printed the letter and posted it. `case_id` and `reminder_no` as of one that was sent."""

    posted_by: str
    posted_on: date
    case_id: str = ""
    reminder_no: int = 0


@event("reminder.withdrawn")
class ReminderWithdrawn:
    """It had not left when what it asks for was owed no more: it does not any more. `because` says what ended that."""

    because: str
    withdrawn_on: date


ReminderEvent = (
    ReminderPrepared | ReminderSent | ReminderFailed | ReminderReaddressed | ReminderPosted | ReminderWithdrawn
)
