"""The stages of a reminder's life, and how each fact moves it on."""

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
from shared.kernel.shapes import part, state


@part
class Letter:
    """The text and whom it is for."""

    customer_id: str
    case_id: str
    reminder_no: int
    level: int
    addressee: Addressee
    subject: str
    text: str
    prepared_on: date


@state
class NotPrepared:
    """There is no such reminder."""


@state
class ToSend:
    """It waits for the mail room. `attempt` counts the addresses that it was sent to."""

    letter: Letter
    email: str
    attempt: int


@state
class Sent:
    """The mail server took it."""

    letter: Letter
    email: str
    message_id: str
    sent_at: datetime


@state
class Failed:
    """The mail server refused it."""

    letter: Letter
    email: str
    attempt: int
    reason: str


@state
class ToPost:
    """It waits for a person to post it."""

    letter: Letter


@state
class Posted:
    """It went by post."""

    letter: Letter
    posted_on: date


@state
class Withdrawn:
    """What it asks for is owed no more. `email` and `reason` are where it was to go, and why that was refused."""

    letter: Letter
    email: str
    reason: str
    because: str


Reminder = NotPrepared | ToSend | Sent | Failed | ToPost | Posted | Withdrawn


def evolve(reminder: Reminder, fact: ReminderEvent) -> Reminder:
    """The reminder after the fact. Never refuses; a fact that does not fit its stage leaves it as it is."""
    match fact, reminder:
        case ReminderPrepared(), NotPrepared():
            return _prepared(fact)
        case ReminderSent(), (ToSend(letter=letter, email=email) | Withdrawn(letter=letter, email=email)):
            return Sent(letter=letter, email=email, message_id=fact.message_id, sent_at=fact.sent_at)
        case ReminderFailed(reason=reason), ToSend(letter=letter, email=email, attempt=attempt):
            return Failed(letter=letter, email=email, attempt=attempt, reason=reason)
        case ReminderReaddressed(email=email), Failed(letter=letter, attempt=attempt):
            return ToSend(letter=letter, email=email, attempt=attempt + 1)
        case ReminderReaddressed(email=email), ToPost(letter=letter):
            return ToSend(letter=letter, email=email, attempt=1)
        case ReminderPosted(posted_on=posted_on), (ToPost(letter=letter) | Failed(letter=letter)):
            return Posted(letter=letter, posted_on=posted_on)
        case ReminderWithdrawn(because=because), ToSend(letter=letter, email=email):
            return Withdrawn(letter=letter, email=email, reason="", because=because)
        case ReminderWithdrawn(because=because), Failed(letter=letter, email=email, reason=reason):
            return Withdrawn(letter=letter, email=email, reason=reason, because=because)
        case ReminderWithdrawn(because=because), ToPost(letter=letter):
            return Withdrawn(letter=letter, email="", reason="", because=because)
        case _:
            return reminder


def _prepared(fact: ReminderPrepared) -> Reminder:
    letter = Letter(
        customer_id=fact.customer_id,
        case_id=fact.case_id,
        reminder_no=fact.reminder_no,
        level=fact.level,
        addressee=fact.addressee,
        subject=fact.subject,
        text=fact.text,
        prepared_on=fact.prepared_on,
    )
    email = fact.addressee.email
    return ToSend(letter=letter, email=email, attempt=1) if email else ToPost(letter=letter)


def letter_of(reminder: Reminder) -> Letter | None:
    """The letter, once there is one."""
    match reminder:
        case NotPrepared():
            return None
        case (
            ToSend(letter=letter)
            | Sent(letter=letter)
            | Failed(letter=letter)
            | ToPost(letter=letter)
            | Posted(letter=letter)
            | Withdrawn(letter=letter)
        ):
            return letter
        case _:
            assert_never(reminder)
