"""A credit note that care granted needs no third person: two have decided about it."""

from collections.abc import Iterable

from services.accounting.credit_note.approving import ApproveCreditNote, reads_for_approving
from services.accounting.credit_note.decider import CREDIT_NOTE
from services.accounting.credit_note.events import CreditNoteDrafted
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(CreditNoteDrafted)
def when_return_credit_drafted_approve_it(fact: Fact[CreditNoteDrafted]) -> Iterable[Send]:
    """In the transaction of the draft. One that a person drafts waits for another one."""
    drafted = fact.data
    if drafted.granted_by:
        command = ApproveCreditNote(by=drafted.granted_by, on=drafted.drafted_on)
        yield Send(command, CREDIT_NOTE.stream(fact.id), given=reads_for_approving(drafted.drafted_on))
