"""An entry that is taken back is followed, in the same transaction, by the entry that takes it back."""

from collections.abc import Iterable

from services.accounting.ledger.decider import JOURNAL
from services.accounting.ledger.events import EntryReversed
from services.accounting.ledger.reversing import RecordReversal
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(EntryReversed)
def when_entry_reversed_record_its_reversal(fact: Fact[EntryReversed]) -> Iterable[Send]:
    """The books show both, and their sum is nothing."""
    taken_back = fact.data
    yield Send(
        RecordReversal(
            reverses=fact.id,
            source=taken_back.source,
            text=f"Reversal of: {taken_back.text} ({taken_back.reason})",
            posted_on=taken_back.reversed_on,
            lines=taken_back.lines,
        ),
        to=JOURNAL.stream(taken_back.reversal_id),
    )
