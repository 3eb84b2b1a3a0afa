"""What a fulfilment has heard. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date, datetime
from decimal import Decimal

from services.sales.fulfilment.timing import Wait
from services.sales.order.source import Source
from shared.kernel.shapes import event


@event("fulfilment.opened")
class FulfilmentOpened:
    """The order was placed: quantities by line number, for that day."""

    ordered: dict[str, Decimal]
    requested_on: date
    opened_at: datetime


@event("fulfilment.goods-requested")
class GoodsRequested:
    """The order was confirmed: it is the warehouse's turn."""

    requested_at: datetime


@event("fulfilment.goods-requested-again")
class GoodsRequestedAgain:
    """What came back is to be shipped again: it is the warehouse's turn once more."""

    requested_at: datetime


@event("fulfilment.credit-answered")
class CreditAnswered:
    """Accounting reserved, held or refused the credit."""

    answered_at: datetime


@event("fulfilment.stock-answered")
class StockAnswered:
    """The warehouse said what it has set aside and what is short."""

    answered_at: datetime


@event("fulfilment.parcel-shipped")
class ParcelShipped:
    """A shipment left: quantities by line number."""

    shipment_id: str
    quantities: dict[str, Decimal]
    shipped_at: datetime


@event("fulfilment.parcel-delivered", happened="delivered_at")
class ParcelDelivered:
    """A shipment arrived; `delivered_at` is when we knew, because billing can only begin then."""

    shipment_id: str
    quantities: dict[str, Decimal]
    delivered_at: datetime


@event("fulfilment.parcel-returned")
class ParcelReturned:
    """A shipment came back: its goods have to be shipped again."""

    shipment_id: str
    returned_at: datetime


@event("fulfilment.parcel-billed")
class ParcelBilled:
    """A shipment was billed; its last instalment is due on that day."""

    invoice_id: str
    shipment_id: str
    last_due_on: date
    is_open: bool
    source: Source


@event("fulfilment.bill-balance-noted")
class BillBalanceNoted:
    """Money or a credit note came for an invoice, or money was taken back."""

    invoice_id: str
    is_open: bool
    source: Source


@event("fulfilment.held")
class FulfilmentHeld:
    """The order's goods are kept back by a hold: until it is gone nobody waits for their shipment."""

    hold: str
    held_at: datetime


@event("fulfilment.hold-released")
class FulfilmentHoldReleased:
    """That hold does not keep them back any more."""

    hold: str
    released_at: datetime


@event("fulfilment.amended")
class FulfilmentAmended:
    """The order is for less than before: quantities by line number."""

    ordered: dict[str, Decimal]
    amended_at: datetime


@event("fulfilment.reduction-asked")
class ReductionAsked:
    """The warehouse is asked what it can give back."""

    asked_at: datetime


@event("fulfilment.reduction-answered")
class ReductionAnswered:
    """The warehouse said what it gave back."""

    answered_at: datetime


@event("fulfilment.wait-passed")
class WaitPassed:
    """What should have come by `due` has not."""

    name: Wait
    due: datetime


@event("fulfilment.wait-ended")
class WaitEnded:
    """What was late has come, or is not waited for any more."""

    name: Wait
    ended_at: datetime


@event("fulfilment.finished")
class FulfilmentFinished:
    """The order is completed or cancelled."""

    finished_at: datetime


@event("fulfilment.resumed")
class FulfilmentResumed:
    """The order was reopened: something is waited for again."""

    resumed_at: datetime


NewsFact = (
    FulfilmentOpened
    | GoodsRequested
    | GoodsRequestedAgain
    | CreditAnswered
    | StockAnswered
    | ParcelShipped
    | ParcelDelivered
    | ParcelReturned
    | ParcelBilled
    | BillBalanceNoted
    | FulfilmentHeld
    | FulfilmentHoldReleased
    | FulfilmentAmended
    | ReductionAsked
    | ReductionAnswered
)
"""What may change what the order waits for."""

FulfilmentEvent = NewsFact | WaitPassed | WaitEnded | FulfilmentFinished | FulfilmentResumed
