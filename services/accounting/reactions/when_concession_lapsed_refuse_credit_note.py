"""What was conceded is not there to be credited any more: its credit note waits for nobody."""

from collections.abc import Iterable

from services.accounting.credit_note.approving import RefuseCreditNote
from services.accounting.credit_note.decider import CREDIT_NOTE
from services.accounting.dispute.events import ConcessionLapsed
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(ConcessionLapsed)
def when_concession_lapsed_refuse_credit_note(fact: Fact[ConcessionLapsed]) -> Iterable[Send]:
    """By rule. Whoever was to approve it reads why."""
    lapsed = fact.data
    command = RefuseCreditNote(reason=lapsed.reason, by="", on=lapsed.lapsed_on)
    yield Send(command, CREDIT_NOTE.stream(lapsed.credit_note_id))
