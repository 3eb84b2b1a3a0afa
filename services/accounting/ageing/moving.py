"""What came onto an instalment and what came off it, day by day: from these its balance of any day is added up."""

from collections.abc import Iterable
from datetime import date
from typing import Any, assert_never

from services.accounting.ageing.buckets import OpenInstalment
from services.accounting.invoice.events import (
    Allocation,
    AmountReopened,
    AmountSettled,
    DisputeEnded,
    DueInstalment,
    InstalmentFellDue,
    InstalmentNearsDue,
    InvoiceCreditCancelled,
    InvoiceCredited,
    InvoiceDisputed,
    InvoiceEvent,
    InvoicePosted,
    InvoiceTakenOver,
    InvoiceWithheld,
    InvoiceWrittenOff,
    NothingToPay,
    ReclaimPosted,
    SmallDifferenceLetOff,
    SmallDifferenceRestored,
    WriteOffReversed,
)
from shared.kernel.decider import Fact
from shared.kernel.shapes import part


@part
class Movement:
    """So much more is owed of an instalment from that day on, or less. What began it says whose it is and when due."""

    invoice_id: str
    instalment_no: int
    customer_id: str
    currency: str
    due_on: date | None
    moved_on: date
    minor: int


def movements(fact: Fact[Any]) -> Iterable[Movement]:
    """Of one fact of an invoice; none of most. The day is that of the books, for an open item that of its take-over."""
    told: InvoiceEvent = fact.data
    match told:
        case InvoicePosted(customer_id=customer_id, posted_on=day, instalments=instalments):
            for due in instalments:
                yield _owed(fact, customer_id, due, day)
        case InvoiceTakenOver(customer_id=customer_id, amount=amount, due_on=due_on, taken_over_on=day):
            yield _owed(fact, customer_id, DueInstalment(instalment_no=1, due_on=due_on, amount=amount), day)
        case ReclaimPosted(customer_id=customer_id, amount=amount, due_on=due_on, posted_on=day):
            yield _owed(fact, customer_id, DueInstalment(instalment_no=1, due_on=due_on, amount=amount), day)
        case AmountSettled(settled_on=day, allocations=allocations):
            yield from _moved(fact, day, allocations, sign=-1)
        case InvoiceCredited(credited_on=day, allocations=allocations):
            yield from _moved(fact, day, allocations, sign=-1)
        case InvoiceWrittenOff(written_off_on=day, allocations=allocations):
            yield from _moved(fact, day, allocations, sign=-1)
        case SmallDifferenceLetOff(let_off_on=day, allocations=allocations):
            yield from _moved(fact, day, allocations, sign=-1)
        case SmallDifferenceRestored(restored_on=day, allocations=allocations):
            yield from _moved(fact, day, allocations, sign=1)
        case AmountReopened(reopened_on=day, allocations=allocations):
            yield from _moved(fact, day, allocations, sign=1)
        case InvoiceCreditCancelled(cancelled_on=day, allocations=allocations):
            yield from _moved(fact, day, allocations, sign=1)
        case WriteOffReversed(reversed_on=day, allocations=allocations):
            yield from _moved(fact, day, allocations, sign=1)
        case InvoiceWithheld() | NothingToPay() | InstalmentNearsDue() | InstalmentFellDue():
            return
        case InvoiceDisputed() | DisputeEnded():
            return
        case _:
            assert_never(told)


def _owed(fact: Fact[Any], customer_id: str, due: DueInstalment, day: date) -> Movement:
    return Movement(
        invoice_id=fact.id,
        instalment_no=due.instalment_no,
        customer_id=customer_id,
        currency=due.amount.currency,
        due_on=due.due_on,
        moved_on=day,
        minor=due.amount.minor,
    )


def _moved(fact: Fact[Any], day: date, allocations: Iterable[Allocation], *, sign: int) -> Iterable[Movement]:
    for one in allocations:
        yield Movement(
            invoice_id=fact.id,
            instalment_no=one.instalment_no,
            customer_id=fact.data.debt.customer_id,
            currency=one.amount.currency,
            due_on=None,
            moved_on=day,
            minor=sign * one.amount.minor,
        )


def balances(moved: Iterable[Movement], on: date) -> Iterable[OpenInstalment]:
    """What was owed at the end of that day, from every movement of some invoices up to any later day."""
    owed: dict[tuple[str, int], int] = {}
    begun: dict[tuple[str, int], Movement] = {}
    for one in moved:
        place = (one.invoice_id, one.instalment_no)
        if one.due_on is not None:
            begun[place] = one
        if one.moved_on <= on:
            owed[place] = owed.get(place, 0) + one.minor
    for place, minor in owed.items():
        beginning = begun[place]
        assert beginning.due_on is not None  # that is how it was found
        yield OpenInstalment(
            customer_id=beginning.customer_id, currency=beginning.currency, due_on=beginning.due_on, minor=minor
        )
