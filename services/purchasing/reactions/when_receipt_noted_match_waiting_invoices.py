"""When goods came for a purchase order, match the supplier invoices that had come before them."""

from collections.abc import Iterable

from services.purchasing.policy.decider import POLICY_STREAM
from services.purchasing.purchase_order.events import GoodsReceiptNoted
from services.purchasing.supplier_invoice.decider import SUPPLIER_INVOICE
from services.purchasing.supplier_invoice.unblocking import MatchAfterReceipt
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(GoodsReceiptNoted)
def when_receipt_noted_match_waiting_invoices(fact: Fact[GoodsReceiptNoted]) -> Iterable[Send]:
    """One after the other: what the first one uses up of the receipt is not there for the next."""
    noted = fact.data
    for supplier_invoice_id in noted.waiting:
        yield Send(
            MatchAfterReceipt(purchase_order_id=fact.id, on=noted.received_on),
            SUPPLIER_INVOICE.stream(supplier_invoice_id),
            given=(POLICY_STREAM, fact.stream),
        )
