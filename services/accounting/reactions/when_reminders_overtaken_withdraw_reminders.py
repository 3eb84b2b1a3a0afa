"""What a reminder before due asks for is paid before it has left: it is not sent any more."""

from collections.abc import Iterable
from typing import Final

from services.accounting.dunning_case.events import RemindersOvertaken
from services.accounting.reminder.decider import REMINDER
from services.accounting.reminder.preparing import WithdrawReminder
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to

NOTHING_OWED: Final = "nothing-owed"


@reacts_to(RemindersOvertaken)
def when_reminders_overtaken_withdraw_reminders(fact: Fact[RemindersOvertaken]) -> Iterable[Send]:
    """Most have left long ago, and are what they were."""
    command = WithdrawReminder(because=NOTHING_OWED, on=fact.data.overtaken_on)
    for number in fact.data.reminder_nos:
        yield Send(command, REMINDER.stream(derived_id("reminder", fact.id, number)))
