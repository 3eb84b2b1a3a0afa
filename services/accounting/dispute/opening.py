"""Opening a dispute, once or again: by a person at accounting, or because care heard a complaint."""

from datetime import date
from typing import Final, assert_never

from services.accounting.dispute.events import DisputeEvent, DisputeOpened
from services.accounting.dispute.settling import DisputeUnknown, SettledAlready
from services.accounting.dispute.state import FOR_CUSTOMER, Conceded, Dispute, NotOpened, Open, Settled, ToCredit
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.posting import InvoiceUnknown
from services.accounting.invoice.state import NotPosted, Posted, Withheld
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

BY_CUSTOMER: Final = "customer"
BY_CARE: Final = "care"
COMPLAINT: Final = "complaint"


class NothingToDispute(Rejection):
    """A dispute is about an amount above zero, at most what is open of the invoice and not in dispute yet."""

    code = "accounting.dispute.nothing-to-dispute"
    ground = Ground.UNACCEPTABLE


@command
class OpenDispute:
    """The customer contests so much of the invoice; without an amount, all that is open. Given the invoice."""

    invoice_id: str
    amount: Money | None
    reason_code: str
    note: str
    by: str
    on: date


@command
class HearDispute:
    """Care heard a complaint: what is open of the invoice and not contested yet is. Given the invoice.

    Of one about goods no more than these come to with tax: of that line, or of all.
    """

    invoice_id: str
    customer_id: str
    note: str
    reference: str
    by: str
    on: date
    only_goods: bool = False
    line_no: int | None = None


@command
class ReopenDispute:
    """It was settled too early, or wrongly. Given the invoice."""

    reason: str
    by: str
    on: date


def open_dispute(request: OpenDispute, dispute: Dispute, given: Given) -> list[DisputeEvent]:
    """Once."""
    match dispute:
        case Open() | ToCredit() | Conceded() | Settled():
            return []
        case NotOpened():
            invoice = _posted(request.invoice_id, given)
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
    match dispute:
        case Open() | ToCredit() | Conceded():
            return []
        case NotOpened() | Settled():
            invoice = _posted(request.invoice_id, given)
            if invoice is None or invoice.customer_id != request.customer_id:
                return []
            left = invoice.open - invoice.disputed
            amount = min(left, _worth(invoice, request.line_no)) if request.only_goods else left
            if amount.minor <= 0:
                return []
            return [
                DisputeOpened(
                    invoice_id=request.invoice_id,
                    invoice_number=invoice.number,
                    customer_id=request.customer_id,
                    amount=amount,
                    reason_code=COMPLAINT,
                    note=request.note,
                    raised_by=BY_CARE,
                    reference=request.reference,
                    opened_by=request.by,
                    opened_on=request.on,
                )
            ]
        case _:
            assert_never(dispute)


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
            invoice = _posted(claim.invoice_id, given)
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


def _worth(invoice: Posted, line_no: int | None) -> Money:
    """What the units of that line come to with tax, or of all lines, as far as they are not credited."""
    lines = (one for one in invoice.lines if line_no in (None, one.line.line_no))
    return total((one.net_left + one.tax_left for one in lines), invoice.total.currency)


def _posted(invoice_id: str, given: Given) -> Posted | None:
    invoice = given.of(INVOICE, invoice_id)
    match invoice:
        case NotPosted() | Withheld():
            return None
        case Posted():
            return invoice
        case _:
            assert_never(invoice)
