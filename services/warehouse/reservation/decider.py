"""The reservation's table of contents."""

from typing import Final

from services.warehouse.reservation.blocking import (
    NoteDeliveryBlocked,
    NoteDeliveryUnblocked,
    NoteOrderHeld,
    NoteOrderHoldReleased,
    note_delivery_blocked,
    note_delivery_unblocked,
    note_order_held,
    note_order_hold_released,
)
from services.warehouse.reservation.events import (
    DeliveryBlocked,
    DeliveryUnblocked,
    LostGoodsDelivered,
    OrderHeld,
    OrderHoldReleased,
    ReductionBegun,
    ReductionNoted,
    RemainderNoted,
    ReservationCalledOff,
    ReservationMade,
    ReservationReduced,
    ReservationReleased,
    ReservationRenewed,
    ReservationToppedUp,
    ReservedGoodsReturned,
    ReservedGoodsShipped,
    ReservedGoodsWithdrawn,
)
from services.warehouse.reservation.making import MakeReservation, make_reservation
from services.warehouse.reservation.reducing import (
    BeginReduction,
    CarryOutReduction,
    begin_reduction,
    carry_out_reduction,
)
from services.warehouse.reservation.releasing import ReleaseReservation, release_reservation
from services.warehouse.reservation.renewing import RenewReservation, renew_reservation
from services.warehouse.reservation.shipping import (
    NoteLostGoodsDelivered,
    NoteRemainder,
    NoteReturned,
    NoteShipped,
    note_lost_goods_delivered,
    note_remainder,
    note_returned,
    note_shipped,
)
from services.warehouse.reservation.state import (
    CalledOff,
    Held,
    Released,
    Reservation,
    Unheard,
    evolve,
)
from services.warehouse.reservation.topping_up import TopUpReservation, top_up_reservation
from services.warehouse.reservation.withdrawing import (
    WithdrawGoods,
    WithdrawMissingGoods,
    withdraw_goods,
    withdraw_missing_goods,
)
from shared.kernel.decider import Decider

RESERVATION: Final[Decider[Reservation]] = Decider(
    category="reservation",
    initial=Unheard(),
    evolve=evolve,
    decisions={
        MakeReservation: make_reservation,
        TopUpReservation: top_up_reservation,
        NoteRemainder: note_remainder,
        NoteShipped: note_shipped,
        NoteReturned: note_returned,
        NoteLostGoodsDelivered: note_lost_goods_delivered,
        BeginReduction: begin_reduction,
        CarryOutReduction: carry_out_reduction,
        RenewReservation: renew_reservation,
        WithdrawGoods: withdraw_goods,
        WithdrawMissingGoods: withdraw_missing_goods,
        ReleaseReservation: release_reservation,
        NoteDeliveryBlocked: note_delivery_blocked,
        NoteDeliveryUnblocked: note_delivery_unblocked,
        NoteOrderHeld: note_order_held,
        NoteOrderHoldReleased: note_order_hold_released,
    },
    events=(
        ReservationMade,
        ReservationToppedUp,
        RemainderNoted,
        ReservedGoodsShipped,
        ReservedGoodsReturned,
        LostGoodsDelivered,
        ReductionNoted,
        ReductionBegun,
        ReservationReduced,
        ReservationRenewed,
        ReservedGoodsWithdrawn,
        ReservationReleased,
        ReservationCalledOff,
        DeliveryBlocked,
        DeliveryUnblocked,
        OrderHeld,
        OrderHoldReleased,
    ),
    shapes=(Unheard, CalledOff, Held, Released),
)
