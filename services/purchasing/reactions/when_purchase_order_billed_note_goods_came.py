"""When what is missing of a supplier invoice is credited, it says so: the rest may be paid."""

from collections.abc import Iterable

from services.purchasing.purchase_order.events import PurchaseOrderBilled
from services.purchasing.supplier_invoice.decider import SUPPLIER_INVOICE
from services.purchasing.supplier_invoice.lacking import NoteGoodsCame
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(PurchaseOrderBilled)
def when_purchase_order_billed_note_goods_came(fact: Fact[PurchaseOrderBilled]) -> Iterable[Send]:
    """Those of which nothing is missing any more, once what never came is taken off them."""
    for supplier_invoice_id in fact.data.goods_came_for:
        yield Send(NoteGoodsCame(on=fact.data.billed_on), SUPPLIER_INVOICE.stream(supplier_invoice_id))
