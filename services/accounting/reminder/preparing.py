"""Writing a reminder, and what becomes of it: sent, refused by the mail server, sent elsewhere, posted, withdrawn."""

from datetime import date, datetime
from typing import assert_never

from services.accounting.debtor.events import Addressee
from services.accounting.reminder.events import (
    ReminderEvent,
    ReminderFailed,
    ReminderPosted,
    ReminderPrepared,
    ReminderReaddressed,
    ReminderSent,
    ReminderWithdrawn,
)
from services.accounting.reminder.state import Failed, NotPrepared, Posted, Reminder, Sent, ToPost, ToSend, Withdrawn
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class ReminderUnknown(Rejection):
    """There is no such reminder."""

    code = "accounting.reminder.unknown"
    ground = Ground.NOT_FOUND


class ReminderWaitsForMail(Rejection):
    """The mail room is about to send it."""

    code = "accounting.reminder.waits-for-mail"


class ReminderHasLeft(Rejection):
    """It was sent or posted already."""

    code = "accounting.reminder.has-left"


class ReminderIsWithdrawn(Rejection):
    """What it asks for is owed no more, so it does not leave."""

    code = "accounting.reminder.withdrawn"


@command
class PrepareReminder:
    """Write a letter to a debtor."""

    customer_id: str
    case_id: str
    reminder_no: int
    level: int
    addressee: Addressee
    subject: str
    text: str
    on: date


@command
class NoteReminderSent:
    """The mail server took it."""

    message_id: str
    at: datetime


@command
class NoteReminderFailed:
    """The mail server will not take it."""

    reason: str
    at: datetime


@command
class ReaddressReminder:
    """Send it to that address."""

    email: str
    by: str
    on: date


@command
class PostReminder:
    """It was printed and posted."""

    by: str
    on: date


@command
class WithdrawReminder:
    """What it asks for is owed no more; `because` says what ended that."""

    because: str
    on: date


def prepare_reminder(request: PrepareReminder, reminder: Reminder) -> list[ReminderEvent]:
    """One that is prepared already stays as it is, whatever the new one says."""
    match reminder:
        case NotPrepared():
            return [
                ReminderPrepared(
                    customer_id=request.customer_id,
                    case_id=request.case_id,
                    reminder_no=request.reminder_no,
                    level=request.level,
                    addressee=request.addressee,
                    subject=request.subject,
                    text=request.text,
                    prepared_on=request.on,
                )
            ]
        case ToSend() | Sent() | Failed() | ToPost() | Posted() | Withdrawn():
            return []
        case _:
            assert_never(reminder)


def note_reminder_sent(request: NoteReminderSent, reminder: Reminder) -> list[ReminderEvent]:
    """What happened, happened: a mail that was sent twice is noted once, and one that left too late has left."""
    match reminder:
        case ToSend(letter=letter) | Withdrawn(letter=letter):
            return [
                ReminderSent(
                    message_id=request.message_id,
                    sent_at=request.at,
                    case_id=letter.case_id,
                    reminder_no=letter.reminder_no,
                )
            ]
        case NotPrepared() | Sent() | Failed() | ToPost() | Posted():
            return []
        case _:
            assert_never(reminder)


def note_reminder_failed(request: NoteReminderFailed, reminder: Reminder) -> list[ReminderEvent]:
    """It then waits for a person."""
    match reminder:
        case ToSend():
            return [ReminderFailed(reason=request.reason, failed_at=request.at)]
        case NotPrepared() | Sent() | Failed() | ToPost() | Posted() | Withdrawn():
            return []
        case _:
            assert_never(reminder)


def readdress_reminder(request: ReaddressReminder, reminder: Reminder) -> list[ReminderEvent]:
    """Only what has not left, and is not just leaving."""
    match reminder:
        case NotPrepared():
            raise ReminderUnknown("no such reminder was written")
        case ToSend(email=email):
            if email == request.email:
                return []
            raise ReminderWaitsForMail(f"to {email}")
        case Sent() | Posted():
            raise ReminderHasLeft("issue the next one")
        case Withdrawn(because=because):
            raise ReminderIsWithdrawn(because)
        case Failed() | ToPost():
            return [ReminderReaddressed(email=request.email, readdressed_by=request.by, readdressed_on=request.on)]
        case _:
            assert_never(reminder)


def post_reminder(request: PostReminder, reminder: Reminder) -> list[ReminderEvent]:
    """Also one that the mail server refused."""
    match reminder:
        case NotPrepared():
            raise ReminderUnknown("no such reminder was written")
        case ToSend(email=email):
            raise ReminderWaitsForMail(f"to {email}")
        case Sent():
            raise ReminderHasLeft("it went by e-mail")
        case Withdrawn(because=because):
            raise ReminderIsWithdrawn(because)
        case Posted():
            return []
        case Failed(letter=letter) | ToPost(letter=letter):
            return [
                ReminderPosted(
                    posted_by=request.by,
                    posted_on=request.on,
                    case_id=letter.case_id,
                    reminder_no=letter.reminder_no,
                )
            ]
        case _:
            assert_never(reminder)


def withdraw_reminder(request: WithdrawReminder, reminder: Reminder) -> list[ReminderEvent]:
    """Only what has not left."""
    match reminder:
        case ToSend() | Failed() | ToPost():
            return [ReminderWithdrawn(because=request.because, withdrawn_on=request.on)]
        case NotPrepared() | Sent() | Posted() | Withdrawn():
            return []
        case _:
            assert_never(reminder)
