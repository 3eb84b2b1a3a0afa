"""The fulfilment's table of contents."""

from typing import Final

from services.sales.fulfilment.events import (
    BillBalanceNoted,
    CreditAnswered,
    FulfilmentAmended,
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
from services.sales.fulfilment.hearing import (
    AwaitReduction,
    ExpectLess,
    FinishFulfilment,
    NoteHold,
    NoteHoldReleased,
    OpenFulfilment,
    RequestGoods,
    RequestGoodsAgain,
    ResumeFulfilment,
    await_reduction,
    expect_less,
    finish_fulfilment,
    hear,
    note_hold,
    note_hold_released,
    open_fulfilment,
    request_goods,
    request_goods_again,
    resume_fulfilment,
)
from services.sales.fulfilment.state import Finished, Fulfilment, Waiting, evolve
from services.sales.fulfilment.timing import Wait
from services.sales.fulfilment.waiting import NoteWaitPassed, deadlines, note_wait_passed
from services.sales.order.noting import Note
from shared.kernel.decider import DeadlinePassed, Decider


def _late(passed: DeadlinePassed) -> NoteWaitPassed:
    return NoteWaitPassed(name=Wait(passed.name), due=passed.due)


FULFILMENT: Final[Decider[Fulfilment]] = Decider(
    category="fulfilment",
    initial=Waiting(),
    evolve=evolve,
    decisions={
        OpenFulfilment: open_fulfilment,
        RequestGoods: request_goods,
        RequestGoodsAgain: request_goods_again,
        Note: hear,
        NoteHold: note_hold,
        NoteHoldReleased: note_hold_released,
        ExpectLess: expect_less,
        AwaitReduction: await_reduction,
        NoteWaitPassed: note_wait_passed,
        FinishFulfilment: finish_fulfilment,
        ResumeFulfilment: resume_fulfilment,
    },
    events=(
        FulfilmentOpened,
        GoodsRequested,
        GoodsRequestedAgain,
        CreditAnswered,
        StockAnswered,
        ParcelShipped,
        ParcelDelivered,
        ParcelReturned,
        ParcelBilled,
        BillBalanceNoted,
        FulfilmentHeld,
        FulfilmentHoldReleased,
        FulfilmentAmended,
        ReductionAsked,
        ReductionAnswered,
        WaitPassed,
        WaitEnded,
        FulfilmentFinished,
        FulfilmentResumed,
    ),
    shapes=(Waiting, Finished),
    deadlines=deadlines,
    on_deadline=dict.fromkeys(Wait, _late),
)
