"""The stages of a credit note's life, and how each fact moves it on."""

from datetime import date
from typing import assert_never

from services.accounting.credit_note.events import (
    CreditNoteApproved,
    CreditNoteDrafted,
    CreditNoteEvent,
    CreditNoteRefused,
)
from shared.kernel.shapes import state


@state
class NotDrafted:
    """There is no such credit note."""


@state
class Drafted:
    """Waits for a second person."""

    draft: CreditNoteDrafted


@state
class Approved:
    """Numbered, and taken off its invoice."""

    draft: CreditNoteDrafted
    number: str
    approved_by: str
    approved_on: date


@state
class Refused:
    """Will not be posted."""

    draft: CreditNoteDrafted
    reason: str
    refused_by: str


CreditNote = NotDrafted | Drafted | Approved | Refused


def evolve(credit_note: CreditNote, fact: CreditNoteEvent) -> CreditNote:
    """The credit note after the fact. Never refuses: what happened, happened."""
    match fact:
        case CreditNoteDrafted():
            return Drafted(draft=fact)
        case CreditNoteApproved() | CreditNoteRefused():
            return credit_note if isinstance(credit_note, NotDrafted) else _decided(credit_note.draft, fact)
        case _:
            assert_never(fact)


def _decided(draft: CreditNoteDrafted, fact: CreditNoteApproved | CreditNoteRefused) -> CreditNote:
    match fact:
        case CreditNoteApproved(number=number, approved_by=approved_by, approved_on=approved_on):
            return Approved(draft=draft, number=number, approved_by=approved_by, approved_on=approved_on)
        case CreditNoteRefused(reason=reason, refused_by=refused_by):
            return Refused(draft=draft, reason=reason, refused_by=refused_by)
        case _:
            assert_never(fact)
