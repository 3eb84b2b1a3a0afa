"""A debtor is to be reminded: the letter is written."""

from collections.abc import Iterable

from services.accounting.dunning_case.events import ReminderIssued
from services.accounting.reminder.decider import REMINDER
from services.accounting.reminder.preparing import PrepareReminder
from services.accounting.reminder.wording import subject_of, text_of
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ReminderIssued)
def when_reminder_issued_prepare_reminder(fact: Fact[ReminderIssued]) -> Iterable[Send]:
    """With its text: what goes out later is what was written now."""
    issued = fact.data
    command = PrepareReminder(
        customer_id=issued.customer_id,
        case_id=fact.id,
        reminder_no=issued.reminder_no,
        level=issued.level,
        addressee=issued.addressee,
        subject=subject_of(issued),
        text=text_of(issued),
        on=issued.issued_on,
    )
    yield Send(command, REMINDER.stream(derived_id("reminder", fact.id, issued.reminder_no)))
