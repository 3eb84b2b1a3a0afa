"""Giving up what is open of an invoice, and owing it again when it can be collected after all."""

from datetime import date
from typing import assert_never

from services.accounting.invoice.differing import difference_restored
from services.accounting.invoice.events import Allocation, InvoiceEvent, InvoiceWrittenOff, WriteOffReversed
from services.accounting.invoice.posting import InvoiceUnknown
from services.accounting.invoice.settling import spread
from services.accounting.invoice.state import Invoice, NotPosted, Posted, Withheld, debt_after, posted_after
from shared.kernel.money import Money, total
from shared.kernel.records import replace
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class OpenAmountChanged(Rejection):
    """Another amount is open of the invoice than was to be written off."""

    code = "accounting.invoice.open-amount-changed"


class NothingWrittenOff(Rejection):
    """Nothing of the invoice is written off."""

    code = "accounting.invoice.nothing-written-off"


@command
class WriteOffInvoice:
    """Give up all that is open of it, which two persons decided elsewhere; `write_off_id` names their decision."""

    write_off_id: str
    amount: Money
    reason: str
    by: str
    on: date


@command
class ReverseWriteOff:
    """It can be collected after all."""

    reason: str
    by: str
    on: date


def write_off_invoice(request: WriteOffInvoice, invoice: Invoice) -> list[InvoiceEvent]:
    """Exactly what was decided: when money came in meanwhile, it has to be decided again."""
    match invoice:
        case NotPosted() | Withheld():
            raise InvoiceUnknown("it is not posted")
        case Posted(write_off_ids=known) if request.write_off_id in known:
            return []
        case Posted():
            if request.amount != invoice.open:
                raise OpenAmountChanged(f"{invoice.open} is open of {invoice.number}", open=invoice.open)
            fact = InvoiceWrittenOff(
                write_off_id=request.write_off_id,
                amount=request.amount,
                allocations=spread(request.amount, invoice.instalments),
                debt=invoice.debt,
                reason=request.reason,
                written_off_by=request.by,
                written_off_on=request.on,
                contested_by=tuple(invoice.disputes),
            )
            return [replace(fact, debt=debt_after(invoice, fact))]
        case _:
            assert_never(invoice)


def reverse_write_off(request: ReverseWriteOff, invoice: Invoice) -> list[InvoiceEvent]:
    """All of it is owed again, on the instalments that it was taken off."""
    match invoice:
        case NotPosted() | Withheld():
            raise InvoiceUnknown("it is not posted")
        case Posted():
            if not invoice.written_off:
                raise NothingWrittenOff(f"nothing of invoice {invoice.number} is written off")
            allocations = tuple(
                Allocation(instalment_no=one.instalment_no, amount=one.written_off)
                for one in invoice.instalments
                if one.written_off
            )
            # What is owed again is owed whole: nothing of the instalment is let off any more.
            restored = difference_restored(invoice, allocations, request.reason, request.on)
            after = posted_after(invoice, restored[0]) if restored else invoice
            again = owed_again(after, allocations, reason=request.reason, by=request.by, on=request.on)
            return [*restored, again]
        case _:
            assert_never(invoice)


def owed_again(
    invoice: Posted, allocations: tuple[Allocation, ...], *, reason: str, by: str, on: date, credit_note_id: str = ""
) -> WriteOffReversed:
    """That much of what was written off of each instalment is a receivable again."""
    fact = WriteOffReversed(
        amount=total((one.amount for one in allocations), invoice.total.currency),
        allocations=allocations,
        debt=invoice.debt,
        reason=reason,
        reversed_by=by,
        reversed_on=on,
        contested_by=invoice.contested_when_lost,
        credit_note_id=credit_note_id,
    )
    return replace(fact, debt=debt_after(invoice, fact))


def no_loss_after_all(invoice: Posted, credited: Money) -> tuple[Allocation, ...]:
    """What of a write-off a credit note takes the place of: as much as it exceeds what is open, the last instalments
    first. Nobody lost what was not owed, and the customer never paid it.
    """
    allocations: list[Allocation] = []
    left = credited - invoice.open
    for one in reversed(invoice.instalments):
        part = min(left, one.written_off)
        if part.minor > 0:
            allocations.append(Allocation(instalment_no=one.instalment_no, amount=part))
            left = left - part
    return tuple(allocations)
