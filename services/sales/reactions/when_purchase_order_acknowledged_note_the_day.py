"""A supplier named the day on which they bring what was bought for orders."""

from collections.abc import Iterable

from services.sales.order.buying import PurchaseRescheduled, by_order
from services.sales.order.decider import ORDER
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import PurchaseOrderAcknowledgedV1


@reacts_to(PurchaseOrderAcknowledgedV1)
def when_purchase_order_acknowledged_note_the_day(fact: Fact[PurchaseOrderAcknowledgedV1]) -> Iterable[Send]:
    """Noted on each order that still waits for goods of it; sales tells its customer."""
    told = fact.data
    for order_id, lines in by_order(told.awaiting).items():
        heard = PurchaseRescheduled(
            purchase_order_id=told.purchase_order_id,
            supplier_id=told.supplier_id,
            supplier_name=told.supplier_name,
            lines=lines,
            expected_before=told.expected_before,
            expected_on=told.expected_on,
            reason=told.reason,
            told_on=told.acknowledged_on,
            source=source_of(fact),
        )
        yield Send(Note(heard=heard), to=ORDER.stream(order_id))
