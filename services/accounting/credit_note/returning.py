"""Crediting returned units that care granted: what the invoice has is drafted, what it has not waits for a person."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from services.accounting.credit_note.approving import AlreadyRefused, CreditNoteUnknown
from services.accounting.credit_note.events import CreditNoteDrafted, CreditNoteEvent, CreditNoteWithheld
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
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.state import Settled as SettledDispute
from services.accounting.dispute.state import goods_dispute_of
from services.accounting.invoice.crediting import credit_of_units
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.state import NotPosted, Posted, Withheld
from services.accounting.invoice.stated_tax import credit_of_stated_tax
from shared.kernel.decider import Given, StreamId
from shared.kernel.money import total
from shared.kernel.records import replace
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class StillNotCreditable(Rejection):
    """The invoice still does not have what care granted."""

    code = "accounting.credit-note.still-not-creditable"


@command
class DraftReturnCredit:
    """Care granted the price of these returned units, with `refund` in money.

    Given the invoice that billed them, and what was contested of it for the complaint that led to the return.
    """

    return_id: str
    invoice_id: str
    order_id: str
    customer_id: str
    line_no: int
    quantity: Decimal
    reason: str
    requested_by: str
    granted_by: str
    on: date
    complaint_id: str = ""
    refund: bool = False
    grant_id: str = ""


@command
class DraftWithheldCredit:
    """Try again: the invoice may be posted by now, or a refused credit note may have made room. Given the invoice."""

    on: date


def reads_for_return_credit(invoice_id: str, complaint_id: str) -> tuple[StreamId, ...]:
    """What drafting it reads: a complaint has one of two disputes about the invoice."""
    invoice = INVOICE.stream(invoice_id)
    return (invoice, *(DISPUTE.stream(one) for one in _disputes(invoice_id, complaint_id)))


def _disputes(invoice_id: str, complaint_id: str) -> tuple[str, ...]:
    return (complaint_id, goods_dispute_of(complaint_id, invoice_id)) if complaint_id else ()


def draft_return_credit(request: DraftReturnCredit, credit_note: CreditNote, given: Given) -> list[CreditNoteEvent]:
    """What happened, happened: never refused. What cannot be credited is withheld, for a person to see."""
    match credit_note:
        case NotDrafted():
            grant = CreditNoteWithheld(
                return_id=request.return_id,
                invoice_id=request.invoice_id,
                order_id=request.order_id,
                customer_id=request.customer_id,
                line_no=request.line_no,
                quantity=request.quantity,
                because="",
                reason=request.reason,
                requested_by=request.requested_by,
                granted_by=request.granted_by,
                withheld_on=request.on,
                complaint_id=request.complaint_id,
                refund_wanted_by=request.granted_by if request.refund else "",
                grant_id=request.grant_id,
            )
            conceded = _conceded(request, given)
            if conceded:
                return [replace(grant, because=f"credit note {conceded} was conceded for its complaint")]
            return [_drafted_or_withheld(grant, given, request.on)]
        case Drafted() | Approved() | Cancelled() | Refused() | Waiting() | Settled():
            return []
        case _:
            assert_never(credit_note)


def _conceded(request: DraftReturnCredit, given: Given) -> str:
    """The credit note by which accounting made good the complaint already; empty where there is none.

    Whether these units are to be credited beside it, a person knows, who drafts the withheld credit or refuses it.
    """
    for identity in _disputes(request.invoice_id, request.complaint_id):
        dispute = given.of(DISPUTE, identity)
        if isinstance(dispute, SettledDispute) and dispute.conceded is not None:
            return dispute.credit_note_id
    return ""


def draft_withheld_credit(request: DraftWithheldCredit, credit_note: CreditNote, given: Given) -> list[CreditNoteEvent]:
    """By a person in accounting, who sees what has changed."""
    match credit_note:
        case NotDrafted():
            raise CreditNoteUnknown("nothing was granted")
        case Waiting(grant=grant):
            outcome = _drafted_or_withheld(grant, given, request.on)
            if isinstance(outcome, CreditNoteWithheld):
                raise StillNotCreditable(outcome.because)
            return [outcome]
        case Drafted() | Approved() | Cancelled():
            return []
        case Refused(reason=reason) | Settled(reason=reason):
            raise AlreadyRefused(reason)
        case _:
            assert_never(credit_note)


def _drafted_or_withheld(grant: CreditNoteWithheld, given: Given, on: date) -> CreditNoteDrafted | CreditNoteWithheld:
    invoice = given.of(INVOICE, grant.invoice_id)
    match invoice:
        case NotPosted() | Withheld():
            return replace(grant, because="the goods are not invoiced yet")
        case Posted():
            return _of_invoice(grant, invoice, on)
        case _:
            assert_never(invoice)


def _of_invoice(grant: CreditNoteWithheld, invoice: Posted, on: date) -> CreditNoteDrafted | CreditNoteWithheld:
    balance = next((one for one in invoice.lines if one.line.line_no == grant.line_no), None)
    if balance is None or balance.creditable < grant.quantity:
        left = Decimal(0) if balance is None else balance.creditable
        return replace(grant, because=f"{left} units of line {grant.line_no} are left on invoice {invoice.number}")
    line = credit_of_units(balance, grant.quantity)
    charges = credit_of_stated_tax((line,), invoice)
    tax = total((line.tax, *(one.tax for one in charges)), invoice.total.currency)
    amount = line.net + tax
    if amount.minor <= 0 or invoice.credited + amount > invoice.total:
        return replace(grant, because=f"{invoice.total - invoice.credited} are left on invoice {invoice.number}")
    return CreditNoteDrafted(
        invoice_id=grant.invoice_id,
        invoice_number=invoice.number,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        lines=(line,),
        charges=charges,
        net=line.net,
        tax=tax,
        total=amount,
        reason=grant.reason,
        drafted_by=grant.requested_by,
        drafted_on=on,
        return_id=grant.return_id,
        granted_by=grant.granted_by,
        complaint_id=grant.complaint_id,
        refund_wanted_by=grant.refund_wanted_by,
        grant_id=grant.grant_id,
    )
