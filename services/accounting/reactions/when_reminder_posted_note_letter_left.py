"""A letter to a debtor was posted: its dunning case knows."""

from collections.abc import Iterable

from services.accounting.dunning_case.decider import DUNNING_CASE
from services.accounting.dunning_case.handing_over import NoteLetterLeft
from services.accounting.reminder.events import ReminderPosted
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReminderPosted)
def when_reminder_posted_note_letter_left(fact: Fact[ReminderPosted]) -> Iterable[Send]:
    """Nobody is handed over for a final notice that lies here."""
    letter = fact.data
    if letter.case_id:
        command = NoteLetterLeft(reminder_no=letter.reminder_no, on=letter.posted_on)
        yield Send(command, DUNNING_CASE.stream(letter.case_id))
