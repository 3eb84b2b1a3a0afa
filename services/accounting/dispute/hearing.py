"""What care decides about a complaint, and what becomes of the goods that came back because of it."""

from dataclasses import replace
from datetime import date
from typing import assert_never

from services.accounting.dispute.events import DisputeCredited, DisputeEvent, DisputeGranted, ReturnSettled
from services.accounting.dispute.settling import settled
from services.accounting.dispute.state import (
    FOR_CUSTOMER,
    Claim,
    Conceded,
    Dispute,
    NotOpened,
    Open,
    Settled,
    ToCredit,
)
from shared.kernel.money import Money
from shared.kernel.shapes import command


@command
class HearDisputeEnded:
    """Care decided about its complaint, or the customer withdrew it."""

    outcome: str
    reason: str
    by: str
    on: date


@command
class NoteReturnCredited:
    """A credit note for goods that came back because of the complaint took so much off the invoice."""

    invoice_id: str
    credit_note_id: str
    amount: Money
    on: date


@command
class NoteReturnSettled:
    """All that came back with a return because of the complaint is settled, one way or another."""

    return_id: str
    on: date


def hear_dispute_ended(request: HearDisputeEnded, dispute: Dispute) -> list[DisputeEvent]:
    """Never refused. Who is right by care stays undunned until it is credited; a pending credit note decides itself."""
    if request.outcome == FOR_CUSTOMER:
        return _granted(request, dispute)
    match dispute:
        case Open(claim=claim) | ToCredit(claim=claim):
            return [settled(claim, request.outcome, request.reason, request.by, request.on)]
        case NotOpened() | Conceded() | Settled():
            return []
        case _:
            assert_never(dispute)


def _granted(request: HearDisputeEnded, dispute: Dispute) -> list[DisputeEvent]:
    match dispute:
        case Open(claim=claim) if claim.returns:
            return [_by_return(claim, request.reason, request.by, request.on)]
        case Open(claim=claim) | Conceded(claim=claim):
            return [] if claim.granted_because else [_grant(request, claim)]
        case Settled(claim=claim, outcome=outcome):
            # Whoever settled it, or paid, before care decided: there may be something to credit after all.
            is_done = outcome == FOR_CUSTOMER or claim.returns or not claim.contested
            return [] if is_done else [_grant(request, claim)]
        case NotOpened() | ToCredit():
            return []
        case _:
            assert_never(dispute)


def _grant(request: HearDisputeEnded, claim: Claim) -> DisputeGranted:
    return DisputeGranted(
        invoice_id=claim.invoice_id,
        amount=claim.contested,
        reason=request.reason,
        granted_by=request.by,
        granted_on=request.on,
    )


def note_return_credited(request: NoteReturnCredited, dispute: Dispute) -> list[DisputeEvent]:
    """So much less is contested. Where nothing is left, the customer has what they were right about.

    Remembered where the return was heard of before its complaint.
    """
    match dispute:
        case NotOpened(credit_note_ids=known):
            return [] if request.credit_note_id in known else [_credited(request, Money.zero(request.amount.currency))]
        case Open(claim=claim) | ToCredit(claim=claim) | Conceded(claim=claim) | Settled(claim=claim):
            if request.credit_note_id in claim.credit_note_ids:
                return []
            left = max(claim.contested - request.amount, Money.zero(claim.amount.currency))
            credited = _credited(request, left)
            if isinstance(dispute, Conceded | Settled) or left:
                return [credited]
            over = settled(claim, FOR_CUSTOMER, "the returned goods are credited", "", request.on)
            return [credited, replace(over, credit_note_id=request.credit_note_id)]
        case _:
            assert_never(dispute)


def _credited(request: NoteReturnCredited, left: Money) -> DisputeCredited:
    return DisputeCredited(
        invoice_id=request.invoice_id,
        credit_note_id=request.credit_note_id,
        amount=request.amount,
        left=left,
        credited_on=request.on,
    )


def note_return_settled(request: NoteReturnSettled, dispute: Dispute) -> list[DisputeEvent]:
    """Ends it where care has decided for the customer; before that, or before its complaint is heard of, that will."""
    noted = ReturnSettled(return_id=request.return_id, settled_on=request.on)
    match dispute:
        case NotOpened(returns=returns):
            return [] if request.return_id in returns else [noted]
        case Open(claim=claim) | ToCredit(claim=claim) | Conceded(claim=claim) | Settled(claim=claim):
            if request.return_id in claim.returns:
                return []
            if not isinstance(dispute, ToCredit):
                return [noted]
            return [noted, _by_return(claim, "the returned goods are settled", "", request.on)]
        case _:
            assert_never(dispute)


def _by_return(claim: Claim, reason: str, by: str, on: date) -> DisputeEvent:
    """With the last credit note; none, where all units were made good otherwise."""
    over = settled(claim, FOR_CUSTOMER, reason, by, on)
    return replace(over, credit_note_id=claim.credit_note_ids[-1] if claim.credit_note_ids else "")
