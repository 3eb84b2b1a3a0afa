"""What a fulfilment knows, and what it therefore waits for until when."""

from collections.abc import Iterator
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from services.sales.fulfilment.events import (
    BillBalanceNoted,
    CreditAnswered,
    FulfilmentAmended,
    FulfilmentEvent,
    FulfilmentFinished,
    FulfilmentHeld,
    FulfilmentHoldReleased,
    FulfilmentOpened,
    FulfilmentResumed,
    GoodsRequested,
    GoodsRequestedAgain,
    ParcelBilled,
    ParcelDelivered,
    ParcelReturned,
    ParcelShipped,
    ReductionAnswered,
    ReductionAsked,
    StockAnswered,
    WaitEnded,
    WaitPassed,
)
from services.sales.fulfilment.timing import (
    BILLING,
    CREDIT_ANSWER,
    DELIVERY,
    PAYMENT_GRACE,
    REDUCTION_ANSWER,
    STOCK_ANSWER,
    Wait,
)
from services.sales.order.source import Source
from shared.kernel.days import midnight_after
from shared.kernel.mappings import summed, without
from shared.kernel.records import replace
from shared.kernel.shapes import part, state


@part
class Sent:
    """What was heard of a shipment, in whatever order."""

    quantities: dict[str, Decimal] = field(default_factory=dict)
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    returned: bool = False
    billed: bool = False


@part
class Debt:
    """What was heard of an invoice. The due day is known once its posting was heard."""

    is_open: bool
    source: Source
    last_due_on: date | None = None


@state
class Waiting:
    """Something may still come. Before the order was placed nothing is waited for.

    While `holds` keep the goods back their shipment is not waited for; it has time again from `unheld_at` on, and from
    when goods that came back were requested again.
    """

    ordered: dict[str, Decimal] = field(default_factory=dict)
    requested_on: date | None = None
    opened_at: datetime | None = None
    goods_requested_at: datetime | None = None
    credit_answered: bool = False
    stock_answered: bool = False
    shipments: dict[str, Sent] = field(default_factory=dict)
    debts: dict[str, Debt] = field(default_factory=dict)
    alarmed: dict[str, datetime] = field(default_factory=dict)
    holds: tuple[str, ...] = ()
    unheld_at: datetime | None = None
    reduction_asked_at: datetime | None = None


@state
class Finished:
    """Nothing is waited for any more. The debts, all settled, are kept because one may be owed again."""

    opened_at: datetime | None = None
    requested_on: date | None = None
    debts: dict[str, Debt] = field(default_factory=dict)


Fulfilment = Waiting | Finished


def waits_of(waiting: Waiting) -> dict[Wait, datetime]:
    """What the order waits for, and by when it should come."""
    return dict(_waits(waiting))


def _waits(waiting: Waiting) -> Iterator[tuple[Wait, datetime]]:
    if waiting.opened_at is None or waiting.requested_on is None:
        return
    requested_at = waiting.goods_requested_at
    if not waiting.credit_answered and requested_at is None:
        yield Wait.CREDIT, waiting.opened_at + CREDIT_ANSWER
    if requested_at is not None:
        if not waiting.stock_answered:
            yield Wait.STOCK, requested_at + STOCK_ANSWER
        if not waiting.holds and not _is_shipped(waiting):
            yield Wait.SHIPMENT, _shipment_due(waiting.requested_on, waiting.unheld_at)
    if waiting.reduction_asked_at is not None:
        yield Wait.REDUCTION, waiting.reduction_asked_at + REDUCTION_ANSWER
    sent = waiting.shipments.values()
    under_way = [one.shipped_at for one in sent if one.shipped_at and not one.delivered_at and not one.returned]
    if under_way:
        yield Wait.DELIVERY, min(under_way) + DELIVERY
    unbilled = [one.delivered_at for one in sent if one.delivered_at and not one.billed]
    if unbilled:
        yield Wait.BILLING, min(unbilled) + BILLING
    due = [debt.last_due_on for debt in waiting.debts.values() if debt.is_open and debt.last_due_on]
    if due:
        yield Wait.PAYMENT, midnight_after(min(due)) + PAYMENT_GRACE


def _shipment_due(requested_on: date, unheld_at: datetime | None) -> datetime:
    """The end of the requested day, or of the day on which the last hold was released, if that is later."""
    return midnight_after(requested_on if unheld_at is None else max(requested_on, unheld_at.date()))


def _is_shipped(waiting: Waiting) -> bool:
    sent = (one.quantities for one in waiting.shipments.values() if not one.returned)
    gone = summed(line for quantities in sent for line in quantities.items())
    return all(gone.get(number, Decimal(0)) >= quantity for number, quantity in waiting.ordered.items())


def evolve(fulfilment: Fulfilment, fact: FulfilmentEvent) -> Fulfilment:
    """The fulfilment after the fact. Never refuses: what happened, happened."""
    if isinstance(fulfilment, Finished):
        return _resumed(fulfilment) if isinstance(fact, FulfilmentResumed) else fulfilment
    match fact:
        case FulfilmentOpened(ordered=ordered, requested_on=requested_on, opened_at=at):
            return replace(fulfilment, ordered=ordered, requested_on=requested_on, opened_at=at)
        case GoodsRequested(requested_at=at):
            return replace(fulfilment, goods_requested_at=at)
        case GoodsRequestedAgain(requested_at=at):
            return replace(fulfilment, goods_requested_at=at, stock_answered=False, unheld_at=at)
        case CreditAnswered():
            return replace(fulfilment, credit_answered=True)
        case StockAnswered():
            return replace(fulfilment, stock_answered=True)
        case ParcelShipped() | ParcelDelivered() | ParcelReturned():
            return _sent(fulfilment, fact)
        case ParcelBilled():
            return _billed(fulfilment, fact)
        case BillBalanceNoted():
            return _balance_noted(fulfilment, fact)
        case FulfilmentHeld(hold=hold):
            return replace(fulfilment, holds=tuple(dict.fromkeys((*fulfilment.holds, hold))))
        case FulfilmentHoldReleased(hold=hold, released_at=at):
            left = tuple(held for held in fulfilment.holds if held != hold)
            return replace(fulfilment, holds=left, unheld_at=fulfilment.unheld_at if left else at)
        case FulfilmentAmended(ordered=ordered):
            return replace(fulfilment, ordered={**fulfilment.ordered, **ordered})
        case ReductionAsked(asked_at=at):
            return replace(fulfilment, reduction_asked_at=at)
        case ReductionAnswered():
            return replace(fulfilment, reduction_asked_at=None)
        case WaitPassed(name=name, due=due):
            return replace(fulfilment, alarmed={**fulfilment.alarmed, name: due})
        case WaitEnded(name=name):
            return replace(fulfilment, alarmed=without(fulfilment.alarmed, name))
        case FulfilmentFinished():
            debts = {invoice_id: replace(debt, is_open=False) for invoice_id, debt in fulfilment.debts.items()}
            return Finished(opened_at=fulfilment.opened_at, requested_on=fulfilment.requested_on, debts=debts)
        case FulfilmentResumed():
            return fulfilment
        case _:
            assert_never(fact)


def _resumed(finished: Finished) -> Waiting:
    """Whoever was completed has answers, stock and goods: only money may be missing."""
    return Waiting(
        requested_on=finished.requested_on,
        opened_at=finished.opened_at,
        credit_answered=True,
        stock_answered=True,
        debts=finished.debts,
    )


def _sent(waiting: Waiting, fact: ParcelShipped | ParcelDelivered | ParcelReturned) -> Waiting:
    known = waiting.shipments.get(fact.shipment_id, Sent())
    match fact:
        case ParcelShipped(quantities=quantities, shipped_at=at):
            sent = replace(known, quantities=quantities, shipped_at=known.shipped_at or at)
        case ParcelDelivered(delivered_at=at):
            quantities = known.quantities or fact.quantities
            sent = replace(known, quantities=quantities, delivered_at=known.delivered_at or at, returned=False)
        case ParcelReturned():
            sent = replace(known, returned=True)
        case _:
            assert_never(fact)
    return replace(waiting, shipments={**waiting.shipments, fact.shipment_id: sent})


def _billed(waiting: Waiting, fact: ParcelBilled) -> Waiting:
    sent = replace(waiting.shipments.get(fact.shipment_id, Sent()), billed=True)
    known = waiting.debts.get(fact.invoice_id)
    if known is None or fact.source.supersedes(known.source):
        debt = Debt(is_open=fact.is_open, source=fact.source, last_due_on=fact.last_due_on)
    else:
        debt = replace(known, last_due_on=fact.last_due_on)
    return replace(
        waiting,
        shipments={**waiting.shipments, fact.shipment_id: sent},
        debts={**waiting.debts, fact.invoice_id: debt},
    )


def _balance_noted(waiting: Waiting, fact: BillBalanceNoted) -> Waiting:
    known = waiting.debts.get(fact.invoice_id)
    if known is None:
        debt = Debt(is_open=fact.is_open, source=fact.source)
    elif fact.source.supersedes(known.source):
        debt = replace(known, is_open=fact.is_open, source=fact.source)
    else:
        return waiting
    return replace(waiting, debts={**waiting.debts, fact.invoice_id: debt})
