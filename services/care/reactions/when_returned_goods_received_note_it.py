"""The warehouse has goods of a return."""

from collections.abc import Iterable

from services.care.customer_return.decider import CUSTOMER_RETURN
from services.care.customer_return.events import ItemQuantity
from services.care.customer_return.settling import NoteReturnReceived
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.warehouse import ReturnReceivedV1


@reacts_to(ReturnReceivedV1)
def when_returned_goods_received_note_it(fact: Fact[ReturnReceivedV1]) -> Iterable[Send]:
    """Nobody waits for them any more."""
    received = fact.data
    command = NoteReturnReceived(
        receipt_id=received.receipt_id,
        items=tuple(ItemQuantity(item_no=item.item_no, quantity=item.quantity) for item in received.items),
        on=received.received_on,
    )
    yield Send(command, CUSTOMER_RETURN.stream(received.return_id))
