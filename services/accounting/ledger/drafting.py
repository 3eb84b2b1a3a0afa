"""Entries by hand: written by one person, brought into the books by another."""

from datetime import date
from typing import Final, assert_never

from services.accounting.ledger.chart_decider import CHART, THE_CHART
from services.accounting.ledger.events import EntryDrafted, EntryRecorded, EntryRefused, JournalEvent
from services.accounting.ledger.recording import EntryLine, journal_lines
from services.accounting.ledger.state import Drafted, Entry, NotWritten, Recorded, Refused, Reversed
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

MANUAL: Final = "manual"
"""The source of entries that no document made."""


class EntryIsEmpty(Rejection):
    """An entry needs at least one amount."""

    code = "accounting.ledger.entry-is-empty"
    ground = Ground.UNACCEPTABLE


class PostedInTheFuture(Rejection):
    """An entry is written for today or a day that has been."""

    code = "accounting.ledger.posted-in-the-future"
    ground = Ground.UNACCEPTABLE


class EntryUnknown(Rejection):
    """Nothing was written under this id."""

    code = "accounting.ledger.entry-unknown"
    ground = Ground.NOT_FOUND


class OwnDraft(Rejection):
    """An entry is approved by somebody else than the person who wrote it."""

    code = "accounting.ledger.own-draft"
    ground = Ground.NOT_ALLOWED


class DraftWasRefused(Rejection):
    """The draft was refused; write a new one."""

    code = "accounting.ledger.draft-was-refused"


class EntryIsRecorded(Rejection):
    """The entry is in the books: it can be reversed, not refused."""

    code = "accounting.ledger.entry-is-recorded"


@command
class DraftEntry:
    """Write an entry by hand."""

    text: str
    posted_on: date
    lines: tuple[EntryLine, ...]
    by: str
    on: date


@command
class ApproveEntry:
    """Bring a draft into the books."""

    by: str


@command
class RefuseEntry:
    """Keep a draft out of the books."""

    reason: str
    by: str
    on: date


def draft_entry(request: DraftEntry, entry: Entry, given: Given) -> list[JournalEvent]:
    """Checked as it is written, so that the approver decides about accounts and amounts that are final."""
    match entry:
        case NotWritten():
            if request.posted_on > request.on:
                raise PostedInTheFuture(f"{request.posted_on} is after {request.on}", field="posted_on")
            lines = journal_lines(request.lines, request.posted_on, given.of(CHART, THE_CHART))
            if not lines:
                raise EntryIsEmpty("every line is zero", field="lines")
            return [
                EntryDrafted(
                    text=request.text,
                    posted_on=request.posted_on,
                    lines=lines,
                    drafted_by=request.by,
                    drafted_on=request.on,
                )
            ]
        case Drafted() | Refused() | Recorded() | Reversed():
            return []
        case _:
            assert_never(entry)


def approve_entry(request: ApproveEntry, entry: Entry) -> list[JournalEvent]:
    """Four eyes: the writer never approves."""
    match entry:
        case NotWritten():
            raise EntryUnknown("draft it first")
        case Drafted(drafted_by=request.by):
            raise OwnDraft("somebody else has to approve it")
        case Drafted(text=text, posted_on=posted_on, lines=lines, drafted_by=drafted_by):
            return [
                EntryRecorded(
                    source=MANUAL,
                    text=text,
                    posted_on=posted_on,
                    lines=lines,
                    reverses="",
                    drafted_by=drafted_by,
                    approved_by=request.by,
                )
            ]
        case Refused(reason=reason):
            raise DraftWasRefused(reason)
        case Recorded() | Reversed():
            return []
        case _:
            assert_never(entry)


def refuse_entry(request: RefuseEntry, entry: Entry) -> list[JournalEvent]:
    """The writer may withdraw a draft in the same way."""
    match entry:
        case NotWritten():
            raise EntryUnknown("draft it first")
        case Drafted():
            return [EntryRefused(reason=request.reason, refused_by=request.by, refused_on=request.on)]
        case Refused():
            return []
        case Recorded() | Reversed():
            raise EntryIsRecorded("reverse it")
        case _:
            assert_never(entry)
