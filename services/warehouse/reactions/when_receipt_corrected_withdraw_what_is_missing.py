"""Goods that were set aside had not come, as a corrected receipt says: their orders wait for them again."""

from collections.abc import Iterator

from services.warehouse.goods_receipt.events import GoodsReceiptCorrected
from services.warehouse.reservation.missing import withdrawals_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsReceiptCorrected)
def when_receipt_corrected_withdraw_what_is_missing(fact: Fact[GoodsReceiptCorrected]) -> Iterator[Send]:
    """In the transaction of the correction. What the supplier still owes is not bought again."""
    corrected = fact.data
    yield from withdrawals_of(
        corrected.missing,
        cause_id=str(fact.event_id),
        warehouse=corrected.warehouse,
        purchase_order_id=corrected.purchase_order_id if corrected.still_owed else "",
        reason=corrected.reason,
        by=corrected.corrected_by,
        on=corrected.corrected_on,
    )
