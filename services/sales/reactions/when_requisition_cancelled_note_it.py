"""Purchasing does not buy any more what an order was short of, and says so."""

from collections.abc import Iterable

from services.sales.order.decider import ORDER
from services.sales.order.events import PurchaseCalledOff
from services.sales.order.noting import Note
from services.sales.order.source import source_of
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to
from shared.published.purchasing import RequisitionCancelledV1


@reacts_to(RequisitionCancelledV1)
def when_requisition_cancelled_note_it(fact: Fact[RequisitionCancelledV1]) -> Iterable[Send]:
    """Noted on the order, also where it was a replacement for it that was short."""
    told = fact.data
    heard = PurchaseCalledOff(
        requisition_id=told.requisition_id,
        reason=told.reason,
        kept=told.kept,
        called_off_on=told.cancelled_on,
        source=source_of(fact),
    )
    yield Send(Note(heard=heard), to=ORDER.stream(told.replacement_for or told.sales_order_id))
