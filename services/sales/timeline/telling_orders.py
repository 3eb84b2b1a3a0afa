"""What is told of orders: what sales did with them, and what accounting, the warehouse and care said."""

from typing import Final, assert_never

from services.sales.fulfilment.timing import Wait
from services.sales.order.buying import (
    BoughtFact,
    BoughtGoodsReceived,
    BoughtReceiptCorrected,
    GoodsBought,
    PurchaseGivenUp,
    PurchaseRescheduled,
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
    OrderCancelled,
    OrderCompleted,
    OrderConfirmed,
    OrderEvent,
    OrderHeld,
    OrderHoldReleased,
    OrderPlaced,
    OrderReopened,
    PaymentReceived,
    PaymentTakenBack,
    PurchaseCalledOff,
    ReservationReleased,
    ShipmentReturned,
    SurveySent,
    WarrantyStarted,
)
from services.sales.order.irregular import IrregularityAcknowledged
from services.sales.order.lateness import OrderAlarmCleared, OrderAlarmRaised
from services.sales.order.owing import (
    InvoiceCreditCancelled,
    InvoiceDisputed,
    InvoiceDisputeEnded,
    InvoiceFellOverdue,
    OwedFact,
)
from services.sales.order.progress import reason_of
from services.sales.order.shipping_again import ReservationRenewed, ShipmentLost, ShippingAgainRequested
from services.sales.order.shrinking import CreditReduced, OrderAmended, OrderReductionRequested, ReservationReduced
from services.sales.order.taking_back import ReturnReceiptCorrected
from services.sales.timeline.entry import Entry, actor_of, number, quantities
from shared.kernel.decider import Fact
from shared.kernel.money import Money

_LATE: Final[dict[str, str]] = {
    Wait.CREDIT: "accounting's answer about credit",
    Wait.STOCK: "the warehouse's answer about stock",
    Wait.REDUCTION: "the warehouse's answer about what it can give back",
    Wait.SHIPMENT: "the shipment of everything ordered",
    Wait.DELIVERY: "the proof of delivery",
    Wait.BILLING: "the invoice for what was delivered",
    Wait.PAYMENT: "the payment of what was billed",
}


def tell_order(fact: Fact[OrderEvent]) -> Entry:
    """The entry of a fact."""
    told = fact.data
    match told:
        case OrderPlaced(lines=lines):
            what = f"Order placed: {len(lines)} {'line' if len(lines) == 1 else 'lines'}"
            return _ours(fact, what, told.net)
        case OrderConfirmed():
            return _ours(fact, "Order confirmed: credit is there and no hold is left")
        case OrderCompleted():
            return _ours(fact, _completed(told))
        case OrderReopened():
            return _ours(fact, "Order reopened: something is owed again")
        case OrderCancelled(reason=reason):
            return _ours(fact, f"Order cancelled: {reason}")
        case OrderHeld(name=name, reason=reason):
            return _ours(fact, f"Order held ({name}): {reason}")
        case OrderHoldReleased(name=name, reason=reason):
            return _ours(fact, f"Hold released ({name}): {reason}")
        case OrderReductionRequested(lines=lines, reason=reason):
            return _ours(fact, f"Asked to reduce the order to {quantities(lines)}: {reason}")
        case OrderAmended(lines=lines, net=net, reason=reason):
            reduced = ", ".join(
                f"line {line.line_no} from {number(line.old_quantity)} to {number(line.quantity)}" for line in lines
            )
            return _ours(fact, f"Order reduced, {reduced}: {reason}", net)
        case ShippingAgainRequested(reason=reason):
            return _ours(fact, f"Asked to ship again what came back: {reason}")
        case OrderAlarmRaised(name=name, since=since):
            return _ours(fact, f"Alarm: {_LATE.get(name, name)} should have come by {since:%Y-%m-%d %H:%M} UTC")
        case OrderAlarmCleared(name=name):
            return _ours(fact, f"Alarm over: {_LATE.get(name, name)} has come, or is not waited for any more")
        case IrregularityAcknowledged(name=name, reason=reason):
            return _ours(fact, f"Irregularity looked at ({name}): {reason}")
        case CreditReserved() | CreditHeld() | CreditRefused() | CreditGivenBack() | CreditReduced():
            return _told_of_credit(fact.id, told)
        case DeliveryBlocked() | DeliveryUnblocked():
            return _told_of_delivery(fact.id, told)
        case GoodsReserved() | ReservationReleased() | ReservationReduced() | ReservationRenewed():
            return _told_of_supply(fact.id, told)
        case GoodsShipped() | GoodsDelivered() | ShipmentReturned() | ShipmentLost():
            return _told_by_warehouse(told)
        case InvoicePosted() | PaymentReceived() | PaymentTakenBack() | DebtWrittenOff() | InvoiceCredited():
            return _told_of_invoice(told)
        case InvoiceFellOverdue() | InvoiceDisputed() | InvoiceDisputeEnded() | InvoiceCreditCancelled():
            return _told_of_debt(told)
        case PurchaseCalledOff(reason=reason, kept=kept):
            what = f"Nothing more is bought for the order: {reason}"
            what += f"; {len(kept)} purchase orders are with their suppliers" if kept else ""
            return _heard(told, "purchasing", what, f"requisition {told.requisition_id}")
        case (
            GoodsBought() | PurchaseRescheduled() | BoughtGoodsReceived() | BoughtReceiptCorrected() | PurchaseGivenUp()
        ):
            return _told_of_purchase(told)
        case WarrantyStarted() | SurveySent() | ComplaintNoted():
            return _told_by_care(told)
        case GoodsTakenBack() | ReturnReceiptCorrected() | GoodsGivenInstead():
            return _told_of_return(told)
        case _:
            assert_never(told)


def _completed(told: OrderCompleted) -> str:
    what = "Order completed: everything is delivered, billed and paid"
    taken_off = [
        verb for verb, is_so in (("credited", told.was_credited), ("written off", told.was_written_off)) if is_so
    ]
    return f"{what}, but for what was {' and '.join(taken_off)}" if taken_off else what


def _ours(fact: Fact[OrderEvent], what: str, amount: Money | None = None) -> Entry:
    return Entry(what=what, who=actor_of(fact), document=f"order {fact.id}", amount=amount)


def _heard(
    told: HeardFact, department: str, what: str, document: str, *, amount: Money | None = None, who: str = ""
) -> Entry:
    return Entry(
        what=what,
        who=who or told.source.by or department,
        document=document,
        amount=amount,
        department=department,
        caused_by=told.source.event_id,
    )


def _told_of_credit(
    order_id: str, told: CreditReserved | CreditHeld | CreditRefused | CreditGivenBack | CreditReduced
) -> Entry:
    document = f"order {order_id}"
    match told:
        case CreditReserved(released_by=""):
            return _heard(told, "accounting", "Credit reserved", document, amount=told.amount)
        case CreditReserved(released_by=by):
            return _heard(told, "accounting", "Credit released and reserved", document, amount=told.amount, who=by)
        case CreditHeld():
            what = f"Credit held: {reason_of(told)}"
            return _heard(told, "accounting", what, document, amount=told.amount)
        case CreditRefused(reason=reason, refused_by=by):
            return _heard(told, "accounting", f"Credit refused: {reason}", document, who=by)
        case CreditGivenBack():
            return _heard(told, "accounting", "Credit given back", document, amount=told.amount)
        case CreditReduced(reserved=reserved):
            what = f"Credit reduced, {reserved} stays reserved"
            return _heard(told, "accounting", what, document, amount=told.given_back)
        case _:
            assert_never(told)


def _told_of_delivery(order_id: str, told: DeliveryBlocked | DeliveryUnblocked) -> Entry:
    document = f"order {order_id}"
    match told:
        case DeliveryBlocked():
            return _heard(told, "accounting", f"Delivery blocked: {reason_of(told)}", document, amount=told.amount)
        case DeliveryUnblocked(unblocked_by=by):
            return _heard(told, "accounting", "Delivery unblocked: the goods may leave", document, who=by)
        case _:
            assert_never(told)


def _told_of_supply(
    order_id: str, told: GoodsReserved | ReservationReleased | ReservationReduced | ReservationRenewed
) -> Entry:
    document = f"order {order_id}"
    match told:
        case GoodsReserved(withdrawn_because=because) if because:
            short = ", ".join(f"{number(line.short)} of line {line.line_no}" for line in told.lines if line.short)
            how = "that were set aside are missing" if told.missing else "were taken from the order for others"
            what = f"Goods {how} ({because}); short of {short}"
            return _heard(told, "warehouse", what, document)
        case GoodsReserved():
            verb = "Reservation topped up to" if told.topped_up else "Reserved"
            return _heard(told, "warehouse", _supplied(told, verb), document)
        case ReservationRenewed():
            return _heard(told, "warehouse", _supplied(told, "Set aside again, now"), document)
        case ReservationReleased(reason=reason):
            return _heard(told, "warehouse", f"Reservation released: {reason}", document)
        case ReservationReduced(lines=lines):
            stands = ", ".join(f"{number(line.quantity)} of line {line.line_no}" for line in lines if line.quantity)
            return _heard(told, "warehouse", f"Gave back what had not left; the order stands at {stands}", document)
        case _:
            assert_never(told)


def _told_by_warehouse(told: GoodsShipped | GoodsDelivered | ShipmentReturned | ShipmentLost) -> Entry:
    match told:
        case GoodsShipped(lines=lines, carrier=carrier, tracking_number=tracking, warehouse=warehouse):
            by = f" by {carrier} {tracking}".rstrip() if carrier or tracking else ""
            what = f"Shipped {quantities(lines)} from {warehouse}{by}"
            return _heard(told, "warehouse", what, f"shipment {told.shipment_id}")
        case GoodsDelivered(lines=lines, signed_by=signed_by):
            what = f"Delivered {quantities(lines)}, signed for by {signed_by}"
            return _heard(told, "warehouse", what, f"shipment {told.shipment_id}", who=signed_by)
        case ShipmentReturned(lines=lines, reason=reason):
            what = f"Came back undelivered: {quantities(lines)} ({reason})"
            return _heard(told, "warehouse", what, f"shipment {told.shipment_id}")
        case ShipmentLost(lines=lines, reason=reason):
            what = f"Lost on the way: {quantities(lines)} ({reason})"
            return _heard(told, "warehouse", what, f"shipment {told.shipment_id}")
        case _:
            assert_never(told)


def _supplied(told: GoodsReserved | ReservationRenewed, verb: str) -> str:
    reserved = [f"{number(line.reserved)} of line {line.line_no}" for line in told.lines if line.reserved]
    short = [f"{number(line.short)} of line {line.line_no}" for line in told.lines if line.short]
    what = f"{verb} {', '.join(reserved)}" if reserved else "Nothing could be reserved"
    return f"{what}; short of {', '.join(short)}" if short else what


def _told_of_purchase(told: BoughtFact) -> Entry:
    document = f"purchase order {told.purchase_order_id}"
    match told:
        case GoodsBought(lines=lines, expected_on=expected_on):
            purpose = " for a replacement" if told.is_replacement else ""
            supplier = told.supplier_name or f"supplier {told.supplier_id}"
            what = f"Bought{purpose} {quantities(lines)} from {supplier}, expected by {expected_on}"
            return _heard(told, "purchasing", what, document, amount=told.amount)
        case PurchaseRescheduled():
            return _heard(told, "purchasing", _rescheduled(told), document)
        case BoughtGoodsReceived(accepted=accepted, rejected=rejected, received_by=by):
            taken = f"Received what was bought: {quantities(accepted)}" if accepted else "Nothing bought was accepted"
            what = f"{taken}{''.join(f'; rejected {quantities((one,))} ({one.reason})' for one in rejected)}"
            return _heard(told, "warehouse", what, f"{document}, receipt {told.receipt_id}", who=by)
        case BoughtReceiptCorrected(accepted=accepted, rejected=rejected, reason=reason, corrected_by=by):
            wrong = f"{quantities(accepted)} of what was bought had not come" if accepted else ""
            wrong += f"{'; ' if accepted else ''}{quantities(rejected)} had not been rejected" if rejected else ""
            what = f"Receipt corrected, {wrong}: {reason}"
            return _heard(told, "warehouse", what, f"{document}, receipt {told.receipt_id}", who=by)
        case PurchaseGivenUp(lines=lines, reason=reason):
            how = "cancelled" if told.is_cancelled else "closed short"
            supplier = f" from {told.supplier_name}" if told.supplier_name else ""
            what = f"Purchase {how}, {quantities(lines)} will not come{supplier}: {reason}"
            return _heard(told, "purchasing", what, document)
        case _:
            assert_never(told)


def _rescheduled(told: PurchaseRescheduled) -> str:
    supplier = told.supplier_name or f"Supplier {told.supplier_id}"
    before, day = told.expected_before, told.expected_on
    why = f": {told.reason}" if told.reason else ""
    if before is None or before == day:
        return f"{supplier} confirms {quantities(told.lines)} by {day}{why}"
    moved = "later" if day > before else "earlier"
    return f"{supplier} brings {quantities(told.lines)} {moved}, by {day} and not by {before}{why}"


def _told_of_invoice(
    told: InvoicePosted | PaymentReceived | PaymentTakenBack | DebtWrittenOff | InvoiceCredited,
) -> Entry:
    document = f"invoice {told.number}"
    match told:
        case InvoicePosted(lines=lines, last_due_on=due):
            what = f"Billed {quantities(lines)}, due by {due}" if lines else f"Billed, due by {due}"
            return _heard(told, "accounting", what, document, amount=told.total)
        case PaymentReceived(open=still_open):
            what = f"Payment received, {still_open} still open" if still_open else "Paid in full"
            return _heard(told, "accounting", what, document, amount=told.amount)
        case PaymentTakenBack(open=still_open, reason=reason):
            what = f"Payment taken back, {still_open} open again: {reason}"
            return _heard(told, "accounting", what, document, amount=-told.amount)
        case DebtWrittenOff(reason=reason):
            return _heard(told, "accounting", f"Written off: {reason}", document, amount=told.amount)
        case InvoiceCredited(credit_note_number=credit_note, reason=reason):
            what = f"Credited by credit note {credit_note}: {reason}"
            return _heard(told, "accounting", what, document, amount=-told.total)
        case _:
            assert_never(told)


def _told_of_debt(told: OwedFact) -> Entry:
    document = f"invoice {told.number}"
    match told:
        case InvoiceFellOverdue(due_on=due_on, amount=amount):
            return _heard(told, "accounting", f"Overdue: not paid by {due_on}", document, amount=amount)
        case InvoiceDisputed(amount=amount):
            what = "Contested by the customer: not asked for while the dispute is open"
            return _heard(told, "accounting", what, document, amount=amount)
        case InvoiceDisputeEnded(overdue=overdue):
            late = f", {overdue} is overdue" if overdue else ""
            return _heard(told, "accounting", f"Not contested any more{late}", document)
        case InvoiceCreditCancelled(credit_note_number=credit_note, reason=reason, total=total):
            what = f"Credit note {credit_note} cancelled: {reason}"
            return _heard(told, "accounting", what, document, amount=total)
        case _:
            assert_never(told)


def _told_by_care(told: WarrantyStarted | SurveySent | ComplaintNoted) -> Entry:
    match told:
        case WarrantyStarted(lines=lines):
            until = max((line.until for line in lines), default=told.started_on)
            what = f"Warranty started, until {until} at the latest"
            return _heard(told, "care", what, f"shipment {told.shipment_id}")
        case SurveySent():
            return _heard(told, "care", "Customer asked how it went", f"survey {told.survey_id}")
        case ComplaintNoted(what=what):
            return _heard(told, "care", what, f"complaint {told.complaint_id}")
        case _:
            assert_never(told)


def _told_of_return(told: GoodsTakenBack | ReturnReceiptCorrected | GoodsGivenInstead) -> Entry:
    document = f"return {told.return_id}"
    match told:
        case GoodsTakenBack(lines=lines):
            return _heard(told, "warehouse", f"Sent back by the customer: {quantities(lines)}", document)
        case ReturnReceiptCorrected(lines=lines, reason=reason, corrected_by=by):
            what = f"Receipt corrected, {quantities(lines)} had not been sent back: {reason}"
            return _heard(told, "warehouse", what, document, who=by)
        case GoodsGivenInstead(lines=lines, kind=kind, signed_by=signed_by):
            what = f"Delivered free of charge ({kind}): {quantities(lines)}, signed for by {signed_by}"
            return _heard(told, "warehouse", what, document, who=signed_by)
        case _:
            assert_never(told)
