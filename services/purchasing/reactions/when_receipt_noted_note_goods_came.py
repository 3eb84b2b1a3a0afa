"""When goods came for a purchase order, the supplier invoices that had lacked them say so: they may be paid."""

from collections.abc import Iterable

from services.purchasing.purchase_order.events import GoodsReceiptNoted
from services.purchasing.supplier_invoice.decider import SUPPLIER_INVOICE
from services.purchasing.supplier_invoice.lacking import NoteGoodsCame
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsReceiptNoted)
def when_receipt_noted_note_goods_came(fact: Fact[GoodsReceiptNoted]) -> Iterable[Send]:
    """Those of which nothing is missing any more."""
    for supplier_invoice_id in fact.data.goods_came_for:
        yield Send(NoteGoodsCame(on=fact.data.received_on), SUPPLIER_INVOICE.stream(supplier_invoice_id))
