"""A dispute that a write-off had ended goes on when the write-off is taken back: nobody has decided it."""

from datetime import date
from typing import assert_never

from services.accounting.dispute.claiming import posted_of
from services.accounting.dispute.events import DisputeEvent, DisputeResumed
from services.accounting.dispute.state import (
    FOR_CUSTOMER,
    WRITTEN_OFF,
    Conceded,
    Dispute,
    NotOpened,
    Open,
    Settled,
    ToCredit,
)
from services.accounting.invoice.state import Posted
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from shared.kernel.shapes import command


@command
class NoteWriteOffReversed:
    """What was written off of the invoice is owed again. Given the invoice."""

    invoice_id: str
    on: date


def note_write_off_reversed(request: NoteWriteOffReversed, dispute: Dispute, given: Given) -> list[DisputeEvent]:
    """As it was: contested, or to be credited. Not where care decided otherwise, or the customer withdrew, meanwhile.

    What is owed again only for a credit note that takes the place of the loss, is not open, and not contested.
    """
    invoice = posted_of(request.invoice_id, given)
    match dispute:
        case Settled(outcome=outcome) if outcome == WRITTEN_OFF and invoice is not None:
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
    decided = dispute.decided
    return decided is None or (decided.outcome == FOR_CUSTOMER and not dispute.claim.is_made_good)


def _granted_because(dispute: Settled) -> str:
    return dispute.claim.granted_because if dispute.decided is None else dispute.decided.reason


def _contested(dispute: Settled, invoice: Posted, *, is_granted: bool) -> Money:
    """As far as it is open and not contested otherwise; what is granted, as far as it may be credited, paid or not."""
    wanted = dispute.claim.contested if dispute.decided is None else dispute.decided.amount
    if not is_granted:
        return min(wanted, invoice.open - invoice.disputed)
    others = total(invoice.disputes.values(), invoice.total.currency)
    return min(wanted, invoice.total - invoice.credited - invoice.written_off - others)
