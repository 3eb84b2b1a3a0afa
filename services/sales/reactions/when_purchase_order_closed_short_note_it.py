"""What has not come of a purchase order will not come."""

from collections.abc import Iterable

from services.sales.order.buying import PurchaseGivenUp, by_order
from services.sales.order.decider import ORDER
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import PurchaseOrderClosedShortV1


@reacts_to(PurchaseOrderClosedShortV1)
def when_purchase_order_closed_short_note_it(fact: Fact[PurchaseOrderClosedShortV1]) -> Iterable[Send]:
    """Noted on each order that was to have goods of it; the shortage is purchasing's to buy anew."""
    told = fact.data
    for order_id, lines in by_order(told.not_coming).items():
        heard = PurchaseGivenUp(
            purchase_order_id=told.purchase_order_id,
            supplier_name=told.supplier_name,
            is_cancelled=False,
            lines=lines,
            reason=told.reason,
            given_up_on=told.closed_on,
            source=source_of(fact),
        )
        yield Send(Note(heard=heard), to=ORDER.stream(order_id))
