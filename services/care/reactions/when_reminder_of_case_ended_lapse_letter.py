"""A support case waits no more for what the customer was reminded of: the letter that asks for it lapses."""

from collections.abc import Iterable

from services.care.letter.addressing import letter_of_reminder
from services.care.letter.events import Kind
from services.care.letter.writing import LapseLetter
from services.care.support_case.events import ReminderEnded
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReminderEnded)
def when_reminder_of_case_ended_lapse_letter(fact: Fact[ReminderEnded]) -> Iterable[Send]:
    """Unless it has left."""
    letter = letter_of_reminder(Kind.SUPPORT_CASE, fact.id, fact.data.reminded_at)
    yield Send(LapseLetter(at=fact.data.ended_at), letter)
