"""Part of I7: every reminder that a debtor was to get is one letter, and there is no other."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from deploy.proof.evidence import Evidence
from deploy.proof.verdict import Found
from services.accounting.dunning_case.events import LetterLeft, ReminderIssued
from services.accounting.dunning_case.events_of_endings import HandedOver
from shared.kernel.clock import derived_id

LEFT: Final = ("sent", "posted")


async def reminders_are_letters(evidence: Evidence, found: Found) -> None:
    """To whom, about which case, of which level; and no mail went out under the name of another."""
    letters = {one.id: one for one in await evidence.documents("accounting", "reminder")}
    statuses = {name: one.status for name, one in letters.items()}
    mails = Counter(one.message_id for one in letters.values() if one.message_id)
    levels: dict[tuple[str, str], int] = defaultdict(int)
    for fact in await evidence.facts("accounting", ReminderIssued):
        for invoice_id, level in _came_to(fact.data):
            levels[fact.id, invoice_id] = max(levels[fact.id, invoice_id], level)
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
    await _got_the_final_letter(evidence, found, levels)
    for fact in await evidence.facts("accounting", LetterLeft):
        status = statuses.get(str(derived_id("reminder", fact.id, fact.data.reminder_no)), "never written")
        what = f"reminder {fact.data.reminder_no} of dunning case {fact.id}"
        found.require(status in LEFT, f"{what} has left, as the case knows it, and its letter is {status}")
    for letter in letters.values():
        found.breach(f"letter {letter.id} to customer {letter.customer_id} is no reminder that was issued")
    for message_id, count in mails.items():
        found.same(f"letters that went out as mail {message_id}", count, 1)


def _came_to(issued: ReminderIssued) -> Iterator[tuple[str, int]]:
    """The invoices that came to a level by it: all that it names, by one of the time before each had its own."""
    if issued.raised:
        yield from ((one.invoice_id, one.level) for one in issued.raised)
    elif not issued.for_charges:
        yield from ((one.invoice_id, issued.level) for one in issued.instalments)


async def _got_the_final_letter(evidence: Evidence, found: Found, levels: Mapping[tuple[str, str], int]) -> None:
    """Whatever a third party was given had come to the final level itself."""
    for fact in await evidence.facts("accounting", HandedOver):
        for invoice_id in fact.data.invoice_ids:
            what = f"dunning case {fact.id}: invoice {invoice_id}"
            found.require(
                levels[fact.id, invoice_id] >= fact.data.level,
                f"{what} was handed over at level {fact.data.level}, and had come to {levels[fact.id, invoice_id]}",
            )
