"""Waiting in vain: a deadline passed, and nothing came."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, assert_never

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
from services.sales.fulfilment.state import Finished, Fulfilment, Waiting, waits_of
from services.sales.fulfilment.timing import Wait
from shared.kernel.decider import Deadline, NoDeadline
from shared.kernel.shapes import command

_TOUCHES: Final[dict[type, tuple[Wait, ...]]] = {
    FulfilmentOpened: tuple(Wait),
    GoodsRequested: (Wait.CREDIT, Wait.STOCK, Wait.SHIPMENT),
    GoodsRequestedAgain: (Wait.STOCK, Wait.SHIPMENT),
    CreditAnswered: (Wait.CREDIT,),
    StockAnswered: (Wait.STOCK,),
    ParcelShipped: (Wait.SHIPMENT, Wait.DELIVERY),
    ParcelDelivered: (Wait.SHIPMENT, Wait.DELIVERY, Wait.BILLING),
    ParcelReturned: (Wait.SHIPMENT, Wait.DELIVERY),
    ParcelBilled: (Wait.BILLING, Wait.PAYMENT),
    BillBalanceNoted: (Wait.PAYMENT,),
    FulfilmentHeld: (Wait.SHIPMENT,),
    FulfilmentHoldReleased: (Wait.SHIPMENT,),
    FulfilmentAmended: (Wait.SHIPMENT,),
    ReductionAsked: (Wait.REDUCTION,),
    ReductionAnswered: (Wait.REDUCTION,),
    WaitPassed: (),
    FulfilmentResumed: (),
}
"""Which waits a fact may begin, move or end: the others' deadlines stay as they are."""


@command
class NoteWaitPassed:
    """Note that what should have come by `due` has not."""

    name: Wait
    due: datetime


def note_wait_passed(request: NoteWaitPassed, fulfilment: Fulfilment) -> list[FulfilmentEvent]:
    """Only what is still waited for, and was due by then, is late."""
    match fulfilment:
        case Waiting(alarmed=alarmed):
            due = waits_of(fulfilment).get(request.name)
            if due is None or due > request.due or request.name in alarmed:
                return []
            return [WaitPassed(name=request.name, due=due)]
        case Finished():
            return []
        case _:
            assert_never(fulfilment)


def deadlines(fact: FulfilmentEvent, fulfilment: Fulfilment) -> Iterator[Deadline | NoDeadline]:
    """One deadline for each wait that is not late already."""
    match fulfilment:
        case Finished():
            if isinstance(fact, FulfilmentFinished):
                yield from (NoDeadline(name) for name in Wait)
        case Waiting(alarmed=alarmed):
            waits = waits_of(fulfilment)
            touched = (fact.name,) if isinstance(fact, WaitEnded) else _TOUCHES[type(fact)]
            for name in touched:
                if name in waits and name not in alarmed:
                    yield Deadline(name, waits[name])
                elif name not in waits and not isinstance(fact, FulfilmentOpened):
                    yield NoDeadline(name)
        case _:
            assert_never(fulfilment)
