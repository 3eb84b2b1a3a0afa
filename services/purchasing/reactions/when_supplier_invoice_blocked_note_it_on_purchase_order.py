"""When a supplier invoice is blocked because it bills more than has come, its purchase order knows that it waits."""

from collections.abc import Iterable

from services.purchasing.purchase_order.billing import NoteWaitingInvoice
from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.supplier_invoice.events import SupplierInvoiceBlocked
from services.purchasing.supplier_invoice.terms import CURED_BY_RECEIPT
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SupplierInvoiceBlocked)
def when_supplier_invoice_blocked_note_it_on_purchase_order(fact: Fact[SupplierInvoiceBlocked]) -> Iterable[Send]:
    """One that differs in other ways only gains nothing by a receipt."""
    blocked = fact.data
    if any(one.kind in CURED_BY_RECEIPT for one in blocked.variances):
        yield Send(
            NoteWaitingInvoice(supplier_invoice_id=fact.id, on=blocked.blocked_on),
            PURCHASE_ORDER.stream(blocked.purchase_order_id),
        )
