"""When the warehouse corrected a receipt, the purchase order knows what did come."""

from collections.abc import Iterable

from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.hearing import receipt_of
from services.purchasing.purchase_order.receiving import NoteReceiptCorrection
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.corrections import GoodsReceiptCorrectedV1


@reacts_to(GoodsReceiptCorrectedV1)
def when_goods_receipt_corrected_note_it(fact: Fact[GoodsReceiptCorrectedV1]) -> Iterable[Send]:
    """All of the receipt as it is now, so that it does not matter in which order it is told."""
    corrected = fact.data
    yield Send(
        NoteReceiptCorrection(
            receipt=receipt_of(corrected.receipt_id, corrected.lines, told_as=fact.version),
            reason=corrected.reason,
            by=corrected.corrected_by,
            on=corrected.corrected_on,
        ),
        PURCHASE_ORDER.stream(corrected.purchase_order_id),
    )
