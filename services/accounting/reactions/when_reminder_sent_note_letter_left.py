"""A letter to a debtor went out as a mail: its dunning case knows."""

from collections.abc import Iterable

from services.accounting.dunning_case.decider import DUNNING_CASE
from services.accounting.dunning_case.handing_over import NoteLetterLeft
from services.accounting.reminder.events import ReminderSent
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReminderSent)
def when_reminder_sent_note_letter_left(fact: Fact[ReminderSent]) -> Iterable[Send]:
    """Nobody is handed over for a final notice that lies here."""
    letter = fact.data
    if letter.case_id:
        command = NoteLetterLeft(reminder_no=letter.reminder_no, on=letter.sent_at.date())
        yield Send(command, DUNNING_CASE.stream(letter.case_id))
