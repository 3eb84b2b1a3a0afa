"""The stages of a journal entry's life."""

from datetime import date
from typing import assert_never

from services.accounting.ledger.events import (
    EntryDrafted,
    EntryRecorded,
    EntryRefused,
    EntryReversed,
    JournalEvent,
    JournalLine,
)
from shared.kernel.shapes import state


@state
class NotWritten:
    """Nobody wrote an entry under this id."""


@state
class Drafted:
    """Written by hand, waiting for somebody else."""

    text: str
    posted_on: date
    lines: tuple[JournalLine, ...]
    drafted_by: str


@state
class Refused:
    """Never came into the books."""

    draft: Drafted
    refused_by: str
    reason: str


@state
class Recorded:
    """In the books, for ever."""

    source: str
    text: str
    posted_on: date
    lines: tuple[JournalLine, ...]
    reverses: str
    drafted_by: str
    approved_by: str


@state
class Reversed:
    """In the books, and taken back by another entry."""

    entry: Recorded
    reversal_id: str
    reversed_by: str
    reason: str


Entry = NotWritten | Drafted | Refused | Recorded | Reversed


def evolve(entry: Entry, fact: JournalEvent) -> Entry:
    """The entry after the fact. Never refuses."""
    match fact:
        case EntryDrafted(text=text, posted_on=posted_on, lines=lines, drafted_by=drafted_by):
            return Drafted(text=text, posted_on=posted_on, lines=lines, drafted_by=drafted_by)
        case EntryRefused(refused_by=refused_by, reason=reason):
            match entry:
                case Drafted():
                    return Refused(draft=entry, refused_by=refused_by, reason=reason)
                case NotWritten() | Refused() | Recorded() | Reversed():
                    return entry
                case _:
                    assert_never(entry)
        case EntryRecorded():
            return Recorded(
                source=fact.source,
                text=fact.text,
                posted_on=fact.posted_on,
                lines=fact.lines,
                reverses=fact.reverses,
                drafted_by=fact.drafted_by,
                approved_by=fact.approved_by,
            )
        case EntryReversed(reversal_id=reversal_id, reversed_by=reversed_by, reason=reason):
            match entry:
                case Recorded():
                    return Reversed(entry=entry, reversal_id=reversal_id, reversed_by=reversed_by, reason=reason)
                case NotWritten() | Drafted() | Refused() | Reversed():
                    return entry
                case _:
                    assert_never(entry)
        case _:
            assert_never(fact)
