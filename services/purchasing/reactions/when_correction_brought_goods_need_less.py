"""When a correction brings goods of a purchase order that had ended, do not buy them again."""

from collections.abc import Iterable

from services.purchasing.purchase_order.events import GoodsReceiptCorrected
from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.lowering import NoteGoodsCameLate
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsReceiptCorrected)
def when_correction_brought_goods_need_less(fact: Fact[GoodsReceiptCorrected]) -> Iterable[Send]:
    """It was heard before its receipt, and is the receipt."""
    corrected = fact.data
    if corrected.requisition_id is not None and corrected.met:
        yield Send(
            NoteGoodsCameLate(met=corrected.met, by=fact.actor, on=corrected.corrected_on),
            REQUISITION.stream(corrected.requisition_id),
        )
