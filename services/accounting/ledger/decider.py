"""The journal's table of contents. The chart's is chart_decider.py."""

from typing import Final

from services.accounting.ledger.drafting import (
    ApproveEntry,
    DraftEntry,
    RefuseEntry,
    approve_entry,
    draft_entry,
    refuse_entry,
)
from services.accounting.ledger.events import EntryDrafted, EntryRecorded, EntryRefused, EntryReversed
from services.accounting.ledger.recording import RecordEntry, record_entry
from services.accounting.ledger.reversing import RecordReversal, ReverseEntry, record_reversal, reverse_entry
from services.accounting.ledger.state import Drafted, Entry, NotWritten, Recorded, Refused, Reversed, evolve
from shared.kernel.decider import Decider

JOURNAL: Final[Decider[Entry]] = Decider(
    category="journal",
    initial=NotWritten(),
    evolve=evolve,
    decisions={
        RecordEntry: record_entry,
        DraftEntry: draft_entry,
        ApproveEntry: approve_entry,
        RefuseEntry: refuse_entry,
        ReverseEntry: reverse_entry,
        RecordReversal: record_reversal,
    },
    events=(EntryDrafted, EntryRefused, EntryRecorded, EntryReversed),
    shapes=(NotWritten, Drafted, Refused, Recorded, Reversed),
)
