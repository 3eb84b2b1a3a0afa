"""Settling a dispute: for us, for the customer by a credit note, or because it was withdrawn."""

from datetime import date
from typing import assert_never

from services.accounting.dispute.claiming import posted_of
from services.accounting.dispute.events import (
    ConcessionLapsed,
    ConcessionRefused,
    DisputeConceded,
    DisputeEvent,
    DisputeSettled,
)
from services.accounting.dispute.state import (
    FOR_CUSTOMER,
    PAID,
    WRITTEN_OFF,
    Claim,
    Conceded,
    Dispute,
    NotOpened,
    Open,
    Settled,
    ToCredit,
    credit_note_of,
)
from services.accounting.invoice.crediting import credit_of_amount, lacking
from services.accounting.invoice.posting import InvoiceUnknown
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class DisputeUnknown(Rejection):
    """There is no such dispute."""

    code = "accounting.dispute.unknown"
    ground = Ground.NOT_FOUND


class SettledAlready(Rejection):
    """The dispute was settled otherwise."""

    code = "accounting.dispute.settled-already"


class CreditNotePending(Rejection):
    """A credit note for this dispute waits for its approval."""

    code = "accounting.dispute.credit-note-pending"


class ConcededOtherwise(Rejection):
    """Another amount is conceded: for a second thought its credit note has to be refused first."""

    code = "accounting.dispute.conceded-otherwise"


class ConcessionTooHigh(Rejection):
    """No more can be conceded than is contested."""

    code = "accounting.dispute.concession-too-high"
    ground = Ground.UNACCEPTABLE


@command
class SettleDispute:
    """We are right, or the customer withdrew it."""

    outcome: str
    reason: str
    by: str
    on: date


@command
class ConcedeDispute:
    """The customer is right about `amount`, or about all that they contest. `dispute_id` names the credit note.

    Given the invoice.
    """

    dispute_id: str
    amount: Money | None
    reason: str
    by: str
    on: date


@command
class NoteCreditApproved:
    """The credit note is posted."""

    credit_note_id: str
    by: str
    on: date


@command
class NoteCreditRefused:
    """The credit note will not be posted."""

    credit_note_id: str
    reason: str
    by: str
    on: date


@command
class NoteInvoicePaid:
    """Nothing of the invoice is open any more."""

    on: date


@command
class NoteInvoiceCredited:
    """A credit note took something off the invoice. Given the invoice."""

    invoice_id: str
    credit_note_id: str
    number: str
    on: date


@command
class NoteInvoiceWrittenOff:
    """What was still open of the invoice is a loss. Given the invoice."""

    invoice_id: str
    on: date


def settle_dispute(request: SettleDispute, dispute: Dispute) -> list[DisputeEvent]:
    """What was contested is dunned like everything else again."""
    match dispute:
        case NotOpened():
            raise DisputeUnknown("nothing was contested under this id")
        case Open(claim=claim) | ToCredit(claim=claim):
            return [settled(claim, request.outcome, request.reason, request.by, request.on)]
        case Conceded(credit_note_id=credit_note_id):
            raise CreditNotePending(f"credit note {credit_note_id} is not decided yet", credit_note_id=credit_note_id)
        case Settled(outcome=outcome):
            if outcome == request.outcome:
                return []
            raise SettledAlready(f"its outcome is {outcome}", outcome=outcome)
        case _:
            assert_never(dispute)


def concede_dispute(request: ConcedeDispute, dispute: Dispute, given: Given) -> list[DisputeEvent]:
    """It stays contested until the credit note is approved. The same amount again changes nothing."""
    match dispute:
        case NotOpened():
            raise DisputeUnknown("nothing was contested under this id")
        case Open(claim=claim) | ToCredit(claim=claim):
            left = claim.contested
            amount = left if request.amount is None else request.amount
            if amount.currency != left.currency or not 0 < amount.minor <= left.minor:
                raise ConcessionTooHigh(f"{left} is contested", field="amount")
            return [_conceded(request, claim, amount, given)]
        case Conceded(claim=claim, amount=conceded):
            return _same_concession(request, claim, conceded)
        case Settled(claim=claim, conceded=conceded, outcome=outcome):
            if conceded is None:
                raise SettledAlready(f"its outcome is {outcome}", outcome=outcome)
            return _same_concession(request, claim, conceded)
        case _:
            assert_never(dispute)


def _conceded(request: ConcedeDispute, claim: Claim, amount: Money, given: Given) -> DisputeConceded:
    """Raises InvoiceUnknown, and ExceedsInvoice where less than the amount is left to credit."""
    invoice = posted_of(claim.invoice_id, given)
    if invoice is None:
        raise InvoiceUnknown("only a posted invoice can be credited")
    lines, charges = credit_of_amount(amount, invoice)
    number = claim.concessions + 1
    return DisputeConceded(
        concession_no=number,
        credit_note_id=credit_note_of(request.dispute_id, number),
        invoice_id=claim.invoice_id,
        amount=amount,
        reason=request.reason,
        conceded_by=request.by,
        conceded_on=request.on,
        lines=lines,
        charges=charges,
    )


def _same_concession(request: ConcedeDispute, claim: Claim, conceded: Money) -> list[DisputeEvent]:
    if conceded != (claim.contested if request.amount is None else request.amount):
        raise ConcededOtherwise(f"{conceded} is conceded", field="amount", conceded=conceded)
    return []


def note_credit_approved(request: NoteCreditApproved, dispute: Dispute) -> list[DisputeEvent]:
    """The customer has what they were right about."""
    match dispute:
        case Conceded(claim=claim, credit_note_id=credit_note_id) if credit_note_id == request.credit_note_id:
            return [settled(claim, FOR_CUSTOMER, credit_note_id, request.by, request.on)]
        case NotOpened() | Open() | ToCredit() | Conceded() | Settled():
            return []
        case _:
            assert_never(dispute)


def note_credit_refused(request: NoteCreditRefused, dispute: Dispute) -> list[DisputeEvent]:
    """Somebody has to decide anew, unless it was ended meanwhile."""
    match dispute:
        case Conceded(credit_note_id=credit_note_id) if credit_note_id == request.credit_note_id:
            refused = ConcessionRefused(
                credit_note_id=credit_note_id,
                reason=request.reason,
                refused_by=request.by,
                refused_on=request.on,
            )
            return [refused, *ended_meanwhile(dispute, request.on)]
        case NotOpened() | Open() | ToCredit() | Conceded() | Settled():
            return []
        case _:
            assert_never(dispute)


def note_invoice_paid(request: NoteInvoicePaid, dispute: Dispute) -> list[DisputeEvent]:
    """Who pays all of it contests nothing any more. What they are right about is credited all the same."""
    match dispute:
        case Open(claim=claim):
            return [settled(claim, PAID, "the invoice is paid", "", request.on)]
        case NotOpened() | ToCredit() | Conceded() | Settled():
            return []
        case _:
            assert_never(dispute)


def note_invoice_credited(request: NoteInvoiceCredited, dispute: Dispute, given: Given) -> list[DisputeEvent]:
    """Nothing is contested where nothing is open. What care decided for them ends when nothing is left to credit.

    A concession lapses when what its credit note takes back is not there any more: what is approved is what was seen.
    """
    invoice = posted_of(request.invoice_id, given)
    match dispute:
        case Open(claim=claim) if invoice is not None and not invoice.open:
            return [_by_credit(claim, request)]
        case ToCredit(claim=claim) if invoice is not None and invoice.credited == invoice.total:
            return [_by_credit(claim, request)]
        case Conceded(claim=claim, credit_note_id=own) if invoice is not None and own != request.credit_note_id:
            left = invoice.total - invoice.credited
            if dispute.amount <= left and next(lacking(dispute.lines, dispute.charges, invoice), None) is None:
                return []
            why = f"credit note {request.number} took back what this one would; {left} is left of the invoice"
            gone = lapsed(dispute, by_credit_note_id=request.credit_note_id, left=left, reason=why, on=request.on)
            return [gone, *ended_meanwhile(dispute, request.on)] if left else [gone, _by_credit(claim, request)]
        case NotOpened() | Open() | ToCredit() | Conceded() | Settled():
            return []
        case _:
            assert_never(dispute)


def lapsed(dispute: Conceded, *, by_credit_note_id: str, left: Money, reason: str, on: date) -> ConcessionLapsed:
    """That nobody may approve it any more."""
    return ConcessionLapsed(
        credit_note_id=dispute.credit_note_id,
        by_credit_note_id=by_credit_note_id,
        left=left,
        reason=reason,
        lapsed_on=on,
    )


def ended_meanwhile(dispute: Conceded, on: date) -> list[DisputeEvent]:
    """How care, or what came back, had ended it while its credit note waited, which now waits no more."""
    decided = dispute.decided
    if decided is None:
        return []
    over = settled(dispute.claim, decided.outcome, decided.reason, decided.decided_by, on)
    return [made_good_by(dispute.claim, over) if decided.outcome == FOR_CUSTOMER else over]


def made_good_by(claim: Claim, over: DisputeSettled) -> DisputeSettled:
    """With the last credit note for returned goods; none, where all units were made good otherwise."""
    return replace(over, credit_note_id=claim.heard.credit_note_ids[-1] if claim.heard.credit_note_ids else "")


def _by_credit(claim: Claim, request: NoteInvoiceCredited) -> DisputeSettled:
    over = settled(claim, FOR_CUSTOMER, "the invoice is credited", "", request.on)
    return replace(over, credit_note_id=request.credit_note_id)


def note_invoice_written_off(request: NoteInvoiceWrittenOff, dispute: Dispute, given: Given) -> list[DisputeEvent]:
    """Nobody is asked for it any more. Who paid a part and is right by care may have that back: a person decides."""
    invoice = posted_of(request.invoice_id, given)
    match dispute:
        case Open(claim=claim):
            return [settled(claim, WRITTEN_OFF, "the invoice is written off", "", request.on)]
        case ToCredit(claim=claim) if invoice is not None and not invoice.settlements:
            return [settled(claim, WRITTEN_OFF, "the invoice is written off, and nothing was paid", "", request.on)]
        case NotOpened() | ToCredit() | Conceded() | Settled():
            return []
        case _:
            assert_never(dispute)


def settled(claim: Claim, outcome: str, reason: str, by: str, on: date) -> DisputeSettled:
    """That it is over."""
    return DisputeSettled(invoice_id=claim.invoice_id, outcome=outcome, reason=reason, settled_by=by, settled_on=on)
