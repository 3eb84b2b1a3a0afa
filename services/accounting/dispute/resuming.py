"""A dispute goes on when what had ended it is taken back: a write-off, a payment, or a credit note that was wrong."""

from datetime import date
from typing import assert_never

from services.accounting.dispute.claiming import posted_of
from services.accounting.dispute.events import DisputeCreditCancelled, DisputeEvent, DisputeResumed
from services.accounting.dispute.state import (
    FOR_CUSTOMER,
    Conceded,
    Dispute,
    NotOpened,
    Open,
    Settled,
    ToCredit,
    heard_of,
)
from services.accounting.invoice.state import Posted
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from shared.kernel.shapes import command


@command
class NoteOwedAgain:
    """What ended disputes of the invoice did not last: it is no loss, or the money did not stay. Given the invoice.

    `ended_by` is the outcome of those disputes.
    """

    invoice_id: str
    ended_by: str
    on: date


@command
class NoteCreditCancelled:
    """The credit note, which took `amount` off, was cancelled. Given the invoice.

    `return_id`: care decides anew what the customer gets for what came back.
    """

    invoice_id: str
    credit_note_id: str
    amount: Money
    on: date
    return_id: str = ""


def note_credit_cancelled(request: NoteCreditCancelled, dispute: Dispute, given: Given) -> list[DisputeEvent]:
    """What it had made good is contested again, or, where the customer was right, to be credited."""
    facts: list[DisputeEvent] = []
    if request.credit_note_id in heard_of(dispute).credit_note_ids:
        facts.append(
            DisputeCreditCancelled(
                invoice_id=request.invoice_id,
                credit_note_id=request.credit_note_id,
                amount=request.amount,
                contested=_contested_with(dispute, request.amount),
                cancelled_on=request.on,
                return_id=request.return_id,
            )
        )
    invoice = posted_of(request.invoice_id, given)
    if not isinstance(dispute, Settled) or invoice is None or not _ended_by(dispute, request.credit_note_id):
        return facts
    granted_because = dispute.claim.granted_because
    amount = min(_wanted(dispute, request, is_known=bool(facts)), _left(invoice, is_granted=bool(granted_because)))
    if amount.minor > 0:
        facts.append(
            DisputeResumed(
                invoice_id=request.invoice_id,
                amount=amount,
                granted_because=granted_because,
                resumed_on=request.on,
            )
        )
    return facts


def _ended_by(dispute: Settled, credit_note_id: str) -> bool:
    """The credit note ended it, or was one of those for what came back, of which only the last is named."""
    of_returns = dispute.outcome == FOR_CUSTOMER and dispute.conceded is None
    return dispute.credit_note_id == credit_note_id or (
        of_returns and credit_note_id in dispute.claim.heard.credit_note_ids
    )


def _contested_with(dispute: Dispute, amount: Money) -> Money:
    match dispute:
        case Open(claim=claim) | ToCredit(claim=claim) | Conceded(claim=claim):
            return min(claim.contested + amount, claim.amount)
        case NotOpened() | Settled():
            return Money.zero(amount.currency)
        case _:
            assert_never(dispute)


def _wanted(dispute: Settled, request: NoteCreditCancelled, *, is_known: bool) -> Money:
    """What was conceded; else what is contested without what the credit note took off it."""
    if dispute.conceded is not None:
        return dispute.conceded
    return dispute.claim.contested + request.amount if is_known else dispute.claim.contested


def note_owed_again(request: NoteOwedAgain, dispute: Dispute, given: Given) -> list[DisputeEvent]:
    """As it was: contested, or to be credited. Not where care decided otherwise, or the customer withdrew, meanwhile.

    What is owed again only for a credit note that takes the place of the loss, is not open, and not contested.
    """
    invoice = posted_of(request.invoice_id, given)
    match dispute:
        case Settled(outcome=outcome) if outcome == request.ended_by and invoice is not None:
            granted_because = _granted_because(dispute)
            amount = _contested(dispute, invoice, is_granted=bool(granted_because))
            if amount.minor <= 0 or not _is_undecided(dispute):
                return []
            return [
                DisputeResumed(
                    invoice_id=request.invoice_id,
                    amount=amount,
                    granted_because=granted_because,
                    resumed_on=request.on,
                )
            ]
        case NotOpened() | Open() | ToCredit() | Conceded() | Settled():
            return []
        case _:
            assert_never(dispute)


def _is_undecided(dispute: Settled) -> bool:
    """Nobody decided against the customer, nor is it made good."""
    claim, decided = dispute.claim, dispute.decided
    if decided is None:
        return not (claim.granted_because and claim.heard.is_made_good)
    return decided.outcome == FOR_CUSTOMER and not claim.heard.is_made_good


def _granted_because(dispute: Settled) -> str:
    return dispute.claim.granted_because if dispute.decided is None else dispute.decided.reason


def _contested(dispute: Settled, invoice: Posted, *, is_granted: bool) -> Money:
    """As far as it is open and not contested otherwise; what is granted, as far as it may be credited, paid or not."""
    wanted = dispute.claim.contested if dispute.decided is None else dispute.decided.amount
    return min(wanted, _left(invoice, is_granted=is_granted))


def _left(invoice: Posted, *, is_granted: bool) -> Money:
    if not is_granted:
        return invoice.open - invoice.disputed
    others = total(invoice.disputes.values(), invoice.total.currency)
    return invoice.total - invoice.credited - invoice.written_off - others
