"""Drafting a credit note: what it takes back of the invoice, in units, whole charges, or as a lower price."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from services.accounting.credit_note.events import CreditNoteDrafted, CreditNoteEvent
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
from services.accounting.invoice.crediting import (
    Credited,
    ExceedsInvoice,
    credit_of_amount,
    credit_of_charge,
    credit_of_units,
)
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.events import CreditedCharge, CreditedLine
from services.accounting.invoice.posting import InvoiceUnknown
from services.accounting.invoice.state import NotPosted, Posted, Withheld
from services.accounting.invoice.stated_tax import credit_of_stated_tax
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part


class NotOnInvoice(Rejection):
    """The invoice has no such line or charge."""

    code = "accounting.credit-note.not-on-invoice"
    ground = Ground.UNACCEPTABLE


class NamedTwice(Rejection):
    """A line or charge is named twice."""

    code = "accounting.credit-note.named-twice"
    ground = Ground.UNACCEPTABLE


class NothingToCredit(Rejection):
    """A credit note has to come to more than nothing."""

    code = "accounting.credit-note.nothing-to-credit"
    ground = Ground.UNACCEPTABLE


class CreditInOtherCurrency(Rejection):
    """An invoice is credited in its own currency."""

    code = "accounting.credit-note.other-currency"
    ground = Ground.UNACCEPTABLE


@part
class UnitsToCredit:
    """So many units of a line of the invoice."""

    line_no: int
    quantity: Decimal


@command
class DraftCreditNote:
    """Propose to take back units of lines, with the stated tax on them, and whole charges; or an amount.

    Given the invoice.
    """

    invoice_id: str
    units: tuple[UnitsToCredit, ...]
    charge_nos: tuple[int, ...]
    amount: Money | None
    reason: str
    by: str
    on: date


def draft_credit_note(request: DraftCreditNote, credit_note: CreditNote, given: Given) -> list[CreditNoteEvent]:
    """Never more than was billed and is not credited yet; the approval checks that again on the invoice."""
    match credit_note:
        case Drafted() | Approved() | Cancelled() | Refused() | Waiting() | Settled():
            return []
        case NotDrafted():
            invoice = given.of(INVOICE, request.invoice_id)
            match invoice:
                case NotPosted() | Withheld():
                    raise InvoiceUnknown("only a posted invoice can be credited", field="invoice_id")
                case Posted():
                    return [_drafted(request, invoice)]
                case _:
                    assert_never(invoice)
        case _:
            assert_never(credit_note)


def _drafted(request: DraftCreditNote, invoice: Posted) -> CreditNoteDrafted:
    currency = invoice.total.currency
    lines, charges = _pieces(request, invoice)
    pieces: tuple[Credited, ...] = (*lines, *charges)
    net = total((piece.net for piece in pieces), currency)
    tax = total((piece.tax for piece in pieces), currency)
    if (net + tax).minor <= 0:
        raise NothingToCredit(f"it comes to {net + tax}")
    if invoice.credited + net + tax > invoice.total:
        raise ExceedsInvoice(f"{invoice.total - invoice.credited} of the invoice is left")
    return CreditNoteDrafted(
        invoice_id=request.invoice_id,
        invoice_number=invoice.number,
        order_id=invoice.order_id,
        customer_id=invoice.customer_id,
        lines=lines,
        charges=charges,
        net=net,
        tax=tax,
        total=net + tax,
        reason=request.reason,
        drafted_by=request.by,
        drafted_on=request.on,
    )


def _pieces(request: DraftCreditNote, invoice: Posted) -> tuple[tuple[CreditedLine, ...], tuple[CreditedCharge, ...]]:
    if request.amount is not None:
        if request.amount.currency != invoice.total.currency:
            raise CreditInOtherCurrency(f"it is in {invoice.total.currency}", field="amount.currency")
        return credit_of_amount(request.amount, invoice)
    line_nos = [units.line_no for units in request.units]
    if len(set(line_nos)) < len(line_nos):
        raise NamedTwice("name each line once", field="lines")
    if len(set(request.charge_nos)) < len(request.charge_nos):
        raise NamedTwice("name each charge once", field="charges")
    lines = tuple(_line(index, units, invoice) for index, units in enumerate(request.units))
    charges = tuple(_charge(index, charge_no, invoice) for index, charge_no in enumerate(request.charge_nos))
    return lines, (*charges, *credit_of_stated_tax(lines, invoice, but=request.charge_nos))


def _line(index: int, units: UnitsToCredit, invoice: Posted) -> CreditedLine:
    balance = next((one for one in invoice.lines if one.line.line_no == units.line_no), None)
    if balance is None:
        raise NotOnInvoice(f"line {units.line_no}", field=f"lines.{index}.line_no")
    if units.quantity > balance.creditable:
        raise ExceedsInvoice(
            f"line {units.line_no}: {balance.creditable} can be credited",
            field=f"lines.{index}.quantity",
            creditable=balance.creditable,
        )
    return credit_of_units(balance, units.quantity)


def _charge(index: int, charge_no: int, invoice: Posted) -> CreditedCharge:
    balance = next((one for one in invoice.charges if one.charge.charge_no == charge_no), None)
    if balance is None:
        raise NotOnInvoice(f"charge {charge_no}", field=f"charges.{index}")
    return credit_of_charge(balance)
