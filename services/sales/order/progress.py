"""How far an order has come: holds, credit, the ledger of its lines, shipments, invoices, alarms.

It is the same whatever the stage, because what other departments report may come early, late, or after the end.
"""

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, assert_never

from services.sales.order.billing import Bill, BillFact, billed
from services.sales.order.buying import (
    BoughtGoodsReceived,
    BoughtReceiptCorrected,
    GoodsBought,
    Purchase,
    PurchaseGivenUp,
    PurchaseRescheduled,
    bought,
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
    InvoiceCredited,
    InvoicePosted,
    OrderHeld,
    OrderHoldReleased,
    PaymentReceived,
    PaymentTakenBack,
    ProgressFact,
    PurchaseCalledOff,
    ReservationReleased,
    ShipmentReturned,
    SurveySent,
    WarrantyStarted,
)
from services.sales.order.irregular import Acknowledgement, IrregularityAcknowledged, acknowledged
from services.sales.order.lateness import OrderAlarmCleared, OrderAlarmRaised
from services.sales.order.ledger import (
    EMPTY,
    NOTHING,
    Ledger,
    bill_again,
    charge,
    come_back,
    credit_line,
    deliver,
    give_instead,
    not_take_back,
    posted,
    ship,
    take_back,
    turn_up,
)
from services.sales.order.owing import (
    InvoiceCreditCancelled,
    InvoiceDisputed,
    InvoiceDisputeEnded,
    InvoiceFellOverdue,
)
from services.sales.order.parcel import Parcel, ParcelFact
from services.sales.order.shipping_again import (
    ReservationRenewed,
    ShipmentLost,
    ShippingAgain,
    ShippingAgainRequested,
    asked,
    met,
)
from services.sales.order.shrinking import (
    CreditReduced,
    OrderAmended,
    OrderReductionRequested,
    Reduction,
    ReservationReduced,
    amended,
    answered,
    requested,
)
from services.sales.order.source import Source
from services.sales.order.taking_back import ReturnReceiptCorrected
from shared.kernel.mappings import without
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import part
from shared.published.sales import OrderLine

CREDIT_HOLD: Final = "credit"
"""The hold that accounting sets and releases; all others are set and released by persons in sales."""


class CreditStatus(StrEnum):
    """What accounting answered to the question for credit."""

    ASKED = "asked"
    RESERVED = "reserved"
    HELD = "held"
    BLOCKED = "blocked"
    REFUSED = "refused"
    GIVEN_BACK = "given-back"


@part
class Credit:
    """Accounting's newest word on the order's credit, with the numbers that explain it."""

    status: CreditStatus = CreditStatus.ASKED
    amount: Money | None = None
    exposure: Money | None = None
    limit: Money | None = None
    standing: str = ""
    by: str = ""
    source: Source | None = None


@part
class Hold:
    """Why the order waits, who said so, and since when; and the shipments that left while it stood, as we heard."""

    reason: str
    by: str
    since: datetime
    overtaken_by: tuple[str, ...] = ()


@part
class Progress:
    """Ledgers by line number; purchases, parcels, bills, holds and alarms by id or name.

    `quantities` are those of lines that are for less by now than when the order was placed.
    """

    credit: Credit = field(default_factory=Credit)
    supply: Source | None = None
    lines: dict[str, Ledger] = field(default_factory=dict)
    parcels: dict[str, Parcel] = field(default_factory=dict)
    bills: dict[str, Bill] = field(default_factory=dict)
    called_off: tuple[str, ...] = ()
    purchases: dict[str, Purchase] = field(default_factory=dict)
    warranties: tuple[str, ...] = ()
    surveys: tuple[str, ...] = ()
    return_receipts: tuple[str, ...] = ()
    return_corrections: tuple[str, ...] = ()
    given_instead: tuple[str, ...] = ()
    complaints: dict[str, Source] = field(default_factory=dict)
    reduction: Reduction | None = None
    shipping_again: ShippingAgain | None = None
    quantities: dict[str, Decimal] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)
    alarms: dict[str, datetime] = field(default_factory=dict)
    acknowledged: dict[str, Acknowledgement] = field(default_factory=dict)

    def line(self, line_no: int) -> Ledger:
        """That line's ledger."""
        return self.lines.get(str(line_no), EMPTY)

    def anything_shipped(self) -> bool:
        """Goods left the warehouse and did not come back."""
        return any(ledger.left > 0 for ledger in self.lines.values())

    def anything_came_back(self) -> bool:
        """Goods came back undelivered, and nobody has decided about them."""
        return any(ledger.came_back for ledger in self.lines.values())

    def everything_shipped(self, lines: Iterable[OrderLine]) -> bool:
        """All that was ordered left the warehouse and did not come back."""
        ledgers = ((line.quantity, self.line(line.line_no)) for line in lines)
        return all(ledger.shipped - ledger.returned >= ordered for ordered, ledger in ledgers)

    def overtaken_holds(self) -> list[str]:
        """The standing holds for which goods left all the same, and did not come back."""
        return [
            name
            for name, hold in self.holds.items()
            if any(self.parcels[shipment_id].is_out for shipment_id in hold.overtaken_by)
        ]


def advance(progress: Progress, fact: ProgressFact) -> Progress:
    """The progress after the fact."""
    match fact:
        case CreditReserved() | CreditHeld() | CreditRefused() | CreditGivenBack() | CreditReduced():
            return _credit(progress, fact)
        case DeliveryBlocked() | DeliveryUnblocked():
            return _delivery(progress, fact)
        case GoodsReserved() | ReservationReleased():
            return _supply(progress, fact)
        case ReservationReduced():
            supplied = _supply(progress, fact) if fact.source.supersedes(progress.supply) else progress
            return replace(supplied, reduction=answered(progress.reduction, fact))
        case ReservationRenewed():
            supplied = _supply(progress, fact) if fact.source.supersedes(progress.supply) else progress
            return replace(supplied, shipping_again=met(progress.shipping_again, fact))
        case ShippingAgainRequested():
            return replace(progress, shipping_again=asked(fact))
        case GoodsShipped() | GoodsDelivered() | ShipmentReturned() | ShipmentLost():
            return _parcel(progress, fact)
        case InvoicePosted() | PaymentReceived() | PaymentTakenBack() | DebtWrittenOff() | InvoiceCredited():
            return _bill(progress, fact)
        case InvoiceFellOverdue() | InvoiceDisputed() | InvoiceDisputeEnded() | InvoiceCreditCancelled():
            return _bill(progress, fact)
        case PurchaseCalledOff(requisition_id=requisition_id):
            return replace(progress, called_off=(*progress.called_off, requisition_id))
        case (
            GoodsBought() | PurchaseRescheduled() | BoughtGoodsReceived() | BoughtReceiptCorrected() | PurchaseGivenUp()
        ):
            return replace(progress, purchases=bought(progress.purchases, fact))
        case WarrantyStarted(shipment_id=shipment_id):
            return replace(progress, warranties=(*progress.warranties, shipment_id))
        case SurveySent(survey_id=survey_id):
            return replace(progress, surveys=(*progress.surveys, survey_id))
        case GoodsTakenBack(receipt_id=receipt_id, lines=lines):
            taken_back = posted(progress.lines, lines, take_back)
            return replace(progress, lines=taken_back, return_receipts=(*progress.return_receipts, receipt_id))
        case ReturnReceiptCorrected(source=source, lines=lines):
            kept = posted(progress.lines, lines, not_take_back)
            return replace(progress, lines=kept, return_corrections=(*progress.return_corrections, source.event_id))
        case GoodsGivenInstead(shipment_id=shipment_id, lines=lines):
            given = posted(progress.lines, lines, give_instead)
            return replace(progress, lines=given, given_instead=(*progress.given_instead, shipment_id))
        case ComplaintNoted(complaint_id=complaint_id, source=source):
            return replace(progress, complaints={**progress.complaints, complaint_id: source})
        case OrderReductionRequested():
            return replace(progress, reduction=requested(fact))
        case OrderAmended(lines=lines):
            quantities = {**progress.quantities, **{str(line.line_no): line.quantity for line in lines}}
            return replace(progress, reduction=amended(progress.reduction, fact), quantities=quantities)
        case OrderHeld(name=name, reason=reason, held_by=by, held_at=at):
            hold = Hold(reason=reason, by=by, since=at)
            return replace(progress, holds={**progress.holds, name: hold})
        case OrderHoldReleased(name=name):
            return replace(progress, holds=without(progress.holds, name))
        case OrderAlarmRaised(name=name, since=since):
            return replace(progress, alarms={**progress.alarms, name: since})
        case IrregularityAcknowledged():
            return replace(progress, acknowledged=acknowledged(progress.acknowledged, fact))
        case OrderAlarmCleared(name=name):
            return replace(progress, alarms=without(progress.alarms, name))
        case _:
            assert_never(fact)


def _overtaken(holds: dict[str, Hold], shipment_id: str) -> dict[str, Hold]:
    """The warehouse had not heard of what persons in sales hold. Accounting's block is its own to explain."""
    return {
        name: hold if name == CREDIT_HOLD else replace(hold, overtaken_by=(*hold.overtaken_by, shipment_id))
        for name, hold in holds.items()
    }


def _credit(
    progress: Progress, fact: CreditReserved | CreditHeld | CreditRefused | CreditGivenBack | CreditReduced
) -> Progress:
    known = progress.credit
    match fact:
        case CreditReserved():
            credit = Credit(
                status=CreditStatus.RESERVED,
                amount=fact.amount,
                exposure=fact.exposure,
                limit=fact.limit,
                by=fact.released_by,
                source=fact.source,
            )
            return replace(progress, credit=credit, holds=without(progress.holds, CREDIT_HOLD))
        case CreditHeld():
            credit = Credit(
                status=CreditStatus.HELD,
                amount=fact.amount,
                exposure=fact.exposure,
                limit=fact.limit,
                standing=fact.standing,
                source=fact.source,
            )
            hold = Hold(reason=reason_of(fact), by="accounting", since=fact.source.at)
            return replace(progress, credit=credit, holds={**progress.holds, CREDIT_HOLD: hold})
        case CreditRefused():
            credit = replace(
                known, status=CreditStatus.REFUSED, by=fact.refused_by, standing=fact.reason, source=fact.source
            )
            return replace(progress, credit=credit)
        case CreditGivenBack():
            credit = replace(known, status=CreditStatus.GIVEN_BACK, amount=fact.amount, by="", source=fact.source)
            return replace(progress, credit=credit)
        case CreditReduced():
            credit = replace(known, amount=fact.reserved, exposure=fact.exposure, source=fact.source)
            return replace(progress, credit=credit)
        case _:
            assert_never(fact)


def _delivery(progress: Progress, fact: DeliveryBlocked | DeliveryUnblocked) -> Progress:
    """The credit stays reserved, but the order is held until its goods may leave."""
    match fact:
        case DeliveryBlocked():
            credit = replace(
                progress.credit,
                status=CreditStatus.BLOCKED,
                exposure=fact.exposure,
                limit=fact.limit,
                standing=fact.standing,
                source=fact.source,
            )
            hold = Hold(reason=reason_of(fact), by="accounting", since=fact.source.at)
            return replace(progress, credit=credit, holds={**progress.holds, CREDIT_HOLD: hold})
        case DeliveryUnblocked():
            credit = replace(
                progress.credit,
                status=CreditStatus.RESERVED,
                exposure=fact.exposure,
                standing="",
                by=fact.unblocked_by,
                source=fact.source,
            )
            return replace(progress, credit=credit, holds=without(progress.holds, CREDIT_HOLD))
        case _:
            assert_never(fact)


def reason_of(held: CreditHeld | DeliveryBlocked) -> str:
    """Why credit was not reserved, or does not let goods leave any more, in words."""
    limit = "no limit set" if held.limit is None else f"a limit of {held.limit}"
    ordered = "ordered" if isinstance(held, CreditHeld) else "not shipped yet"
    return f"{held.amount} {ordered}, {held.exposure} owed or on order, {limit}, standing {held.standing}"


def _supply(
    progress: Progress, fact: GoodsReserved | ReservationReleased | ReservationReduced | ReservationRenewed
) -> Progress:
    told = {} if isinstance(fact, ReservationReleased) else {line.line_no: line for line in fact.lines}
    lines = {number: replace(ledger, reserved=NOTHING, short=NOTHING) for number, ledger in progress.lines.items()}
    for line_no, line in told.items():
        ledger = lines.get(str(line_no), EMPTY)
        lines[str(line_no)] = replace(ledger, reserved=line.reserved, short=line.short, resolved=line.resolved)
    return replace(progress, lines=lines, supply=fact.source)


def _parcel(progress: Progress, fact: ParcelFact) -> Progress:
    known = progress.parcels.get(fact.shipment_id, Parcel())
    match fact:
        case GoodsShipped(carrier=carrier, tracking_number=number):
            parcel = replace(known, shipped=True, carrier=carrier, tracking_number=number)
            lines = posted(progress.lines, fact.lines, ship)
            progress = replace(progress, holds=_overtaken(progress.holds, fact.shipment_id))
        case GoodsDelivered():
            parcel = replace(known, delivered=True, lost=False)
            found = posted(progress.lines, fact.lines, turn_up) if known.lost else progress.lines
            lines = posted(found, fact.lines, deliver)
        case ShipmentReturned():
            parcel = replace(known, returned=True, lost=False)
            lines = progress.lines if known.lost else posted(progress.lines, fact.lines, come_back)
        case ShipmentLost():
            parcel = replace(known, lost=True)
            lines = posted(progress.lines, fact.lines, come_back)
        case _:
            assert_never(fact)
    if fact.source.supersedes(known.source):
        parcel = replace(parcel, source=fact.source)
    return replace(progress, lines=lines, parcels={**progress.parcels, fact.shipment_id: parcel})


def _bill(progress: Progress, fact: BillFact) -> Progress:
    bills = {**progress.bills, fact.invoice_id: billed(progress.bills.get(fact.invoice_id), fact)}
    match fact:
        case InvoicePosted(lines=lines):
            return replace(progress, bills=bills, lines=posted(progress.lines, lines, charge))
        case InvoiceCredited(lines=lines):
            return replace(progress, bills=bills, lines=posted(progress.lines, lines, credit_line))
        case InvoiceCreditCancelled(lines=lines):
            return replace(progress, bills=bills, lines=posted(progress.lines, lines, bill_again))
        case PaymentReceived() | PaymentTakenBack() | DebtWrittenOff():
            return replace(progress, bills=bills)
        case InvoiceFellOverdue() | InvoiceDisputed() | InvoiceDisputeEnded():
            return replace(progress, bills=bills)
        case _:
            assert_never(fact)
