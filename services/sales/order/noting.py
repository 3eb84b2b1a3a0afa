"""Noting what other departments tell: never refused, and noted once."""

from typing import assert_never

from services.sales.order.buying import (
    BoughtGoodsReceived,
    BoughtReceiptCorrected,
    GoodsBought,
    PurchaseGivenUp,
    PurchaseRescheduled,
    is_news,
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
from services.sales.order.parcel import Parcel
from services.sales.order.progress import Progress
from services.sales.order.shipping_again import ReservationRenewed, ShipmentLost
from services.sales.order.shrinking import CreditReduced, ReservationReduced
from services.sales.order.state import Order
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
        case ReservationReduced(reduction_id=reduction_id):
            # Not by its age: what was topped up meanwhile does not answer what was asked.
            asked = progress.reduction
            return asked is not None and asked.reduction_id == reduction_id and asked.is_pending
        case ReservationRenewed(request_id=request_id):
            wanted = progress.shipping_again
            return wanted is not None and wanted.request_id == request_id and wanted.is_pending
        case GoodsShipped(shipment_id=shipment_id):
            return not progress.parcels.get(shipment_id, _UNHEARD).shipped
        case GoodsDelivered(shipment_id=shipment_id):
            return not progress.parcels.get(shipment_id, _UNHEARD).delivered
        case ShipmentReturned(shipment_id=shipment_id):
            return not progress.parcels.get(shipment_id, _UNHEARD).returned
        case ShipmentLost(shipment_id=shipment_id):
            known = progress.parcels.get(shipment_id, _UNHEARD)
            return not (known.lost or known.returned or known.delivered)
        case InvoicePosted(invoice_id=invoice_id):
            bill = progress.bills.get(invoice_id)
            return bill is None or bill.total is None
        case (
            PaymentReceived(invoice_id=invoice_id)
            | PaymentTakenBack(invoice_id=invoice_id)
            | DebtWrittenOff(invoice_id=invoice_id)
            | InvoiceFellOverdue(invoice_id=invoice_id)
            | InvoiceDisputed(invoice_id=invoice_id)
            | InvoiceDisputeEnded(invoice_id=invoice_id)
        ):
            bill = progress.bills.get(invoice_id)
            return bill is None or heard.source.supersedes(bill.source)
        case InvoiceCredited(invoice_id=invoice_id, credit_note_id=note_id):
            bill = progress.bills.get(invoice_id)
            return bill is None or note_id not in bill.credit_notes
        case InvoiceCreditCancelled(invoice_id=invoice_id, credit_note_id=note_id):
            bill = progress.bills.get(invoice_id)
            return bill is None or note_id not in bill.cancelled_credit_notes
        case PurchaseCalledOff(requisition_id=requisition_id):
            return requisition_id not in progress.called_off
        case (
            GoodsBought() | PurchaseRescheduled() | BoughtGoodsReceived() | BoughtReceiptCorrected() | PurchaseGivenUp()
        ):
            return is_news(progress.purchases, heard)
        case WarrantyStarted(shipment_id=shipment_id):
            return shipment_id not in progress.warranties
        case SurveySent(survey_id=survey_id):
            return survey_id not in progress.surveys
        case GoodsTakenBack(receipt_id=receipt_id):
            return receipt_id not in progress.return_receipts
        case GoodsGivenInstead(shipment_id=shipment_id):
            return shipment_id not in progress.given_instead
        case ComplaintNoted(complaint_id=complaint_id):
            return heard.source.supersedes(progress.complaints.get(complaint_id))
        case _:
            assert_never(heard)


_UNHEARD = Parcel()
