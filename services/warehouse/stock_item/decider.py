"""The stock item's table of contents."""

from typing import Final

from services.warehouse.stock_item.adjusting import AdjustStock, NoteFoundRight, adjust_stock, note_found_right
from services.warehouse.stock_item.correcting import CorrectReceivedStock, correct_received_stock
from services.warehouse.stock_item.events import (
    BackorderFilled,
    ShortageNoted,
    StockAdjusted,
    StockFoundRight,
    StockGivenBack,
    StockInspectionCorrected,
    StockIssued,
    StockPutBack,
    StockReceiptCorrected,
    StockReceived,
    StockReleased,
    StockReserved,
    StockWithdrawn,
)
from services.warehouse.stock_item.issuing import IssueStock, issue_stock
from services.warehouse.stock_item.receiving import (
    PutBackStock,
    ReceiveStock,
    put_back_stock,
    receive_stock,
)
from services.warehouse.stock_item.regrading import MoveInspectedStock, move_inspected_stock
from services.warehouse.stock_item.reserving import (
    GiveBackStock,
    ReleaseStock,
    ReserveStock,
    WaitForStock,
    give_back_stock,
    release_stock,
    reserve_stock,
    wait_for_stock,
)
from services.warehouse.stock_item.state import EMPTY, StockItem, evolve
from services.warehouse.stock_item.withdrawing import WithdrawStock, withdraw_stock
from shared.kernel.decider import Decider

STOCK_ITEM: Final[Decider[StockItem]] = Decider(
    category="stock_item",
    initial=EMPTY,
    evolve=evolve,
    decisions={
        ReceiveStock: receive_stock,
        PutBackStock: put_back_stock,
        ReserveStock: reserve_stock,
        WaitForStock: wait_for_stock,
        ReleaseStock: release_stock,
        GiveBackStock: give_back_stock,
        WithdrawStock: withdraw_stock,
        IssueStock: issue_stock,
        AdjustStock: adjust_stock,
        NoteFoundRight: note_found_right,
        CorrectReceivedStock: correct_received_stock,
        MoveInspectedStock: move_inspected_stock,
    },
    events=(
        StockReceived,
        StockPutBack,
        StockReserved,
        ShortageNoted,
        BackorderFilled,
        StockReleased,
        StockGivenBack,
        StockWithdrawn,
        StockIssued,
        StockAdjusted,
        StockFoundRight,
        StockReceiptCorrected,
        StockInspectionCorrected,
    ),
    shapes=(StockItem,),
    snapshot_every=200,
)
