"""When less came for a purchase order than was told, the supplier invoices that wait for goods say for how many."""

from collections.abc import Iterable

from services.purchasing.policy.decider import POLICY_STREAM
from services.purchasing.purchase_order.events import GoodsReceiptCorrected
from services.purchasing.supplier_invoice.decider import SUPPLIER_INVOICE
from services.purchasing.supplier_invoice.unblocking import MatchAfterReceipt
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsReceiptCorrected)
def when_receipt_corrected_match_waiting_invoices(fact: Fact[GoodsReceiptCorrected]) -> Iterable[Send]:
    """Whoever releases one decides on what has come. Told before its receipt, the correction is what came."""
    corrected = fact.data
    for supplier_invoice_id in corrected.waiting:
        yield Send(
            MatchAfterReceipt(purchase_order_id=fact.id, on=corrected.corrected_on),
            SUPPLIER_INVOICE.stream(supplier_invoice_id),
            given=(POLICY_STREAM, fact.stream),
        )
