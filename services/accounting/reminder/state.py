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
    match fact:
        case ReminderPrepared():
            return _prepared(fact) if isinstance(reminder, NotPrepared) else reminder
        case ReminderSent():
            if not isinstance(reminder, ToSend | Withdrawn):
                return reminder
            return Sent(letter=reminder.letter, email=reminder.email, message_id=fact.message_id, sent_at=fact.sent_at)
        case ReminderFailed(reason=reason):
            if not isinstance(reminder, ToSend):
                return reminder
            return Failed(letter=reminder.letter, email=reminder.email, attempt=reminder.attempt, reason=reason)
        case ReminderReaddressed(email=email):
            return _readdressed(reminder, email)
        case ReminderPosted(posted_on=posted_on):
            if not isinstance(reminder, ToPost | Failed):
                return reminder
            return Posted(letter=reminder.letter, posted_on=posted_on)
        case ReminderWithdrawn(because=because):
            return _withdrawn(reminder, because)
        case _:
            assert_never(fact)


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


def _readdressed(reminder: Reminder, email: str) -> Reminder:
    match reminder:
        case Failed(letter=letter, attempt=attempt):
            return ToSend(letter=letter, email=email, attempt=attempt + 1)
        case ToPost(letter=letter):
            return ToSend(letter=letter, email=email, attempt=1)
        case NotPrepared() | ToSend() | Sent() | Posted() | Withdrawn():
            return reminder
        case _:
            assert_never(reminder)


def _withdrawn(reminder: Reminder, because: str) -> Reminder:
    match reminder:
        case ToSend(letter=letter, email=email):
            return Withdrawn(letter=letter, email=email, reason="", because=because)
        case Failed(letter=letter, email=email, reason=reason):
            return Withdrawn(letter=letter, email=email, reason=reason, because=because)
        case ToPost(letter=letter):
            return Withdrawn(letter=letter, email="", reason="", because=because)
        case NotPrepared() | Sent() | Posted() | Withdrawn():
            return reminder
        case _:
            assert_never(reminder)


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
