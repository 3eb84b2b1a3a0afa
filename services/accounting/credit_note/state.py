"""The stages of a credit note's life, and how each fact moves it on."""

from datetime import date
from typing import assert_never

from services.accounting.credit_note.events import (
    CancellationProposed,
    CancellationRefused,
    CreditNoteApproved,
    CreditNoteCancelled,
    CreditNoteDrafted,
    CreditNoteEvent,
    CreditNoteRefused,
    CreditNoteWithheld,
)
from shared.kernel.records import replace
from shared.kernel.shapes import part, state


@part
class Cancellation:
    """Who wants it cancelled, and why; `issued_anew`, as another takes its place."""

    reason: str
    proposed_by: str
    proposed_on: date
    issued_anew: bool = False


@state
class NotDrafted:
    """There is no such credit note."""


@state
class Drafted:
    """Waits for a second person."""

    draft: CreditNoteDrafted


@state
class Approved:
    """Numbered, and taken off its invoice. `cancellation` is one that waits for a second person."""

    draft: CreditNoteDrafted
    number: str
    approved_by: str
    approved_on: date
    cancellation: Cancellation | None = None


@state
class Cancelled:
    """It was wrong: another document, whose number is `by_number`, took it back."""

    draft: CreditNoteDrafted
    number: str
    approved_by: str
    approved_on: date
    by_number: str
    reason: str
    cancelled_by: str
    cancelled_on: date
    issued_anew: bool = False


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


CreditNote = NotDrafted | Drafted | Approved | Cancelled | Refused | Waiting | Settled


def evolve(credit_note: CreditNote, fact: CreditNoteEvent) -> CreditNote:
    """The credit note after the fact. Never refuses: what happened, happened."""
    match fact:
        case CreditNoteDrafted():
            return Drafted(draft=fact)
        case CreditNoteWithheld():
            return Waiting(grant=fact)
        case CreditNoteApproved() | CreditNoteRefused():
            return _after(credit_note, fact)
        case CancellationProposed() | CreditNoteCancelled() | CancellationRefused():
            return _cancelling(credit_note, fact) if isinstance(credit_note, Approved) else credit_note
        case _:
            assert_never(fact)


def _cancelling(
    approved: Approved, fact: CancellationProposed | CreditNoteCancelled | CancellationRefused
) -> Approved | Cancelled:
    match fact:
        case CancellationProposed():
            cancellation = Cancellation(
                reason=fact.reason,
                proposed_by=fact.proposed_by,
                proposed_on=fact.proposed_on,
                issued_anew=fact.issued_anew,
            )
            return replace(approved, cancellation=cancellation)
        case CancellationRefused():
            return replace(approved, cancellation=None)
        case CreditNoteCancelled():
            return Cancelled(
                draft=approved.draft,
                number=approved.number,
                approved_by=approved.approved_by,
                approved_on=approved.approved_on,
                by_number=fact.number,
                reason=fact.reason,
                cancelled_by=fact.cancelled_by,
                cancelled_on=fact.cancelled_on,
                issued_anew=approved.cancellation is not None and approved.cancellation.issued_anew,
            )
        case _:
            assert_never(fact)


def _after(credit_note: CreditNote, fact: CreditNoteApproved | CreditNoteRefused) -> CreditNote:
    match credit_note:
        case NotDrafted() | Settled() | Cancelled():
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
