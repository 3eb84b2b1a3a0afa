"""The order's table of contents."""

from typing import Final

from services.sales.order.acknowledging import AcknowledgeIrregularity, acknowledge_irregularity
from services.sales.order.alarming import ClearAlarm, RaiseAlarm, clear_alarm, raise_alarm
from services.sales.order.buying import (
    BoughtGoodsReceived,
    BoughtReceiptCorrected,
    GoodsBought,
    PurchaseGivenUp,
    PurchaseRescheduled,
)
from services.sales.order.cancelling import CancelOrder, cancel_order
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
    InvoiceCredited,
    InvoicePosted,
    OrderCancelled,
    OrderCompleted,
    OrderConfirmed,
    OrderHeld,
    OrderHoldReleased,
    OrderPlaced,
    OrderReopened,
    PaymentReceived,
    PaymentTakenBack,
    PurchaseCalledOff,
    ReservationReleased,
    ShipmentReturned,
    SurveySent,
    WarrantyStarted,
)
from services.sales.order.holding import HoldOrder, ReleaseHold, hold_order, release_hold
from services.sales.order.irregular import IrregularityAcknowledged
from services.sales.order.lateness import OrderAlarmCleared, OrderAlarmRaised
from services.sales.order.noting import Note, note
from services.sales.order.owing import (
    InvoiceCreditCancelled,
    InvoiceDisputed,
    InvoiceDisputeEnded,
    InvoiceFellOverdue,
)
from services.sales.order.placing import PlaceOrder, place_order
from services.sales.order.reducing import ReduceOrder, reduce_order
from services.sales.order.reshipping import ShipAgain, ship_again
from services.sales.order.shipping_again import ReservationRenewed, ShipmentLost, ShippingAgainRequested
from services.sales.order.shrinking import (
    CreditReduced,
    OrderAmended,
    OrderReductionRequested,
    ReservationReduced,
)
from services.sales.order.state import Cancelled, Completed, Confirmed, Order, Placed, Unplaced, evolve
from services.sales.order.taking_back import ReturnReceiptCorrected
from shared.kernel.decider import Decider

ORDER: Final[Decider[Order]] = Decider(
    category="order",
    initial=Unplaced(),
    evolve=evolve,
    decisions={
        PlaceOrder: place_order,
        Note: note,
        HoldOrder: hold_order,
        ReleaseHold: release_hold,
        ReduceOrder: reduce_order,
        ShipAgain: ship_again,
        CancelOrder: cancel_order,
        RaiseAlarm: raise_alarm,
        ClearAlarm: clear_alarm,
        AcknowledgeIrregularity: acknowledge_irregularity,
    },
    events=(
        OrderPlaced,
        OrderConfirmed,
        OrderCompleted,
        OrderReopened,
        OrderCancelled,
        OrderHeld,
        OrderHoldReleased,
        OrderReductionRequested,
        OrderAmended,
        ShippingAgainRequested,
        CreditReserved,
        CreditHeld,
        CreditRefused,
        CreditGivenBack,
        CreditReduced,
        DeliveryBlocked,
        DeliveryUnblocked,
        GoodsReserved,
        ReservationReleased,
        ReservationReduced,
        ReservationRenewed,
        PurchaseCalledOff,
        GoodsBought,
        PurchaseRescheduled,
        BoughtGoodsReceived,
        BoughtReceiptCorrected,
        PurchaseGivenUp,
        GoodsShipped,
        GoodsDelivered,
        ShipmentReturned,
        ShipmentLost,
        InvoicePosted,
        PaymentReceived,
        PaymentTakenBack,
        DebtWrittenOff,
        InvoiceCredited,
        InvoiceCreditCancelled,
        InvoiceFellOverdue,
        InvoiceDisputed,
        InvoiceDisputeEnded,
        WarrantyStarted,
        SurveySent,
        GoodsTakenBack,
        ReturnReceiptCorrected,
        GoodsGivenInstead,
        ComplaintNoted,
        OrderAlarmRaised,
        OrderAlarmCleared,
        IrregularityAcknowledged,
    ),
    shapes=(Unplaced, Placed, Confirmed, Completed, Cancelled),
)
