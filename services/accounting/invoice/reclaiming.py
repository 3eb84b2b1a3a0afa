"""Reclaiming what a customer was refunded of money that the bank then took back: owed under a number of its own."""

from datetime import date
from typing import Final, assert_never

from services.accounting.invoice.events import InvoiceEvent, ReclaimPosted
from services.accounting.invoice.state import Invoice, NotPosted, Posted, Withheld
from services.accounting.number_series.decider import NUMBER_SERIES
from services.accounting.number_series.numbering import number_in, series_of
from shared.kernel.clock import derived_id
from shared.kernel.decider import Given, StreamId
from shared.kernel.money import Money
from shared.kernel.shapes import command

KIND: Final = "DN"
"""The series of its numbers: a debit note, since nothing was sold."""


@command
class PostReclaim:
    """Let the customer owe what was refunded of that payment, at once. Given the number series of its day."""

    payment_id: str
    customer_id: str
    amount: Money
    reason: str
    on: date


def reclaim_id(payment_id: str) -> str:
    """The id of the receivable: a payment is taken back once, and reclaimed once."""
    return str(derived_id("invoice", "reclaim", payment_id))


def reads_for_reclaim(posted_on: date) -> tuple[StreamId, ...]:
    """The series that its number comes from."""
    return (NUMBER_SERIES.stream(series_of(KIND, posted_on)),)


def post_reclaim(request: PostReclaim, invoice: Invoice, given: Given) -> list[InvoiceEvent]:
    """Never refuses: the money is gone twice. Due on its day, as money that was never theirs."""
    match invoice:
        case NotPosted():
            series = series_of(KIND, request.on)
            sequence = given.of(NUMBER_SERIES, series).last + 1
            return [
                ReclaimPosted(
                    series=series,
                    sequence=sequence,
                    number=number_in(series, sequence),
                    payment_id=request.payment_id,
                    customer_id=request.customer_id,
                    amount=request.amount,
                    due_on=request.on,
                    reason=request.reason,
                    posted_on=request.on,
                )
            ]
        case Withheld() | Posted():
            return []
        case _:
            assert_never(invoice)
