"""The goods receipt's table of contents."""

from typing import Final

from services.warehouse.goods_receipt.correcting import CorrectGoodsReceipt, correct_goods_receipt
from services.warehouse.goods_receipt.events import GoodsReceiptCorrected, GoodsReceived
from services.warehouse.goods_receipt.receiving import ReceiveGoods, receive_goods
from services.warehouse.goods_receipt.state import GoodsReceipt, NotReceived, Received, evolve
from shared.kernel.decider import Decider

GOODS_RECEIPT: Final[Decider[GoodsReceipt]] = Decider(
    category="goods_receipt",
    initial=NotReceived(),
    evolve=evolve,
    decisions={ReceiveGoods: receive_goods, CorrectGoodsReceipt: correct_goods_receipt},
    events=(GoodsReceived, GoodsReceiptCorrected),
    shapes=(NotReceived, Received),
)
