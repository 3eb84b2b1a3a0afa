"""Opening a dispute, once or again: by a person at accounting, or because care heard a complaint."""

from datetime import date
from typing import Final, Literal, assert_never

from services.accounting.dispute.claiming import Contested, contestable, opened_by_care, posted_of, theirs
from services.accounting.dispute.events import ComplaintReopened, DisputeEvent, DisputeOpened
from services.accounting.dispute.settling import DisputeUnknown, SettledAlready
from services.accounting.dispute.state import (
    FOR_CUSTOMER,
    Conceded,
    Dispute,
    NotOpened,
    Open,
    Settled,
    ToCredit,
    credited_for,
    heard_of,
)
from services.accounting.invoice.posting import InvoiceUnknown
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

BY_CUSTOMER: Final = "customer"
ReasonCode = Literal["price", "quantity", "quality", "not-delivered", "paid-already", "not-ordered", "other"]


class NothingToDispute(Rejection):
    """A dispute is about an amount above zero, at most what is open of the invoice and not in dispute yet."""

    code = "accounting.dispute.nothing-to-dispute"
    ground = Ground.UNACCEPTABLE


@command
class OpenDispute:
    """The customer contests so much of the invoice; without an amount, all that is open. Given the invoice."""

    invoice_id: str
    amount: Money | None
    reason_code: ReasonCode
    note: str
    by: str
    on: date


@command
class HearDispute:
    """Care heard a complaint, or opened it `again`: what is open of what it is about and not contested yet is.

    Given the invoice.
    """

    contested: Contested
    note: str
    by: str
    on: date
    again: bool = False


@command
class ReopenDispute:
    """It was settled too early, or wrongly. Given the invoice."""

    reason: str
    by: str
    on: date


def open_dispute(request: OpenDispute, dispute: Dispute, given: Given) -> list[DisputeEvent]:
    """At most what is open and not contested yet. Asked twice, it is opened once."""
    match dispute:
        case Open() | ToCredit() | Conceded() | Settled():
            return []
        case NotOpened():
            invoice = posted_of(request.invoice_id, given)
            if invoice is None:
                raise InvoiceUnknown("only a posted invoice can be contested", field="invoice_id")
            left = invoice.open - invoice.disputed
            amount = left if request.amount is None else request.amount
            if amount.currency != left.currency or not 0 < amount.minor <= left.minor:
                raise NothingToDispute(f"{left} is open and not in dispute", field="amount", left=left)
            return [
                DisputeOpened(
                    invoice_id=request.invoice_id,
                    invoice_number=invoice.number,
                    customer_id=invoice.customer_id,
                    amount=amount,
                    reason_code=request.reason_code,
                    note=request.note,
                    raised_by=BY_CUSTOMER,
                    reference="",
                    opened_by=request.by,
                    opened_on=request.on,
                )
            ]
        case _:
            assert_never(dispute)


def hear_dispute(request: HearDispute, dispute: Dispute, given: Given) -> list[DisputeEvent]:
    """Never refused. An invoice that is not theirs or not posted is not contested by it, nor is anything twice."""
    contested = request.contested
    invoice = theirs(contested, given)
    if invoice is None:
        return []
    again = _heard_again(request, dispute)
    match dispute:
        case Open() | ToCredit() | Conceded():
            return again
        case NotOpened() | Settled():
            amount = contestable(contested, invoice, credited_for(dispute))
            if amount.minor <= 0:
                return again
            opened = opened_by_care(contested, invoice, amount, note=request.note, by=request.by, on=request.on)
            return [*again, opened]
        case _:
            assert_never(dispute)


def _heard_again(request: HearDispute, dispute: Dispute) -> list[DisputeEvent]:
    """Noted also where nothing can be contested: care may decide for them about what is paid."""
    is_noted = heard_of(dispute).reopened_on == request.on and (
        isinstance(dispute, NotOpened) or dispute.claim.is_reopened
    )
    if not request.again or is_noted:
        return []
    return [ComplaintReopened(invoice_id=request.contested.invoice_id, reopened_on=request.on)]


def reopen_dispute(request: ReopenDispute, dispute: Dispute, given: Given) -> list[DisputeEvent]:
    """What was contested, as far as it is still open and not contested otherwise. One that is open changes nothing."""
    match dispute:
        case NotOpened():
            raise DisputeUnknown("nothing was contested under this id")
        case Open() | ToCredit() | Conceded():
            return []
        case Settled(outcome=outcome) if outcome == FOR_CUSTOMER:
            raise SettledAlready("the customer has what they were right about; contest the rest anew")
        case Settled(claim=claim):
            invoice = posted_of(claim.invoice_id, given)
            if invoice is None:
                raise InvoiceUnknown("only a posted invoice can be contested")
            left = invoice.open - invoice.disputed
            amount = min(claim.contested, left)
            if amount.minor <= 0:
                raise NothingToDispute(f"{left} is open and not in dispute", left=left)
            return [
                DisputeOpened(
                    invoice_id=claim.invoice_id,
                    invoice_number=claim.invoice_number,
                    customer_id=claim.customer_id,
                    amount=amount,
                    reason_code=claim.reason_code,
                    note=request.reason,
                    raised_by=claim.raised_by,
                    reference=claim.reference,
                    opened_by=request.by,
                    opened_on=request.on,
                )
            ]
        case _:
            assert_never(dispute)
