"""Hearing what the order hears: what it means for what is waited for."""

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
    NewsFact,
    ParcelBilled,
    ParcelDelivered,
    ParcelReturned,
    ParcelShipped,
    ReductionAnswered,
    ReductionAsked,
    StockAnswered,
    WaitEnded,
)
from services.sales.fulfilment.state import Finished, Fulfilment, Waiting, evolve, waits_of
from services.sales.fulfilment.timing import Wait
from services.sales.order.buying import (
    BoughtGoodsReceived,
    BoughtReceiptCorrected,
    GoodsBought,
    PurchaseGivenUp,
    PurchaseRescheduled,
)
from services.sales.order.events import (
    ComplaintNoted,
    CreditGivenBack,
    CreditHeld,
    CreditRefused,
    CreditReserved,
    DebtWrittenOff,
    DeliveryBlocked,
    DeliveryUnblocked,
    GoodsDelivered,
    GoodsGivenInstead,
    GoodsReserved,
    GoodsShipped,
    GoodsTakenBack,
    HeardFact,
    InvoiceCredited,
    InvoicePosted,
    PaymentReceived,
    PaymentTakenBack,
    PurchaseCalledOff,
    ReservationReleased,
    ShipmentReturned,
    SurveySent,
    WarrantyStarted,
)
from services.sales.order.noting import Note
from services.sales.order.owing import (
    InvoiceCreditCancelled,
    InvoiceDisputed,
    InvoiceDisputeEnded,
    InvoiceFellOverdue,
)
from services.sales.order.quantities import LineQuantity
from services.sales.order.shipping_again import ReservationRenewed, ShipmentLost
from services.sales.order.shrinking import CreditReduced, ReservationReduced
from services.sales.order.taking_back import ReturnReceiptCorrected
from shared.kernel.shapes import command


@command
class OpenFulfilment:
    """The order was placed: wait for credit."""

    ordered: dict[str, Decimal]
    requested_on: date
    at: datetime


@command
class RequestGoods:
    """The order was confirmed: wait for stock, and for the shipment by the requested day."""

    at: datetime


@command
class RequestGoodsAgain:
    """What came back is to go again: wait for stock, and for the shipment by the end of the day."""

    at: datetime


@command
class NoteHold:
    """The order is held: do not wait for the shipment of its goods."""

    hold: str
    at: datetime


@command
class NoteHoldReleased:
    """That hold is gone: without another one the shipment is waited for again."""

    hold: str
    at: datetime


@command
class ExpectLess:
    """The order is for less: these lines for so many units."""

    ordered: dict[str, Decimal]
    at: datetime


@command
class AwaitReduction:
    """The warehouse was asked what it can give back."""

    at: datetime


@command
class FinishFulfilment:
    """The order is completed or cancelled: wait for nothing."""

    at: datetime


@command
class ResumeFulfilment:
    """The order was reopened: wait again."""

    at: datetime


def open_fulfilment(request: OpenFulfilment, fulfilment: Fulfilment) -> list[FulfilmentEvent]:
    """Opened once, and waits for credit from then on."""
    match fulfilment:
        case Waiting(opened_at=None):
            opened = FulfilmentOpened(ordered=request.ordered, requested_on=request.requested_on, opened_at=request.at)
            return _news(fulfilment, opened, request.at)
        case Waiting() | Finished():
            return []
        case _:
            assert_never(fulfilment)


def request_goods(request: RequestGoods, fulfilment: Fulfilment) -> list[FulfilmentEvent]:
    """Requested once; what came back is requested again otherwise."""
    match fulfilment:
        case Waiting(goods_requested_at=None):
            return _news(fulfilment, GoodsRequested(requested_at=request.at), request.at)
        case Waiting() | Finished():
            return []
        case _:
            assert_never(fulfilment)


def request_goods_again(request: RequestGoodsAgain, fulfilment: Fulfilment) -> list[FulfilmentEvent]:
    """Whatever is late of it has time again: nobody had decided before that it goes."""
    return _news(fulfilment, GoodsRequestedAgain(requested_at=request.at), request.at)


def note_hold(request: NoteHold, fulfilment: Fulfilment) -> list[FulfilmentEvent]:
    """Also before the confirmation; an alarm about the shipment ends with it, because it is clear why nothing comes."""
    return _news(fulfilment, FulfilmentHeld(hold=request.hold, held_at=request.at), request.at)


def note_hold_released(request: NoteHoldReleased, fulfilment: Fulfilment) -> list[FulfilmentEvent]:
    """A hold that was not noted is not released."""
    match fulfilment:
        case Waiting(holds=holds):
            if request.hold not in holds:
                return []
            return _news(fulfilment, FulfilmentHoldReleased(hold=request.hold, released_at=request.at), request.at)
        case Finished():
            return []
        case _:
            assert_never(fulfilment)


def expect_less(request: ExpectLess, fulfilment: Fulfilment) -> list[FulfilmentEvent]:
    """When the rest has left already, its shipment is not waited for any more."""
    return _news(fulfilment, FulfilmentAmended(ordered=request.ordered, amended_at=request.at), request.at)


def await_reduction(request: AwaitReduction, fulfilment: Fulfilment) -> list[FulfilmentEvent]:
    """Until the answer is heard."""
    return _news(fulfilment, ReductionAsked(asked_at=request.at), request.at)


def finish_fulfilment(request: FinishFulfilment, fulfilment: Fulfilment) -> list[FulfilmentEvent]:
    """What was late is not waited for any more."""
    match fulfilment:
        case Waiting(alarmed=alarmed):
            ended = [WaitEnded(name=Wait(name), ended_at=request.at) for name in alarmed]
            return [*ended, FulfilmentFinished(finished_at=request.at)]
        case Finished():
            return []
        case _:
            assert_never(fulfilment)


def resume_fulfilment(request: ResumeFulfilment, fulfilment: Fulfilment) -> list[FulfilmentEvent]:
    """What is waited for is said by the news that comes next."""
    match fulfilment:
        case Waiting():
            return []
        case Finished():
            return [FulfilmentResumed(resumed_at=request.at)]
        case _:
            assert_never(fulfilment)


def hear(request: Note, fulfilment: Fulfilment) -> list[FulfilmentEvent]:
    """What changes nothing for what is waited for is not kept."""
    fact = _meaning(request.heard)
    return [] if fact is None else _news(fulfilment, fact, request.heard.source.at)


def _news(fulfilment: Fulfilment, fact: NewsFact, at: datetime) -> list[FulfilmentEvent]:
    """The fact, and the end of every wait that was late and is not any more.

    Nothing where the fact changes nothing: it is known, or the order is over.
    """
    after = evolve(fulfilment, fact)
    if after == fulfilment or isinstance(after, Finished):
        return []
    waits = waits_of(after)
    ended = [
        WaitEnded(name=name, ended_at=at)
        for name, since in ((Wait(late), due) for late, due in after.alarmed.items())
        if name not in waits or waits[name] > since
    ]
    return [fact, *ended]


def _meaning(heard: HeardFact) -> NewsFact | None:
    at = heard.source.at
    match heard:
        case CreditReserved() | CreditHeld() | CreditRefused():
            return CreditAnswered(answered_at=at)
        case GoodsReserved() | ReservationRenewed():
            return StockAnswered(answered_at=at)
        case GoodsShipped(shipment_id=shipment_id, lines=lines):
            return ParcelShipped(shipment_id=shipment_id, quantities=_by_line(lines), shipped_at=at)
        case GoodsDelivered(shipment_id=shipment_id, lines=lines):
            return ParcelDelivered(shipment_id=shipment_id, quantities=_by_line(lines), delivered_at=at)
        case ShipmentReturned(shipment_id=shipment_id) | ShipmentLost(shipment_id=shipment_id):
            return ParcelReturned(shipment_id=shipment_id, returned_at=at)
        case InvoicePosted():
            return ParcelBilled(
                invoice_id=heard.invoice_id,
                shipment_id=heard.shipment_id,
                last_due_on=heard.last_due_on,
                is_open=bool(heard.total),
                source=heard.source,
            )
        case PaymentReceived() | PaymentTakenBack() | DebtWrittenOff() | InvoiceCredited() | InvoiceCreditCancelled():
            return BillBalanceNoted(invoice_id=heard.invoice_id, is_open=bool(heard.open), source=heard.source)
        case ReservationReduced():
            return ReductionAnswered(answered_at=at)
        case CreditGivenBack() | CreditReduced() | DeliveryBlocked() | DeliveryUnblocked():
            return None
        case ReservationReleased() | PurchaseCalledOff() | WarrantyStarted() | SurveySent():
            return None
        case (
            GoodsBought() | PurchaseRescheduled() | BoughtGoodsReceived() | BoughtReceiptCorrected() | PurchaseGivenUp()
        ):
            return None
        case InvoiceFellOverdue() | InvoiceDisputed() | InvoiceDisputeEnded():
            return None
        case GoodsTakenBack() | ReturnReceiptCorrected() | GoodsGivenInstead() | ComplaintNoted():
            return None
        case _:
            assert_never(heard)


def _by_line(lines: tuple[LineQuantity, ...]) -> dict[str, Decimal]:
    return {str(line.line_no): line.quantity for line in lines}
