"""What purchasing tells the other departments."""

from datetime import date
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.shapes import part
from shared.published.published import published
from shared.published.topics import (
    PURCHASING_PURCHASE_ORDER,
    PURCHASING_REQUISITION,
    PURCHASING_SUPPLIER,
    PURCHASING_SUPPLIER_INVOICE,
)


@published("purchasing.supplier.registered.v1", topic=PURCHASING_SUPPLIER)
class SupplierRegisteredV1:
    """We may buy from this company."""

    supplier_id: str
    name: str
    tax_id: str
    country: str
    currency: str
    payment_days: int
    registered_on: date


@part
class Peg:
    """Whom bought goods are for: so many of the line for that line of that sales order.

    `order_id` may also name what care granted a customer; `replacement_for` is then the order that it stands in for.
    """

    order_id: str
    order_line_no: int
    quantity: Decimal
    replacement_for: str = ""


@part
class PurchaseLine:
    """One line of a purchase order. Unit price in major units before tax. `pegs` name the orders it is bought for."""

    line_no: int
    sku: str
    quantity: Decimal
    unit_price: Decimal
    net: Money
    pegs: tuple[Peg, ...]


@published("purchasing.requisition.cancelled.v1", topic=PURCHASING_REQUISITION)
class RequisitionCancelledV1:
    """What an order was short of is not bought any more. `kept` are purchase orders that a supplier has already.

    Where `sales_order_id` names what care granted, `replacement_for` is the order that it stands in for.
    """

    requisition_id: str
    sales_order_id: str
    reason: str
    kept: tuple[str, ...]
    cancelled_on: date
    replacement_for: str = ""


@published("purchasing.purchase-order.sent.v1", topic=PURCHASING_PURCHASE_ORDER)
class PurchaseOrderSentV1:
    """The supplier has our order: the warehouse may expect the goods. The name is what we called it when ordering."""

    purchase_order_id: str
    supplier_id: str
    warehouse: str
    lines: tuple[PurchaseLine, ...]
    net: Money
    sent_on: date
    expected_on: date
    supplier_name: str = ""


@published("purchasing.purchase-order.acknowledged.v1", topic=PURCHASING_PURCHASE_ORDER)
class PurchaseOrderAcknowledgedV1:
    """The supplier confirmed our order, for that day: it takes the place of the one that was expected before.

    Told anew with every other day; the newest one counts. `awaiting` are the orders that are to have what has not come
    yet. `reason` is the supplier's, where they gave one.
    """

    purchase_order_id: str
    supplier_id: str
    supplier_name: str
    expected_before: date | None
    expected_on: date
    reason: str
    acknowledged_on: date
    awaiting: tuple[Peg, ...]


@published("purchasing.purchase-order.amended.v1", topic=PURCHASING_PURCHASE_ORDER)
class PurchaseOrderAmendedV1:
    """The order that the supplier has reads differently now: all of it as it is from here on.

    Lines are neither added nor lost, and whom they are for does not change; one for 0 units is off.
    """

    purchase_order_id: str
    supplier_id: str
    supplier_name: str
    warehouse: str
    lines: tuple[PurchaseLine, ...]
    net: Money
    sent_on: date
    expected_on: date
    reason: str
    amended_on: date


@published("purchasing.purchase-order.cancelled.v1", topic=PURCHASING_PURCHASE_ORDER)
class PurchaseOrderCancelledV1:
    """Called off before anything was received: the warehouse expects it no longer.

    `not_coming` are the orders that were to have its goods.
    """

    purchase_order_id: str
    supplier_id: str
    reason: str
    cancelled_on: date
    not_coming: tuple[Peg, ...] = ()
    supplier_name: str = ""


@published("purchasing.purchase-order.closed-short.v1", topic=PURCHASING_PURCHASE_ORDER)
class PurchaseOrderClosedShortV1:
    """What has not come will not come. `not_coming` are the orders that were to have it."""

    purchase_order_id: str
    supplier_id: str
    reason: str
    closed_on: date
    not_coming: tuple[Peg, ...] = ()
    supplier_name: str = ""


@part
class SupplierInvoiceLine:
    """A billed line: quantity and unit price as the supplier states them, beside what the units came at.

    What is still to come counts at the price that we ordered at, what is billed beyond the order at nothing.
    """

    purchase_line_no: int
    sku: str
    quantity: Decimal
    unit_price: Decimal
    net: Money
    ordered_net: Money


@published("purchasing.supplier-invoice.approved.v1", topic=PURCHASING_SUPPLIER_INVOICE)
class SupplierInvoiceApprovedV1:
    """Matched three ways, or released by a person: accounting owes it.

    A credit names the supplier invoice that it `credits`. Its units and amounts, but for the unit prices, are negative.
    """

    supplier_invoice_id: str
    supplier_id: str
    purchase_order_id: str
    supplier_reference: str
    lines: tuple[SupplierInvoiceLine, ...]
    net: Money
    tax: Money
    total: Money
    invoice_on: date
    due_on: date
    approved_by: str
    approved_on: date
    credits: str = ""


@part
class MissingGoodsLine:
    """Units of a line that a supplier invoice bills, and that had not come."""

    purchase_line_no: int
    sku: str
    quantity: Decimal


@published("purchasing.supplier-invoice.goods-missing.v1", topic=PURCHASING_SUPPLIER_INVOICE)
class SupplierInvoiceGoodsMissingV1:
    """An approved supplier invoice bills goods that had not come after all, as a receipt was corrected.

    Told anew when more is missing: `lines` are all that is, beyond what was tolerated or released at its approval.
    """

    supplier_invoice_id: str
    supplier_id: str
    purchase_order_id: str
    supplier_reference: str
    lines: tuple[MissingGoodsLine, ...]
    reason: str
    corrected_by: str
    noted_on: date


@published("purchasing.supplier-invoice.goods-came.v1", topic=PURCHASING_SUPPLIER_INVOICE)
class SupplierInvoiceGoodsCameV1:
    """What had been missing of an approved supplier invoice has come, or the supplier credited it.

    A credit is told as an approved invoice of its own, which may be heard before or after this.
    """

    supplier_invoice_id: str
    supplier_id: str
    purchase_order_id: str
    supplier_reference: str
    came_on: date
