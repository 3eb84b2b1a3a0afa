"""A dunning case is resolved: what it wrote and has not left yet is not sent any more."""

from collections.abc import Iterable
from typing import Final

from services.accounting.dunning_case.events import CaseResolved
from services.accounting.reminder.decider import REMINDER
from services.accounting.reminder.preparing import WithdrawReminder
from shared.kernel.clock import derived_id
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to

CASE_RESOLVED: Final = "case-resolved"


@reacts_to(CaseResolved)
def when_dunning_resolved_withdraw_reminders(fact: Fact[CaseResolved]) -> Iterable[Send]:
    """Nobody is asked for what they have paid; a letter that left is what it was."""
    command = WithdrawReminder(because=CASE_RESOLVED, on=fact.data.resolved_on)
    for number in fact.data.reminder_nos:
        yield Send(command, REMINDER.stream(derived_id("reminder", fact.id, number)))
