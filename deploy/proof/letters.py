"""Part of I7: every reminder that a debtor was to get is one letter, and there is no other."""

from collections import Counter
from typing import Final

from deploy.proof.evidence import Evidence
from deploy.proof.verdict import Found
from services.accounting.dunning_case.events import LetterLeft, ReminderIssued
from shared.kernel.clock import derived_id

LEFT: Final = ("sent", "posted")


async def reminders_are_letters(evidence: Evidence, found: Found) -> None:
    """To whom, about which case, of which level; and no mail went out under the name of another."""
    letters = {one.id: one for one in await evidence.documents("accounting", "reminder")}
    statuses = {name: one.status for name, one in letters.items()}
    mails = Counter(one.message_id for one in letters.values() if one.message_id)
    for fact in await evidence.facts("accounting", ReminderIssued):
        issued, what = fact.data, f"reminder {fact.data.reminder_no} of dunning case {fact.id}"
        letter = letters.pop(str(derived_id("reminder", fact.id, issued.reminder_no)), None)
        if letter is None:
            found.breach(f"{what} was issued, and there is no letter")
            continue
        found.same(
            f"{what}: its letter",
            (letter.customer_id, letter.case_id, letter.reminder_no, letter.level),
            (issued.customer_id, fact.id, issued.reminder_no, issued.level),
        )
    for fact in await evidence.facts("accounting", LetterLeft):
        status = statuses.get(str(derived_id("reminder", fact.id, fact.data.reminder_no)), "never written")
        what = f"reminder {fact.data.reminder_no} of dunning case {fact.id}"
        found.require(status in LEFT, f"{what} has left, as the case knows it, and its letter is {status}")
    for letter in letters.values():
        found.breach(f"letter {letter.id} to customer {letter.customer_id} is no reminder that was issued")
    for message_id, count in mails.items():
        found.same(f"letters that went out as mail {message_id}", count, 1)
