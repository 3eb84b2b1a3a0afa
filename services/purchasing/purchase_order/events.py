"""What can happen to a purchase order. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from services.purchasing.purchase_order.ledger import Bill, Receipt
from services.purchasing.purchase_order.terms import Need, PurchaseTerms
from shared.kernel.money import Money
from shared.kernel.shapes import event


@event("purchase-order.drafted")
class PurchaseOrderDrafted:
    """Somebody, or a rule, wrote down what to buy."""

    terms: PurchaseTerms
    drafted_on: date


@event("purchase-order.submitted")
class PurchaseOrderSubmitted:
    """The amount is above what a rule may approve: it waits for a person."""

    limit: Money
    submitted_on: date


@event("purchase-order.approved")
class PurchaseOrderApproved:
    """It may be sent. `approved_by` is a person, or the rule that the amount fell under."""

    approved_by: str
    approved_on: date


@event("purchase-order.refused")
class PurchaseOrderRefused:
    """An approver said no: it is a draft again, to be revised or cancelled."""

    reason: str
    refused_by: str
    refused_on: date


@event("purchase-order.revised")
class PurchaseOrderRevised:
    """A refused draft reads differently now."""

    terms: PurchaseTerms
    revised_by: str
    revised_on: date


@event("purchase-order.sent")
class PurchaseOrderSent:
    """The supplier has our order."""

    requisition_id: str | None
    sent_on: date
    expected_on: date


@event("purchase-order.acknowledged")
class PurchaseOrderAcknowledged:
    """The supplier confirmed it, for that day, which may be another one than we expected before, and may say why."""

    expected_on: date
    acknowledged_by: str
    acknowledged_on: date
    expected_before: date | None = None
    reason: str = ""


@event("purchase-order.amendment-submitted")
class AmendmentSubmitted:
    """With these terms the order would ask for more, and cost more than a rule may approve: a person is asked."""

    terms: PurchaseTerms
    reason: str
    limit: Money
    submitted_by: str
    submitted_on: date


@event("purchase-order.amendment-refused")
class AmendmentRefused:
    """An approver said no: the order stays as it is."""

    reason: str
    refused_by: str
    refused_on: date


@event("purchase-order.amended")
class PurchaseOrderAmended:
    """What the supplier has reads differently now. `approved_by` is a person, or the rule that allowed it."""

    terms: PurchaseTerms
    reason: str
    amended_by: str
    approved_by: str
    amended_on: date


@event("purchase-order.became-overdue")
class PurchaseOrderBecameOverdue:
    """The expected day passed and not everything has come."""

    expected_on: date


@event("purchase-order.receipt-noted")
class GoodsReceiptNoted:
    """The warehouse received goods for it. The supplier invoices that are `waiting` may match now.

    Where the order had been called off or closed short, `met` is what the requisition had open again for want of them.
    `goods_came_for` are the approved supplier invoices of which nothing is missing any more.
    """

    receipt: Receipt
    received_on: date
    waiting: tuple[str, ...] = ()
    requisition_id: str | None = None
    met: tuple[Need, ...] = ()
    goods_came_for: tuple[str, ...] = ()


@event("purchase-order.receipt-corrected")
class GoodsReceiptCorrected:
    """Less came than the warehouse had told: the receipt as it is now. The invoices that are `waiting` wait for more.

    Where the order had been called off or closed short, `unmet` is what the requisition lacks more for it; long ago, of
    one that was closed short, all that it lacked. `goods_missing_for` are the approved supplier invoices of which more
    is missing than before, with all of it. Told before its receipt, the correction may bring goods instead:
    `goods_came_for` are those of which nothing is missing any more, and `met` is what the requisition had open again
    for want of them.
    """

    receipt: Receipt
    reason: str
    corrected_by: str
    corrected_on: date
    waiting: tuple[str, ...]
    requisition_id: str | None = None
    unmet: tuple[Need, ...] = ()
    goods_missing_for: tuple[Bill, ...] = ()
    goods_came_for: tuple[str, ...] = ()
    met: tuple[Need, ...] = ()


@event("purchase-order.reopened")
class PurchaseOrderReopened:
    """It was completed by goods that had not come, and are expected again, or by a bill that was credited."""

    reopened_on: date


@event("purchase-order.waiting-invoice-noted")
class WaitingInvoiceNoted:
    """A supplier invoice bills more than has come: it waits for the next receipt, or for a person."""

    supplier_invoice_id: str
    noted_on: date


@event("purchase-order.billed")
class PurchaseOrderBilled:
    """An approved supplier invoice used up so much of what was received; a credit gave so much back.

    `goods_came_for` are the supplier invoices of which nothing is missing any more, since it was credited.
    """

    bill: Bill
    billed_on: date
    goods_came_for: tuple[str, ...] = ()


@event("purchase-order.completed")
class PurchaseOrderCompleted:
    """Everything is received and billed."""

    completed_on: date


@event("purchase-order.closed-short")
class PurchaseOrderClosedShort:
    """What has not come will not come; `unmet` is what the requisition still lacks."""

    reason: str
    requisition_id: str | None
    unmet: tuple[Need, ...]
    closed_by: str
    closed_on: date


@event("purchase-order.cancelled")
class PurchaseOrderCancelled:
    """Called off before any receipt. `was_sent` tells whether the supplier and the warehouse know of it."""

    reason: str
    was_sent: bool
    requisition_id: str | None
    unmet: tuple[Need, ...]
    cancelled_by: str
    cancelled_on: date


PurchaseOrderEvent = (
    PurchaseOrderDrafted
    | PurchaseOrderSubmitted
    | PurchaseOrderApproved
    | PurchaseOrderRefused
    | PurchaseOrderRevised
    | PurchaseOrderSent
    | PurchaseOrderAcknowledged
    | AmendmentSubmitted
    | AmendmentRefused
    | PurchaseOrderAmended
    | PurchaseOrderBecameOverdue
    | GoodsReceiptNoted
    | GoodsReceiptCorrected
    | WaitingInvoiceNoted
    | PurchaseOrderBilled
    | PurchaseOrderCompleted
    | PurchaseOrderReopened
    | PurchaseOrderClosedShort
    | PurchaseOrderCancelled
)
