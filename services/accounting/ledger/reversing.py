"""Taking an entry back: by another entry, with a reason, once. Nothing in the books is ever rewritten."""

from datetime import date
from typing import assert_never

from services.accounting.ledger.drafting import EntryUnknown
from services.accounting.ledger.events import EntryRecorded, EntryReversed, JournalEvent, JournalLine
from services.accounting.ledger.recording import EntryIdTaken
from services.accounting.ledger.state import Drafted, Entry, NotWritten, Recorded, Refused, Reversed
from shared.kernel.records import replace
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class EntryNotInTheBooks(Rejection):
    """A draft is approved or refused; only what is in the books is reversed."""

    code = "accounting.ledger.entry-not-in-the-books"


class EntryBelongsToDocument(Rejection):
    """An entry that a document made is taken back through that document, so that both say the same."""

    code = "accounting.ledger.entry-belongs-to-document"


class ReversalIsFinal(Rejection):
    """A reversal is not reversed: record what is right as a new entry."""

    code = "accounting.ledger.reversal-is-final"


class ReversedAlready(Rejection):
    """Another entry took this one back already."""

    code = "accounting.ledger.reversed-already"


@command
class ReverseEntry:
    """Take an entry back by the entry `reversal_id`. `source` asks: only an entry's own source may."""

    reversal_id: str
    source: str
    reason: str
    by: str
    on: date


@command
class RecordReversal:
    """Write the entry that takes another one back."""

    reverses: str
    source: str
    text: str
    posted_on: date
    lines: tuple[JournalLine, ...]


def reverse_entry(request: ReverseEntry, entry: Entry) -> list[JournalEvent]:
    """The same accounts with their sides exchanged, whatever the chart says by now."""
    match entry:
        case NotWritten():
            raise EntryUnknown("nothing to reverse")
        case Drafted() | Refused():
            raise EntryNotInTheBooks("approve or refuse it")
        case Recorded(source=source) if source != request.source:
            raise EntryBelongsToDocument(f"it was made by: {source}", source=source)
        case Recorded(reverses=reverses) if reverses:
            raise ReversalIsFinal(f"it takes back {reverses}")
        case Recorded(text=text, lines=lines):
            return [
                EntryReversed(
                    reversal_id=request.reversal_id,
                    source=request.source,
                    text=text,
                    lines=tuple(replace(one, side=_other(one.side)) for one in lines),
                    reason=request.reason,
                    reversed_by=request.by,
                    reversed_on=request.on,
                )
            ]
        case Reversed(reversal_id=request.reversal_id):
            return []
        case Reversed(reversal_id=reversal_id):
            raise ReversedAlready(f"by {reversal_id}", reversal_id=reversal_id)
        case _:
            assert_never(entry)


def _other(side: str) -> str:
    return "credit" if side == "debit" else "debit"


def record_reversal(request: RecordReversal, entry: Entry) -> list[JournalEvent]:
    """Lines that were balanced once stay so with their sides exchanged: they are written as they come."""
    match entry:
        case NotWritten():
            return [
                EntryRecorded(
                    source=request.source,
                    text=request.text,
                    posted_on=request.posted_on,
                    lines=request.lines,
                    reverses=request.reverses,
                    drafted_by="",
                    approved_by="",
                )
            ]
        case Recorded() | Reversed():
            return []
        case Drafted() | Refused():
            raise EntryIdTaken("a reversal cannot take over an entry that was drafted")
        case _:
            assert_never(entry)
