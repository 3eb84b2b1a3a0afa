"""What can happen to a letter. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import datetime
from enum import StrEnum

from services.care.addressee.events import Address
from shared.kernel.shapes import event


class Kind(StrEnum):
    """What it asks for: how it went, or the answer that a complaint or a support case waits for."""

    SURVEY = "survey"
    COMPLAINT = "complaint"
    SUPPORT_CASE = "support-case"


@event("letter.written")
class LetterWritten:
    """A letter to a customer is written; this is its text, as it goes out, in the language of the address.

    `about` is the complaint, the case, or the order of a survey. What it asks for is waited for until `until`.
    """

    kind: Kind
    about: str
    customer_id: str
    address: Address
    subject: str
    text: str
    until: datetime
    written_at: datetime


@event("letter.sent")
class LetterSent:
    """The mail server took it."""

    message_id: str
    sent_at: datetime


@event("letter.failed")
class LetterFailed:
    """The mail server will not take it; a person has to see to it."""

    reason: str
    failed_at: datetime


@event("letter.readdressed")
class LetterReaddressed:
    """A person sends it to that address."""

    email: str
    readdressed_by: str
    readdressed_at: datetime


@event("letter.lapsed")
class LetterLapsed:
    """It did not go out as long as there was anything to answer."""

    lapsed_at: datetime


LetterEvent = LetterWritten | LetterSent | LetterFailed | LetterReaddressed | LetterLapsed
