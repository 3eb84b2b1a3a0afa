"""Less of a return came than the warehouse had told."""

from collections.abc import Iterable

from services.care.customer_return.correcting import NoteReturnReceiptCorrected
from services.care.customer_return.decider import CUSTOMER_RETURN
from services.care.customer_return.events import ItemQuantity
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.corrections import ReturnReceiptCorrectedV1


@reacts_to(ReturnReceiptCorrectedV1)
def when_return_receipt_corrected_note_it(fact: Fact[ReturnReceiptCorrectedV1]) -> Iterable[Send]:
    """All of the receipt as it is now, so that it does not matter in which order it is told."""
    corrected = fact.data
    command = NoteReturnReceiptCorrected(
        receipt_id=corrected.receipt_id,
        items=tuple(ItemQuantity(item_no=item.item_no, quantity=item.quantity) for item in corrected.items),
        reason=corrected.reason,
        by=corrected.corrected_by,
        on=corrected.corrected_on,
    )
    yield Send(command, CUSTOMER_RETURN.stream(corrected.return_id))
