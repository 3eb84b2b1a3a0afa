"""When less came for a purchase order than was told, the supplier invoices that bill it say so: they are not paid."""

from collections.abc import Iterable

from services.purchasing.purchase_order.events import GoodsReceiptCorrected
from services.purchasing.supplier_invoice.decider import SUPPLIER_INVOICE
from services.purchasing.supplier_invoice.events import MissingLine
from services.purchasing.supplier_invoice.lacking import NoteGoodsCame, NoteGoodsMissing
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsReceiptCorrected)
def when_receipt_corrected_note_goods_missing(fact: Fact[GoodsReceiptCorrected]) -> Iterable[Send]:
    """Told before its receipt, the correction is what came, and may bring what was missing of another one."""
    corrected = fact.data
    for bill in corrected.goods_missing_for:
        yield Send(
            NoteGoodsMissing(
                lines=tuple(MissingLine(purchase_line_no=one.line_no, quantity=one.quantity) for one in bill.lines),
                reason=corrected.reason,
                by=corrected.corrected_by,
                on=corrected.corrected_on,
            ),
            SUPPLIER_INVOICE.stream(bill.supplier_invoice_id),
        )
    for supplier_invoice_id in corrected.goods_came_for:
        yield Send(NoteGoodsCame(on=corrected.corrected_on), SUPPLIER_INVOICE.stream(supplier_invoice_id))
