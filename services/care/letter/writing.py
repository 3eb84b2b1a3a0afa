"""Writing a letter, and what becomes of it: sent, refused by the mail server, sent elsewhere, too late to be sent."""

from datetime import datetime
from typing import assert_never

from services.care.addressee.decider import ADDRESSEE
from services.care.addressee.state import address_of
from services.care.letter.events import (
    Kind,
    LetterEvent,
    LetterFailed,
    LetterLapsed,
    LetterReaddressed,
    LetterSent,
    LetterWritten,
)
from services.care.letter.state import Failed, Lapsed, Letter, NotWritten, Sent, ToAddress, ToSend
from services.care.letter.wording import subject_of, text_of, written_language
from shared.kernel.decider import Given
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class LetterUnknown(Rejection):
    """There is no such letter."""

    code = "care.letter.unknown"
    ground = Ground.NOT_FOUND


class LetterWaitsForMail(Rejection):
    """The mail room is about to send it."""

    code = "care.letter.waits-for-mail"


class LetterHasLeft(Rejection):
    """It was sent already."""

    code = "care.letter.has-left"


class LetterHasLapsed(Rejection):
    """What it asks for is waited for no longer."""

    code = "care.letter.lapsed"


@command
class WriteLetter:
    """Write to that customer. Given where they are written to. `question` is the one to repeat, of that title."""

    kind: Kind
    about: str
    customer_id: str
    until: datetime
    at: datetime
    title: str = ""
    question: str = ""


@command
class NoteLetterSent:
    """The mail server took it."""

    message_id: str
    at: datetime


@command
class NoteLetterFailed:
    """The mail server will not take it."""

    reason: str
    at: datetime


@command
class ReaddressLetter:
    """Send it to that address."""

    email: str
    by: str
    at: datetime


@command
class LapseLetter:
    """Nobody waits any longer for what it asks for."""

    at: datetime


def write_letter(request: WriteLetter, letter: Letter, given: Given) -> list[LetterEvent]:
    """Once, with its text: what goes out later is what was written now."""
    match letter:
        case NotWritten():
            known = address_of(given.of(ADDRESSEE, request.customer_id), request.customer_id)
            address = replace(known, language=written_language(known.language))
            text = text_of(
                request.kind,
                number=request.about,
                name=address.name,
                title=request.title,
                question=request.question,
                until=request.until,
                language=address.language,
            )
            return [
                LetterWritten(
                    kind=request.kind,
                    about=request.about,
                    customer_id=request.customer_id,
                    address=address,
                    subject=subject_of(request.kind, request.about, address.language),
                    text=text,
                    until=request.until,
                    written_at=request.at,
                )
            ]
        case ToSend() | ToAddress() | Sent() | Failed() | Lapsed():
            return []
        case _:
            assert_never(letter)


def note_letter_sent(request: NoteLetterSent, letter: Letter) -> list[LetterEvent]:
    """What happened, happened: a mail that was sent twice is noted once, and one that left too late has left."""
    match letter:
        case ToSend() | Lapsed():
            return [LetterSent(message_id=request.message_id, sent_at=request.at)]
        case NotWritten() | ToAddress() | Sent() | Failed():
            return []
        case _:
            assert_never(letter)


def note_letter_failed(request: NoteLetterFailed, letter: Letter) -> list[LetterEvent]:
    """It then waits for a person."""
    match letter:
        case ToSend():
            return [LetterFailed(reason=request.reason, failed_at=request.at)]
        case NotWritten() | ToAddress() | Sent() | Failed() | Lapsed():
            return []
        case _:
            assert_never(letter)


def readdress_letter(request: ReaddressLetter, letter: Letter) -> list[LetterEvent]:
    """Only what has not left, and is not just leaving."""
    match letter:
        case NotWritten():
            raise LetterUnknown("no such letter was written")
        case ToSend(email=email):
            if email == request.email:
                return []
            raise LetterWaitsForMail(f"to {email}")
        case Sent(email=email):
            raise LetterHasLeft(f"it went to {email}")
        case Lapsed(content=content):
            raise LetterHasLapsed(f"of {content.kind} {content.about} nothing is waited for any more")
        case ToAddress() | Failed():
            return [LetterReaddressed(email=request.email, readdressed_by=request.by, readdressed_at=request.at)]
        case _:
            assert_never(letter)


def lapse_letter(request: LapseLetter, letter: Letter) -> list[LetterEvent]:
    """Only what has not left."""
    match letter:
        case ToSend() | ToAddress() | Failed():
            return [LetterLapsed(lapsed_at=request.at)]
        case NotWritten() | Sent() | Lapsed():
            return []
        case _:
            assert_never(letter)
