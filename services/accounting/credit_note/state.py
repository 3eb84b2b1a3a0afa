"""The stages of a credit note's life, and how each fact moves it on."""

from datetime import date
from typing import assert_never

from services.accounting.credit_note.events import (
    CreditNoteApproved,
    CreditNoteDrafted,
    CreditNoteEvent,
    CreditNoteRefused,
    CreditNoteWithheld,
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


@state
class Waiting:
    """Granted by care, and not to be had of the invoice as it stands."""

    grant: CreditNoteWithheld


@state
class Settled:
    """Granted by care, and settled by a person in another way."""

    grant: CreditNoteWithheld
    reason: str
    settled_by: str


CreditNote = NotDrafted | Drafted | Approved | Refused | Waiting | Settled


def evolve(credit_note: CreditNote, fact: CreditNoteEvent) -> CreditNote:
    """The credit note after the fact. Never refuses: what happened, happened."""
    match fact:
        case CreditNoteDrafted():
            return Drafted(draft=fact)
        case CreditNoteWithheld():
            return Waiting(grant=fact)
        case CreditNoteApproved() | CreditNoteRefused():
            return _after(credit_note, fact)
        case _:
            assert_never(fact)


def _after(credit_note: CreditNote, fact: CreditNoteApproved | CreditNoteRefused) -> CreditNote:
    match credit_note:
        case NotDrafted() | Settled():
            return credit_note
        case Waiting(grant=grant):
            if isinstance(fact, CreditNoteRefused):
                return Settled(grant=grant, reason=fact.reason, settled_by=fact.refused_by)
            return credit_note
        case Drafted(draft=draft) | Approved(draft=draft) | Refused(draft=draft):
            return _decided(draft, fact)
        case _:
            assert_never(credit_note)


def _decided(draft: CreditNoteDrafted, fact: CreditNoteApproved | CreditNoteRefused) -> CreditNote:
    match fact:
        case CreditNoteApproved(number=number, approved_by=approved_by, approved_on=approved_on):
            return Approved(draft=draft, number=number, approved_by=approved_by, approved_on=approved_on)
        case CreditNoteRefused(reason=reason, refused_by=refused_by):
            return Refused(draft=draft, reason=reason, refused_by=refused_by)
        case _:
            assert_never(fact)
