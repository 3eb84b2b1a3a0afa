"""When a supplier invoice is approved, use up what it bills of the purchase order's receipts."""

from collections.abc import Iterable

from services.purchasing.policy.decider import POLICY_STREAM
from services.purchasing.purchase_order.billing import BillPurchaseOrder
from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.ledger import Bill, BilledLine
from services.purchasing.supplier_invoice.events import SupplierInvoiceApproved
from shared.kernel.decider import Fact, Send
from shared.kernel.reaction import reacts_to


@reacts_to(SupplierInvoiceApproved)
def when_supplier_invoice_approved_bill_purchase_order(
    fact: Fact[SupplierInvoiceApproved],
) -> Iterable[Send]:
    """In the same transaction: an approval that finds nothing left to bill does not happen."""
    approved = fact.data
    bill = Bill(
        supplier_invoice_id=fact.id,
        lines=tuple(
            BilledLine(line_no=line.purchase_line_no, quantity=line.quantity, ordered_net=line.ordered_net)
            for line in approved.lines
        ),
        credits=approved.credits,
        tax=approved.tax,
    )
    yield Send(
        BillPurchaseOrder(bill=bill, released=approved.released, on=approved.approved_on),
        PURCHASE_ORDER.stream(approved.purchase_order_id),
        given=(POLICY_STREAM,),
    )
