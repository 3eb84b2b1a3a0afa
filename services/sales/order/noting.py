"""Noting what other departments tell: never refused, and noted once."""

from typing import assert_never

from services.sales.order.billing import is_bill_news
from services.sales.order.buying import (
    BoughtGoodsReceived,
    BoughtReceiptCorrected,
    GoodsBought,
    PurchaseGivenUp,
    PurchaseRescheduled,
    is_purchase_news,
)
from services.sales.order.events import (
    ComplaintNoted,
    CreditGivenBack,
    CreditHeld,
    CreditRefused,
    CreditReserved,
    DebtWrittenOff,
    DeliveryBlocked,
    DeliveryUnblocked,
    GoodsDelivered,
    GoodsGivenInstead,
    GoodsReserved,
    GoodsShipped,
    GoodsTakenBack,
    HeardFact,
    InvoiceCredited,
    InvoicePosted,
    OrderEvent,
    PaymentReceived,
    PaymentTakenBack,
    PurchaseCalledOff,
    ReservationReleased,
    ShipmentReturned,
    SurveySent,
    WarrantyStarted,
)
from services.sales.order.following import with_what_follows
from services.sales.order.owing import (
    InvoiceCreditCancelled,
    InvoiceDisputed,
    InvoiceDisputeEnded,
    InvoiceFellOverdue,
)
from services.sales.order.parcel import is_parcel_news
from services.sales.order.progress import Progress
from services.sales.order.shipping_again import ReservationRenewed, ShipmentLost, is_renewal_news
from services.sales.order.shrinking import CreditReduced, ReservationReduced, is_reduction_news
from services.sales.order.state import Order
from services.sales.order.taking_back import ReturnReceiptCorrected
from shared.kernel.shapes import command


@command
class Note:
    """Note a fact that another department told."""

    heard: HeardFact


def note(request: Note, order: Order) -> list[OrderEvent]:
    """At any stage, also before the order is placed and after it is over: what happened, happened."""
    heard = request.heard
    if not _is_news(heard, order.progress):
        return []
    return with_what_follows(order, [heard], heard.source.at.date())


def _is_news(heard: HeardFact, progress: Progress) -> bool:
    """Told for the first time, by the id of its document; newer than what is known, where only the newest counts."""
    match heard:
        case (
            CreditReserved()
            | CreditHeld()
            | CreditRefused()
            | CreditGivenBack()
            | CreditReduced()
            | DeliveryBlocked()
            | DeliveryUnblocked()
        ):
            return heard.source.supersedes(progress.credit.source)
        case GoodsReserved() | ReservationReleased():
            return heard.source.supersedes(progress.supply)
        case ReservationReduced():
            return is_reduction_news(progress.reduction, heard)
        case ReservationRenewed():
            return is_renewal_news(progress.shipping_again, heard)
        case GoodsShipped() | GoodsDelivered() | ShipmentReturned() | ShipmentLost():
            return is_parcel_news(progress.parcels, heard)
        case InvoicePosted() | PaymentReceived() | PaymentTakenBack() | DebtWrittenOff() | InvoiceCredited():
            return is_bill_news(progress.bills, heard)
        case InvoiceFellOverdue() | InvoiceDisputed() | InvoiceDisputeEnded() | InvoiceCreditCancelled():
            return is_bill_news(progress.bills, heard)
        case PurchaseCalledOff(requisition_id=requisition_id):
            return requisition_id not in progress.called_off
        case (
            GoodsBought() | PurchaseRescheduled() | BoughtGoodsReceived() | BoughtReceiptCorrected() | PurchaseGivenUp()
        ):
            return is_purchase_news(progress.purchases, heard)
        case WarrantyStarted(shipment_id=shipment_id):
            return shipment_id not in progress.warranties
        case SurveySent(survey_id=survey_id):
            return survey_id not in progress.surveys
        case GoodsTakenBack(receipt_id=receipt_id):
            return receipt_id not in progress.return_receipts
        case ReturnReceiptCorrected(source=source):
            return source.event_id not in progress.return_corrections
        case GoodsGivenInstead(shipment_id=shipment_id):
            return shipment_id not in progress.given_instead
        case ComplaintNoted(complaint_id=complaint_id):
            return heard.source.supersedes(progress.complaints.get(complaint_id))
        case _:
            assert_never(heard)
