"""Cancelling an approved credit note that was wrong: by a document of its own, which a second person agrees to.

What was posted is never un-posted. The cancellation has its own number and its own entry, and puts back what the credit
note took: what is owed of the invoice, and what the customer was left with where it was paid. That has to be there
still, all of it: a credit that was used, or has left, is not taken from the customer behind their back.

What care granted for returned goods is granted no more: care decides anew. Not where accounting issues the right credit
note itself, and says so: the customer has what was granted.
"""

from datetime import date
from typing import Final, assert_never

from services.accounting.approval_policy.limiting import require_within_limit
from services.accounting.credit_note.approving import AlreadyRefused, CreditNoteUnknown
from services.accounting.credit_note.events import (
    CancellationProposed,
    CancellationRefused,
    CreditNoteCancelled,
    CreditNoteEvent,
)
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

KIND: Final = "CC"


class CreditNoteNotApproved(Rejection):
    """Nothing was posted: refuse it, where it is not to be."""

    code = "accounting.credit-note.not-approved"


class CreditNoteIsCancelled(Rejection):
    """Another document took it back already."""

    code = "accounting.credit-note.is-cancelled"


class CancellationPending(Rejection):
    """Somebody proposed to cancel it for another reason; decide about that first."""

    code = "accounting.credit-note.cancellation-pending"


class CancellationNotProposed(Rejection):
    """Nobody proposed to cancel it, or it was refused."""

    code = "accounting.credit-note.cancellation-not-proposed"


class OwnCancellation(Rejection):
    """A cancellation is approved by somebody else than the person who proposed it."""

    code = "accounting.credit-note.own-cancellation"
    ground = Ground.NOT_ALLOWED


@command
class ProposeCancellation:
    """Say that it was wrong, and why; `issued_anew`, where another credit note is to take its place."""

    reason: str
    by: str
    on: date
    issued_anew: bool = False


@command
class ApproveCancellation:
    """Agree. Given the number series of the day, and the approval policy."""

    by: str
    on: date
    roles: tuple[str, ...] = ()


@command
class RefuseCancellation:
    """Let the credit note stand. Who proposed it may withdraw it this way."""

    reason: str
    by: str
    on: date


def reads_for_cancelling(cancelled_on: date) -> tuple[StreamId, ...]:
    """The series that the cancellation's number comes from."""
    return (NUMBER_SERIES.stream(series_of(KIND, cancelled_on)),)


def propose_cancellation(request: ProposeCancellation, credit_note: CreditNote) -> list[CreditNoteEvent]:
    """For the same reason, and with the same to follow, again it changes nothing."""
    known = _approved(credit_note).cancellation
    if known is not None:
        if (known.reason, known.issued_anew) == (request.reason, request.issued_anew):
            return []
        raise CancellationPending(known.reason, proposed_by=known.proposed_by)
    return [
        CancellationProposed(
            reason=request.reason,
            proposed_by=request.by,
            proposed_on=request.on,
            issued_anew=request.issued_anew,
        )
    ]


def approve_cancellation(request: ApproveCancellation, credit_note: CreditNote, given: Given) -> list[CreditNoteEvent]:
    """Invoice and customer's credit follow in the same transaction, which fails where they cannot."""
    if isinstance(credit_note, Cancelled):
        return []
    approved = _approved(credit_note)
    proposed = approved.cancellation
    if proposed is None:
        raise CancellationNotProposed("propose it first")
    if proposed.proposed_by == request.by:
        raise OwnCancellation("somebody else has to approve it")
    require_within_limit(approved.draft.total, request.roles, given)
    series = series_of(KIND, request.on)
    sequence = given.of(NUMBER_SERIES, series).last + 1
    return [
        CreditNoteCancelled(
            series=series,
            sequence=sequence,
            number=number_in(series, sequence),
            credit_note_number=approved.number,
            invoice_id=approved.draft.invoice_id,
            reason=proposed.reason,
            cancelled_by=request.by,
            cancelled_on=request.on,
            complaint_id=approved.draft.complaint_id,
            return_id="" if proposed.issued_anew else approved.draft.return_id,
            grant_id="" if proposed.issued_anew else approved.draft.grant_id,
        )
    ]


def refuse_cancellation(request: RefuseCancellation, credit_note: CreditNote) -> list[CreditNoteEvent]:
    """Asked twice, it happens once."""
    if _approved(credit_note).cancellation is None:
        return []
    return [CancellationRefused(reason=request.reason, refused_by=request.by, refused_on=request.on)]


def _approved(credit_note: CreditNote) -> Approved:
    match credit_note:
        case Approved():
            return credit_note
        case NotDrafted():
            raise CreditNoteUnknown("draft it first")
        case Drafted():
            raise CreditNoteNotApproved("it waits for its approval")
        case Waiting(grant=grant):
            raise CreditNoteNotApproved(grant.because)
        case Refused(reason=reason) | Settled(reason=reason):
            raise AlreadyRefused(reason)
        case Cancelled(by_number=number):
            raise CreditNoteIsCancelled(f"by {number}", number=number)
        case _:
            assert_never(credit_note)
