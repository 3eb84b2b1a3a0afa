"""What of an invoice is contested: noted by its disputes, so that nobody is dunned for it while they are open."""

from datetime import date
from typing import assert_never

from services.accounting.invoice.events import DisputeEnded, InvoiceDisputed, InvoiceEvent
from services.accounting.invoice.state import Invoice, NotPosted, Posted, Withheld
from shared.kernel.money import Money
from shared.kernel.shapes import command


@command
class MarkDisputed:
    """A dispute was opened about so much of it."""

    dispute_id: str
    amount: Money
    on: date


@command
class LowerDisputed:
    """So much is contested by a dispute now, and no more."""

    dispute_id: str
    amount: Money
    on: date


@command
class EndDispute:
    """The dispute is over, whoever was right."""

    dispute_id: str
    on: date


def mark_disputed(request: MarkDisputed, invoice: Invoice) -> list[InvoiceEvent]:
    """Never refused: what is contested beyond what is open simply has no effect."""
    match invoice:
        case NotPosted() | Withheld():
            return []
        case Posted(disputes=disputes) if disputes.get(request.dispute_id) == request.amount:
            return []
        case Posted(debt=debt):
            return [
                InvoiceDisputed(dispute_id=request.dispute_id, amount=request.amount, debt=debt, disputed_on=request.on)
            ]
        case _:
            assert_never(invoice)


def lower_disputed(request: LowerDisputed, invoice: Invoice) -> list[InvoiceEvent]:
    """Only where more was contested by it, and something still is; the end of a dispute is told as such."""
    match invoice:
        case NotPosted() | Withheld():
            return []
        case Posted(disputes=disputes, debt=debt):
            before = disputes.get(request.dispute_id)
            if before is None or not 0 < request.amount.minor < before.minor:
                return []
            return [
                InvoiceDisputed(dispute_id=request.dispute_id, amount=request.amount, debt=debt, disputed_on=request.on)
            ]
        case _:
            assert_never(invoice)


def end_dispute(request: EndDispute, invoice: Invoice) -> list[InvoiceEvent]:
    """What was contested is dunned like everything else again; what is not contested changes nothing."""
    match invoice:
        case NotPosted() | Withheld():
            return []
        case Posted(disputes=disputes) if request.dispute_id not in disputes:
            return []
        case Posted(debt=debt):
            return [DisputeEnded(dispute_id=request.dispute_id, debt=debt, ended_on=request.on)]
        case _:
            assert_never(invoice)
