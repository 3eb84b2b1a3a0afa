"""What can happen to an order. Stored for ever: change by a new version and an upcaster, never in place.

Lines, charges and terms are the published parts: those are never changed in place either. Facts that were heard carry
what the timeline shows of them: the document, its number, the amount, who, and the message that told us.
"""

from datetime import date, datetime

from services.sales.order.buying import BoughtFact
from services.sales.order.irregular import WatchFact
from services.sales.order.owing import OwedFact
from services.sales.order.quantities import LineQuantity, SuppliedLine, WarrantyUntil
from services.sales.order.shipping_again import ReservationRenewed, ShipmentLost, ShippingAgainRequested
from services.sales.order.shrinking import OrderAmended, OrderReductionRequested, ShrinkingFact
from services.sales.order.source import Source
from services.sales.order.taking_back import ReturnReceiptCorrected
from shared.kernel.money import Money
from shared.kernel.shapes import event
from shared.published.sales import Charge, InstalmentTerm, OrderLine


@event("order.placed")
class OrderPlaced:
    """A customer called goods under a contract."""

    contract_id: str
    customer_id: str
    lines: tuple[OrderLine, ...]
    charges: tuple[Charge, ...]
    net: Money
    terms: tuple[InstalmentTerm, ...]
    warranty_months: int
    requested_on: date
    deliver_to: str
    ship_from: tuple[str, ...]
    customer_reference: str
    placed_by: str
    placed_on: date
    service_months: int = 0


@event("order.confirmed")
class OrderConfirmed:
    """Credit is there and no hold is left: the warehouse may reserve and ship."""

    confirmed_on: date


@event("order.completed")
class OrderCompleted:
    """Everything is delivered and billed, and paid but for what accounting took back or gave up."""

    contract_id: str
    completed_on: date
    was_credited: bool = False
    was_written_off: bool = False


@event("order.reopened")
class OrderReopened:
    """It was completed, and is not any more: a payment bounced, say."""

    contract_id: str
    reopened_on: date


@event("order.cancelled")
class OrderCancelled:
    """Called off before anything was shipped."""

    contract_id: str
    reason: str
    cancelled_by: str
    cancelled_on: date


@event("order.held")
class OrderHeld:
    """A person set a hold: until it is released the order is not confirmed, or what has not left does not leave."""

    name: str
    reason: str
    held_by: str
    held_at: datetime


@event("order.hold-released")
class OrderHoldReleased:
    """A person released a hold."""

    name: str
    reason: str
    released_by: str
    released_at: datetime


@event("order.credit-reserved")
class CreditReserved:
    """Accounting reserved credit. `released_by` is empty when the order fitted the limit by itself."""

    amount: Money
    exposure: Money
    limit: Money | None
    released_by: str
    reserved_on: date
    source: Source


@event("order.credit-held")
class CreditHeld:
    """The order does not fit the customer's credit: an approver in accounting decides."""

    amount: Money
    exposure: Money
    limit: Money | None
    standing: str
    held_on: date
    source: Source


@event("order.credit-refused")
class CreditRefused:
    """An approver in accounting said no."""

    refused_by: str
    reason: str
    refused_on: date
    source: Source


@event("order.credit-given-back")
class CreditGivenBack:
    """The credit that the order held is free again."""

    amount: Money
    given_back_on: date
    source: Source


@event("order.delivery-blocked")
class DeliveryBlocked:
    """Accounting checked the customer's credit again: what has not left the warehouse stays there."""

    amount: Money
    exposure: Money
    limit: Money | None
    standing: str
    blocked_on: date
    source: Source


@event("order.delivery-unblocked")
class DeliveryUnblocked:
    """The goods may leave. `unblocked_by` is empty when the customer's standing allows it again by itself."""

    exposure: Money
    unblocked_by: str
    unblocked_on: date
    source: Source


@event("order.goods-reserved")
class GoodsReserved:
    """What is set aside, line by line, as it stands now.

    `topped_up`: a receipt filled what was short. `withdrawn_because`: why goods were taken from the order, for others;
    or what was counted when they were `missing`.
    """

    lines: tuple[SuppliedLine, ...]
    topped_up: bool
    reserved_on: date
    source: Source
    withdrawn_because: str = ""
    missing: bool = False


@event("order.reservation-released")
class ReservationReleased:
    """Nothing is set aside for the order any more."""

    reason: str
    released_on: date
    source: Source


@event("order.purchase-called-off")
class PurchaseCalledOff:
    """Purchasing does not buy what the order was short of; `kept` are purchase orders that a supplier has already."""

    requisition_id: str
    reason: str
    kept: tuple[str, ...]
    called_off_on: date
    source: Source


@event("order.goods-shipped")
class GoodsShipped:
    """A shipment left the warehouse."""

    shipment_id: str
    warehouse: str
    lines: tuple[LineQuantity, ...]
    carrier: str
    tracking_number: str
    shipped_on: date
    source: Source


@event("order.goods-delivered", happened="delivered_at")
class GoodsDelivered:
    """The customer signed for a shipment."""

    shipment_id: str
    lines: tuple[LineQuantity, ...]
    signed_by: str
    proof_sha256: str
    delivered_at: datetime
    source: Source


@event("order.shipment-returned")
class ShipmentReturned:
    """Delivery failed; the shipment is back with us."""

    shipment_id: str
    lines: tuple[LineQuantity, ...]
    reason: str
    returned_on: date
    source: Source


@event("order.invoice-posted")
class InvoicePosted:
    """Accounting billed a part of the order, or all of it."""

    invoice_id: str
    number: str
    shipment_id: str
    lines: tuple[LineQuantity, ...]
    total: Money
    last_due_on: date
    posted_on: date
    source: Source


@event("order.payment-received", happened="paid_on")
class PaymentReceived:
    """Money was allocated to an invoice; `open` is what it lacks now."""

    invoice_id: str
    number: str
    amount: Money
    open: Money
    paid_on: date
    source: Source
    overdue: Money | None = None


@event("order.payment-taken-back")
class PaymentTakenBack:
    """Money for an invoice bounced, or was not meant for it; `open` is what it lacks now."""

    invoice_id: str
    number: str
    amount: Money
    open: Money
    reason: str
    taken_back_on: date
    source: Source
    overdue: Money | None = None


@event("order.debt-written-off")
class DebtWrittenOff:
    """Accounting gave up what was open of an invoice: nobody waits for that money any more."""

    invoice_id: str
    number: str
    amount: Money
    open: Money
    reason: str
    written_off_on: date
    source: Source
    overdue: Money | None = None


@event("order.invoice-credited")
class InvoiceCredited:
    """A credit note took back a part of an invoice, or all of it; `open` is what it lacks now."""

    invoice_id: str
    number: str
    credit_note_id: str
    credit_note_number: str
    lines: tuple[LineQuantity, ...]
    total: Money
    open: Money
    reason: str
    credited_on: date
    source: Source
    overdue: Money | None = None


@event("order.warranty-started")
class WarrantyStarted:
    """Care stands by the goods of a shipment."""

    shipment_id: str
    lines: tuple[WarrantyUntil, ...]
    started_on: date
    source: Source


@event("order.survey-sent")
class SurveySent:
    """Care asked the customer how it went."""

    survey_id: str
    sent_on: date
    source: Source


@event("order.goods-taken-back")
class GoodsTakenBack:
    """The warehouse has delivered goods back, by a return that care approved."""

    return_id: str
    receipt_id: str
    lines: tuple[LineQuantity, ...]
    taken_back_on: date
    source: Source


@event("order.goods-given-instead")
class GoodsGivenInstead:
    """The customer has a replacement, or the repaired goods, free of charge: `kind` says which."""

    return_id: str
    shipment_id: str
    kind: str
    lines: tuple[LineQuantity, ...]
    signed_by: str
    source: Source


@event("order.complaint-noted")
class ComplaintNoted:
    """A complaint about the order was opened, escalated, resolved, reopened or withdrawn: `what` says it in words."""

    complaint_id: str
    what: str
    source: Source


HeardFact = (
    CreditReserved
    | CreditHeld
    | CreditRefused
    | CreditGivenBack
    | DeliveryBlocked
    | DeliveryUnblocked
    | GoodsReserved
    | ReservationReleased
    | PurchaseCalledOff
    | GoodsShipped
    | GoodsDelivered
    | ShipmentReturned
    | InvoicePosted
    | PaymentReceived
    | PaymentTakenBack
    | DebtWrittenOff
    | InvoiceCredited
    | WarrantyStarted
    | SurveySent
    | GoodsTakenBack
    | ReturnReceiptCorrected
    | GoodsGivenInstead
    | ComplaintNoted
    | BoughtFact
    | OwedFact
    | ShrinkingFact
    | ReservationRenewed
    | ShipmentLost
)
"""What another department told."""

OurFact = OrderHeld | OrderHoldReleased | OrderReductionRequested | OrderAmended | ShippingAgainRequested | WatchFact
ProgressFact = HeardFact | OurFact
"""What changes how far an order has come, but not its stage."""

OrderEvent = OrderPlaced | OrderConfirmed | OrderCompleted | OrderReopened | OrderCancelled | ProgressFact
