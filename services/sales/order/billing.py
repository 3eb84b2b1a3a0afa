"""What was heard of the order's invoices: what each lacks, and what of that is late."""

from collections.abc import Mapping
from typing import assert_never

from services.sales.order.events import (
    DebtWrittenOff,
    InvoiceCredited,
    InvoicePosted,
    PaymentReceived,
    PaymentTakenBack,
)
from services.sales.order.owing import (
    InvoiceCreditCancelled,
    InvoiceDisputed,
    InvoiceDisputeEnded,
    InvoiceFellOverdue,
)
from services.sales.order.source import Source
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import part

BillFact = (
    InvoicePosted
    | PaymentReceived
    | PaymentTakenBack
    | DebtWrittenOff
    | InvoiceCredited
    | InvoiceFellOverdue
    | InvoiceDisputed
    | InvoiceDisputeEnded
    | InvoiceCreditCancelled
)


@part
class Bill:
    """What was heard of an invoice. A payment may be heard before the posting, which alone tells the total.

    `overdue` is what of it is past its day and not contested; none as long as nothing was heard of it.
    """

    number: str
    open: Money
    source: Source
    total: Money | None = None
    credit_notes: tuple[str, ...] = ()
    cancelled_credit_notes: tuple[str, ...] = ()
    is_written_off: bool = False
    overdue: Money | None = None

    @property
    def is_late(self) -> bool:
        """Whether something of it is past its day."""
        return bool(self.overdue)


def billed(known: Bill | None, fact: BillFact) -> Bill:
    """The amounts are the newest that were told; an older word does not change them. What is open is not given up."""
    still_open = fact.total if isinstance(fact, InvoicePosted) else fact.open
    given_up = isinstance(fact, DebtWrittenOff)
    if known is None:
        bill = Bill(
            number=fact.number,
            open=still_open,
            source=fact.source,
            is_written_off=given_up,
            overdue=_overdue(None, fact, still_open),
        )
    elif fact.source.supersedes(known.source):
        bill = replace(
            known,
            open=still_open,
            source=fact.source,
            is_written_off=given_up or (known.is_written_off and not still_open),
            overdue=_overdue(known.overdue, fact, still_open),
        )
    else:
        bill = known
    match fact:
        case InvoicePosted(total=total):
            return replace(bill, total=total)
        case InvoiceCredited(credit_note_id=note):
            return replace(bill, credit_notes=(*bill.credit_notes, note))
        case InvoiceCreditCancelled(credit_note_id=note):
            return replace(bill, cancelled_credit_notes=(*bill.cancelled_credit_notes, note))
        case PaymentReceived() | PaymentTakenBack() | DebtWrittenOff():
            return bill
        case InvoiceFellOverdue() | InvoiceDisputed() | InvoiceDisputeEnded():
            return bill
        case _:
            assert_never(fact)


def is_bill_news(bills: Mapping[str, Bill], fact: BillFact) -> bool:
    """A posting and a credit note are told once; of all else only what is newer than what is known counts."""
    known = bills.get(fact.invoice_id)
    if known is None:
        return True
    match fact:
        case InvoicePosted():
            return known.total is None
        case InvoiceCredited(credit_note_id=note):
            return note not in known.credit_notes
        case InvoiceCreditCancelled(credit_note_id=note):
            return note not in known.cancelled_credit_notes
        case PaymentReceived() | PaymentTakenBack() | DebtWrittenOff():
            return fact.source.supersedes(known.source)
        case InvoiceFellOverdue() | InvoiceDisputed() | InvoiceDisputeEnded():
            return fact.source.supersedes(known.source)
        case _:
            assert_never(fact)


def _overdue(known: Money | None, fact: BillFact, still_open: Money) -> Money | None:
    """A fact that does not state it keeps the amount known before, capped at what is open."""
    said = None if isinstance(fact, InvoicePosted) else fact.overdue
    if said is None and known is not None:
        return min(known, still_open)
    return said
