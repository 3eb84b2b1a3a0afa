"""What can happen to a supplier invoice. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from services.purchasing.supplier_invoice.terms import InvoiceTerms, Variance
from shared.kernel.money import Money
from shared.kernel.shapes import event, part


@part
class ApprovedLine:
    """What is owed for a line, and what the same units were ordered and came at: the difference is a price variance."""

    purchase_line_no: int
    quantity: Decimal
    ordered_net: Money


@part
class MissingLine:
    """Units that it bills and that had not come, beyond what was tolerated or released."""

    purchase_line_no: int
    quantity: Decimal


@event("supplier-invoice.recorded")
class SupplierInvoiceRecorded:
    """The supplier bills us."""

    terms: InvoiceTerms
    recorded_on: date


@event("supplier-invoice.blocked")
class SupplierInvoiceBlocked:
    """It differs from what we ordered or received."""

    variances: tuple[Variance, ...]
    blocked_on: date
    purchase_order_id: str = ""


@event("supplier-invoice.approved")
class SupplierInvoiceApproved:
    """We owe it: it matched, or a person `released` it with a reason. A credit is owed less than nothing.

    Long ago `tax` was not kept.
    """

    purchase_order_id: str
    lines: tuple[ApprovedLine, ...]
    released: bool
    reason: str
    approved_by: str
    approved_on: date
    credits: str = ""
    tax: Money | None = None


@event("supplier-invoice.rejected")
class SupplierInvoiceRejected:
    """We do not owe it: the supplier has to bill anew."""

    reason: str
    rejected_by: str
    rejected_on: date


@event("supplier-invoice.payment-made")
class SupplierInvoicePaymentMade:
    """Accounting had it paid."""

    supplier_payment_id: str
    made_on: date


@event("supplier-invoice.payment-failed")
class SupplierInvoicePaymentFailed:
    """The supplier did not get the money: it is still to be paid."""

    supplier_payment_id: str
    reason: str
    failed_on: date


@event("supplier-invoice.goods-missing")
class SupplierInvoiceGoodsMissing:
    """A receipt was corrected after it was approved: it bills so much that had not come."""

    lines: tuple[MissingLine, ...]
    reason: str
    corrected_by: str
    noted_on: date


@event("supplier-invoice.goods-came")
class SupplierInvoiceGoodsCame:
    """What was missing of it has come by now, or was credited."""

    came_on: date


SupplierInvoiceEvent = (
    SupplierInvoiceRecorded
    | SupplierInvoiceBlocked
    | SupplierInvoiceApproved
    | SupplierInvoiceRejected
    | SupplierInvoicePaymentMade
    | SupplierInvoicePaymentFailed
    | SupplierInvoiceGoodsMissing
    | SupplierInvoiceGoodsCame
)
