"""The returned goods' table of contents."""

from typing import Final

from services.warehouse.returned_goods.correcting import CorrectReturnReceipt, correct_return_receipt
from services.warehouse.returned_goods.events import (
    FreeGoodsGranted,
    InspectionCorrected,
    ReturnExpected,
    ReturnInspected,
    ReturnReceiptCorrected,
    ReturnReceived,
    ReturnWithdrawn,
)
from services.warehouse.returned_goods.expecting import (
    ExpectReturn,
    WithdrawReturn,
    expect_return,
    withdraw_return,
)
from services.warehouse.returned_goods.receiving import (
    GrantFreeGoods,
    InspectReturn,
    ReceiveReturn,
    grant_free_goods,
    inspect_return,
    receive_return,
)
from services.warehouse.returned_goods.regrading import CorrectInspection, correct_inspection
from services.warehouse.returned_goods.state import Expected, ReturnedGoods, Unheard, Withdrawn, evolve
from shared.kernel.decider import Decider

RETURNED_GOODS: Final[Decider[ReturnedGoods]] = Decider(
    category="returned_goods",
    initial=Unheard(),
    evolve=evolve,
    decisions={
        ExpectReturn: expect_return,
        WithdrawReturn: withdraw_return,
        ReceiveReturn: receive_return,
        CorrectReturnReceipt: correct_return_receipt,
        InspectReturn: inspect_return,
        CorrectInspection: correct_inspection,
        GrantFreeGoods: grant_free_goods,
    },
    events=(
        ReturnExpected,
        ReturnWithdrawn,
        ReturnReceived,
        ReturnReceiptCorrected,
        ReturnInspected,
        InspectionCorrected,
        FreeGoodsGranted,
    ),
    shapes=(Unheard, Expected, Withdrawn),
)
