"""When less came than was told of a purchase order that was called off or closed short, that is to be bought, too."""

from collections.abc import Iterable

from services.purchasing.purchase_order.events import GoodsReceiptCorrected
from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.following import NoteFewerCame
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsReceiptCorrected)
def when_receipt_corrected_reopen_requisition(fact: Fact[GoodsReceiptCorrected]) -> Iterable[Send]:
    """While the order goes on, its supplier still owes the goods."""
    corrected = fact.data
    if corrected.requisition_id is not None and corrected.unmet:
        yield Send(
            NoteFewerCame(
                purchase_order_id=fact.id,
                unmet=corrected.unmet,
                reason=corrected.reason,
                by=corrected.corrected_by,
                on=corrected.corrected_on,
            ),
            REQUISITION.stream(corrected.requisition_id),
        )
