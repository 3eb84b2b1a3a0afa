"""Less of what the customer sent back came than the warehouse had told."""

from collections.abc import Iterable

from services.sales.order.decider import ORDER
from services.sales.order.noting import Note
from services.sales.order.quantities import LineQuantity
from services.sales.order.source import source_of
from services.sales.order.taking_back import ReturnReceiptCorrected
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.corrections import ReturnReceiptCorrectedV1


@reacts_to(ReturnReceiptCorrectedV1)
def when_return_receipt_corrected_note_it(fact: Fact[ReturnReceiptCorrectedV1]) -> Iterable[Send]:
    """Noted on the order, as the receipt was."""
    told = fact.data
    heard = ReturnReceiptCorrected(
        return_id=told.return_id,
        receipt_id=told.receipt_id,
        lines=tuple(LineQuantity(line_no=item.line_no, quantity=item.quantity) for item in told.taken_off),
        reason=told.reason,
        corrected_by=told.corrected_by,
        corrected_on=told.corrected_on,
        source=source_of(fact),
    )
    yield Send(Note(heard=heard), to=ORDER.stream(told.order_id))
