"""The stages of a letter's life, and how each fact moves it on."""

from datetime import datetime

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
    match fact, letter:
        case LetterWritten(), NotWritten():
            return _written(fact)
        case LetterSent(), (ToSend(content=content, email=email) | Lapsed(content=content, email=email)):
            return Sent(content=content, email=email, message_id=fact.message_id, sent_at=fact.sent_at)
        case LetterFailed(reason=reason), ToSend(content=content, email=email, attempt=attempt):
            return Failed(content=content, email=email, attempt=attempt, reason=reason)
        case LetterReaddressed(email=email), Failed(content=content, attempt=attempt):
            return ToSend(content=content, email=email, attempt=attempt + 1)
        case LetterReaddressed(email=email), ToAddress(content=content):
            return ToSend(content=content, email=email, attempt=1)
        case LetterLapsed(), ToSend(content=content, email=email):
            return Lapsed(content=content, email=email, reason="")
        case LetterLapsed(), ToAddress(content=content):
            return Lapsed(content=content, email="", reason="")
        case LetterLapsed(), Failed(content=content, email=email, reason=reason):
            return Lapsed(content=content, email=email, reason=reason)
        case _:
            return letter


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
