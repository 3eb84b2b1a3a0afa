"""Approving a credit note, by somebody else than its drafter, or refusing it."""

from datetime import date
from typing import Final, assert_never

from services.accounting.approval_policy.limiting import require_within_limit
from services.accounting.credit_note.events import CreditNoteApproved, CreditNoteEvent, CreditNoteRefused
from services.accounting.credit_note.state import (
    Approved,
    Cancelled,
    CreditNote,
    Drafted,
    NotDrafted,
    Refused,
    Settled,
    Waiting,
)
from services.accounting.number_series.decider import NUMBER_SERIES
from services.accounting.number_series.numbering import number_in, series_of
from shared.kernel.decider import Given, StreamId
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

KIND: Final = "CN"


class CreditNoteUnknown(Rejection):
    """There is no such credit note."""

    code = "accounting.credit-note.unknown"
    ground = Ground.NOT_FOUND


class OwnCreditNote(Rejection):
    """Who drafted a credit note cannot approve it."""

    code = "accounting.credit-note.own"
    ground = Ground.NOT_ALLOWED


class AlreadyRefused(Rejection):
    """The credit note was refused; draft another one."""

    code = "accounting.credit-note.already-refused"


class CreditNoteIsWithheld(Rejection):
    """The invoice does not have what was granted; draft it again once it has."""

    code = "accounting.credit-note.withheld"


class AlreadyApproved(Rejection):
    """The credit note is approved and posted."""

    code = "accounting.credit-note.already-approved"


@command
class ApproveCreditNote:
    """Post it. Given the number series of the day and, with the `roles` of a person, the approval policy."""

    by: str
    on: date
    roles: tuple[str, ...] = ()


@command
class RefuseCreditNote:
    """Do not post it. Its drafter may withdraw it this way."""

    reason: str
    by: str
    on: date


def reads_for_approving(approved_on: date) -> tuple[StreamId, ...]:
    """The series that the credit note's number comes from."""
    return (NUMBER_SERIES.stream(series_of(KIND, approved_on)),)


def approve_credit_note(request: ApproveCreditNote, credit_note: CreditNote, given: Given) -> list[CreditNoteEvent]:
    """What it takes back is consumed on the invoice in the same transaction, which fails when it is not there."""
    match credit_note:
        case NotDrafted():
            raise CreditNoteUnknown("draft it first")
        case Waiting(grant=grant):
            raise CreditNoteIsWithheld(grant.because)
        case Refused(reason=reason) | Settled(reason=reason):
            raise AlreadyRefused(reason)
        case Approved() | Cancelled():
            return []
        case Drafted(draft=draft) if draft.drafted_by == request.by:
            raise OwnCreditNote(f"drafted by {draft.drafted_by}")
        case Drafted(draft=draft):
            require_within_limit(draft.total, request.roles, given)
            series = series_of(KIND, request.on)
            sequence = given.of(NUMBER_SERIES, series).last + 1
            return [
                CreditNoteApproved(
                    series=series,
                    sequence=sequence,
                    number=number_in(series, sequence),
                    invoice_id=draft.invoice_id,
                    lines=draft.lines,
                    charges=draft.charges,
                    reason=draft.reason,
                    approved_by=request.by,
                    approved_on=request.on,
                    complaint_id=draft.complaint_id,
                    refund_wanted_by=draft.refund_wanted_by,
                )
            ]
        case _:
            assert_never(credit_note)


def refuse_credit_note(request: RefuseCreditNote, credit_note: CreditNote) -> list[CreditNoteEvent]:
    """Asked twice, it happens once."""
    match credit_note:
        case NotDrafted():
            raise CreditNoteUnknown("draft it first")
        case Approved(number=number) | Cancelled(number=number):
            raise AlreadyApproved(f"it is posted as {number}", number=number)
        case Refused() | Settled():
            return []
        case Drafted() | Waiting():
            return [CreditNoteRefused(reason=request.reason, refused_by=request.by, refused_on=request.on)]
        case _:
            assert_never(credit_note)
