"""The customer sent delivered goods back."""

from collections.abc import Iterable

from services.sales.order.decider import ORDER
from services.sales.order.events import GoodsTakenBack
from services.sales.order.noting import Note
from services.sales.order.quantities import LineQuantity
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ReturnReceivedV1


@reacts_to(ReturnReceivedV1)
def when_return_received_note_it(fact: Fact[ReturnReceivedV1]) -> Iterable[Send]:
    """Noted on the order, whatever its stage: what it waits for does not change."""
    told = fact.data
    heard = GoodsTakenBack(
        return_id=told.return_id,
        receipt_id=told.receipt_id,
        lines=tuple(LineQuantity(line_no=item.line_no, quantity=item.quantity) for item in told.items),
        taken_back_on=told.received_on,
        source=source_of(fact),
    )
    yield Send(Note(heard=heard), to=ORDER.stream(told.order_id))
