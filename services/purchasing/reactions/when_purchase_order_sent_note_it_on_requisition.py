"""When a purchase order is sent, note it on the requisition that it was made for."""

from collections.abc import Iterable

from services.purchasing.purchase_order.events import PurchaseOrderSent
from services.purchasing.requisition.decider import REQUISITION
from services.purchasing.requisition.following import NotePurchaseOrderSent
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PurchaseOrderSent)
def when_purchase_order_sent_note_it_on_requisition(fact: Fact[PurchaseOrderSent]) -> Iterable[Send]:
    """An order that a buyer wrote by hand has no requisition."""
    sent = fact.data
    if sent.requisition_id is not None:
        yield Send(
            NotePurchaseOrderSent(purchase_order_id=fact.id, on=sent.sent_on),
            REQUISITION.stream(sent.requisition_id),
        )
