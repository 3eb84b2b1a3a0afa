"""The stages of a letter's life, and how each fact moves it on."""

from datetime import datetime
from typing import assert_never

from services.care.letter.events import (
    Kind,
    LetterEvent,
    LetterFailed,
    LetterLapsed,
    LetterReaddressed,
    LetterSent,
    LetterWritten,
)
from shared.kernel.shapes import part, state


@part
class Content:
    """The text, whom it is for, and what it is about."""

    kind: Kind
    about: str
    customer_id: str
    name: str
    language: str
    subject: str
    text: str
    until: datetime
    written_at: datetime


@state
class NotWritten:
    """There is no such letter."""


@state
class ToSend:
    """It waits for the mail room. `attempt` counts the addresses that it was sent to."""

    content: Content
    email: str
    attempt: int


@state
class ToAddress:
    """It waits for a person who knows an address."""

    content: Content


@state
class Sent:
    """The mail server took it."""

    content: Content
    email: str
    message_id: str
    sent_at: datetime


@state
class Failed:
    """The mail server refused it."""

    content: Content
    email: str
    attempt: int
    reason: str


@state
class Lapsed:
    """It did not go out in time. `reason` is that of the mail server, where it refused."""

    content: Content
    email: str
    reason: str


Waiting = ToSend | ToAddress | Failed
Letter = NotWritten | Waiting | Sent | Lapsed


def evolve(letter: Letter, fact: LetterEvent) -> Letter:
    """The letter after the fact. Never refuses; a fact that does not fit its stage leaves it as it is."""
    match fact:
        case LetterWritten():
            return _written(fact) if isinstance(letter, NotWritten) else letter
        case LetterSent():
            if not isinstance(letter, ToSend | Lapsed):
                return letter
            return Sent(content=letter.content, email=letter.email, message_id=fact.message_id, sent_at=fact.sent_at)
        case LetterFailed(reason=reason):
            if not isinstance(letter, ToSend):
                return letter
            return Failed(content=letter.content, email=letter.email, attempt=letter.attempt, reason=reason)
        case LetterReaddressed(email=email):
            return _readdressed(letter, email)
        case LetterLapsed():
            return _lapsed(letter)
        case _:
            assert_never(fact)


def _written(fact: LetterWritten) -> ToSend | ToAddress:
    content = Content(
        kind=fact.kind,
        about=fact.about,
        customer_id=fact.customer_id,
        name=fact.address.name,
        language=fact.address.language,
        subject=fact.subject,
        text=fact.text,
        until=fact.until,
        written_at=fact.written_at,
    )
    email = fact.address.email
    return ToSend(content=content, email=email, attempt=1) if email else ToAddress(content=content)


def _readdressed(letter: Letter, email: str) -> Letter:
    match letter:
        case Failed(content=content, attempt=attempt):
            return ToSend(content=content, email=email, attempt=attempt + 1)
        case ToAddress(content=content):
            return ToSend(content=content, email=email, attempt=1)
        case NotWritten() | ToSend() | Sent() | Lapsed():
            return letter
        case _:
            assert_never(letter)


def _lapsed(letter: Letter) -> Letter:
    match letter:
        case ToSend(content=content, email=email):
            return Lapsed(content=content, email=email, reason="")
        case ToAddress(content=content):
            return Lapsed(content=content, email="", reason="")
        case Failed(content=content, email=email, reason=reason):
            return Lapsed(content=content, email=email, reason=reason)
        case NotWritten() | Sent() | Lapsed():
            return letter
        case _:
            assert_never(letter)
