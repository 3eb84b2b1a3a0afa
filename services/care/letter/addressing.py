"""Which letter is whose: what a letter is about finds it again, so that it can lapse once nobody waits for it."""

from datetime import UTC, datetime

from services.care.letter.decider import LETTER
from services.care.letter.events import Kind
from shared.kernel.clock import derived_id
from shared.kernel.decider import StreamId


def letter_of_reminder(kind: Kind, about: str, reminded_at: datetime) -> StreamId:
    """One letter per question: a complaint, or a case, may ask another one, and reminds of it later.

    A letter that was written before letters had names of their own is not found here: it lapses in its time.
    """
    return LETTER.stream(derived_id("letter", kind, about, reminded_at.astimezone(UTC).isoformat()))


def letter_of_survey(order_id: str) -> StreamId:
    """One letter per survey. Of letters from before it holds what it does of reminders."""
    return LETTER.stream(derived_id("letter", Kind.SURVEY, order_id))
