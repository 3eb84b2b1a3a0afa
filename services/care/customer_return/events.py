"""What can happen to a customer's return. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.care.customer_return.events_of_inspections import InspectionCorrected, ReturnInspected
from shared.kernel.money import Money
from shared.kernel.shapes import event, part


class Basis(StrEnum):
    """What the customer is entitled by: the service that the contract promises begins where the warranty ends.

    In goodwill they are entitled to nothing; of a chargeable return they pay for the repair.
    """

    WARRANTY = "warranty"
    CONTRACT = "contract"
    GOODWILL = "goodwill"
    CHARGEABLE = "chargeable"


class Charged(StrEnum):
    """What the customer owes for: a repair, or goods they kept although others were sent in advance."""

    REPAIR = "repair"
    KEPT_GOODS = "kept-goods"


class Remedy(StrEnum):
    """What the customer gets for returned units."""

    CREDIT = "credit"
    REFUND = "refund"
    REPLACEMENT = "replacement"
    REPAIR = "repair"
    SCRAP = "scrap"
    RETURN_TO_CUSTOMER = "return-to-customer"


class Grade(StrEnum):
    """What an inspection finds a unit to be: fit for sale, to be repaired, or scrap."""

    GOOD = "good"
    REPAIR = "repair"
    SCRAP = "scrap"


@part
class WantedLine:
    """Units of an order line that the customer wants to send back, and what is wrong with them."""

    line_no: int
    quantity: Decimal
    fault: str


@part
class Item:
    """Approved units of one order line that came with one shipment.

    `last_shipment_id` is the one that brought them free of charge, in place of returned ones; empty of the first ones.
    """

    item_no: int
    line_no: int
    sku: str
    shipment_id: str
    quantity: Decimal
    last_shipment_id: str = ""


@part
class ItemQuantity:
    """So many units of an item."""

    item_no: int
    quantity: Decimal


@event("customer_return.requested")
class ReturnRequested:
    """A customer wants to send goods of an order back: not because of the unrelated complaints about the same goods.

    `complaint_line_nos` are the lines that the complaint led to; empty: all of them.
    """

    order_id: str
    contract_id: str
    customer_id: str
    complaint_id: str
    warehouse: str
    lines: tuple[WantedLine, ...]
    reason: str
    requested_by: str
    requested_on: date
    unrelated_complaint_ids: tuple[str, ...] = ()
    complaint_line_nos: tuple[int, ...] = ()

    def is_because_of_complaint(self, line_no: int) -> bool:
        """Whether the complaint led to the return of goods of that line."""
        return bool(self.complaint_id) and (not self.complaint_line_nos or line_no in self.complaint_line_nos)


@part
class AgreedPrice:
    """What the repair of one unit of an order line is to cost the customer, before tax."""

    line_no: int
    unit_price: Money


@event("customer_return.complaint-named")
class ComplaintNamed:
    """Later than it was requested, somebody said which complaint led to it, or which about the same goods did not.

    `complaint_id` is empty where none did; `line_nos` are the lines of the return that it is about.
    """

    complaint_id: str
    unrelated_complaint_ids: tuple[str, ...]
    order_id: str
    customer_id: str
    line_nos: tuple[int, ...]
    named_by: str
    named_on: date


@event("customer_return.approved")
class ReturnApproved:
    """The customer may send these units, until that day. A chargeable one at these prices, `agreed_with` somebody."""

    order_id: str
    basis: Basis
    items: tuple[Item, ...]
    expected_by: date
    approved_by: str
    approved_on: date
    prices: tuple[AgreedPrice, ...] = ()
    agreed_with: str = ""


@event("customer_return.refused")
class ReturnRefused:
    """The customer may not."""

    reason: str
    refused_by: str
    refused_on: date


@event("customer_return.cancelled")
class ReturnCancelled:
    """The customer keeps the goods; `items` are the approved ones that are given back."""

    order_id: str
    items: tuple[Item, ...]
    reason: str
    cancelled_by: str
    cancelled_on: date


@event("customer_return.expired")
class ReturnExpired:
    """These units did not come in time: nobody waits for them any more."""

    order_id: str
    items: tuple[Item, ...]
    expired_on: date


@event("customer_return.received")
class ReturnReceived:
    """These units arrived at the warehouse. `late` are those among them that were not expected any more."""

    order_id: str
    receipt_id: str
    items: tuple[ItemQuantity, ...]
    late: tuple[Item, ...]
    received_on: date


@event("customer_return.receipt-corrected")
class ReturnReceiptCorrected:
    """These units had not come with that receipt. `given_up` are those among them that were not expected any more."""

    order_id: str
    receipt_id: str
    items: tuple[ItemQuantity, ...]
    given_up: tuple[Item, ...]
    reason: str
    corrected_by: str
    corrected_on: date


@event("customer_return.credit-granted")
class CreditGranted:
    """The customer gets the price of these units back."""

    grant_id: str
    item: Item
    reason: str
    granted_by: str
    granted_on: date


@event("customer_return.refund-granted")
class RefundGranted:
    """The customer gets the price of these units back, and what they had paid of it in money."""

    grant_id: str
    item: Item
    reason: str
    granted_by: str
    granted_on: date


@event("customer_return.replacement-granted")
class ReplacementGranted:
    """The customer gets other units of the same goods; `in_advance`, before theirs have come."""

    grant_id: str
    item: Item
    reason: str
    granted_by: str
    granted_on: date
    in_advance: bool = False


@event("customer_return.repair-granted")
class RepairGranted:
    """The customer gets these units back repaired."""

    grant_id: str
    item: Item
    reason: str
    granted_by: str
    granted_on: date


@event("customer_return.scrap-agreed")
class ScrapAgreed:
    """These units are scrap, and the customer gets nothing for them."""

    grant_id: str
    item: Item
    reason: str
    granted_by: str
    granted_on: date


@event("customer_return.not-accepted")
class UnitsNotAccepted:
    """We do not take these units back, of which the inspection made that: they go to the customer as they are."""

    grant_id: str
    item: Item
    grade: Grade
    reason: str
    granted_by: str
    granted_on: date


@event("customer_return.revocation-requested")
class RevocationRequested:
    """It was granted wrongly, and is to be taken back as far as nothing of it was carried out.

    The warehouse answers, unless these units are scrap, of which nobody else has heard. A credit is taken back with its
    credit note, which accounting cancels.
    """

    revocation_id: str
    grant_id: str
    item: Item
    remedy: Remedy
    reason: str
    requested_by: str
    requested_on: date


@event("customer_return.remedy-revoked")
class RemedyRevoked:
    """The customer does not get so many of the granted units: what they get for them is open again."""

    revocation_id: str
    grant_id: str
    item: Item
    revoked_on: date


@event("customer_return.revocation-refused")
class RevocationRefused:
    """The customer gets what was granted: it was carried out, or is about to be."""

    revocation_id: str
    grant_id: str
    reason: str
    refused_on: date


@event("customer_return.goods-delivered", happened="delivered_on")
class GoodsDelivered:
    """The customer has so many of the units that were granted: they are covered as the returned ones were."""

    shipment_id: str
    grant_id: str
    order_id: str
    item: Item
    delivered_on: date


@event("customer_return.goods-came-back")
class GoodsCameBack:
    """So many of the granted units could not be delivered: what the customer gets for them is open again."""

    shipment_id: str
    grant_id: str
    quantity: Decimal
    came_back_on: date


@event("customer_return.units-charged")
class UnitsCharged:
    """The customer owes for these units. `unit_price`, before tax, is the agreed one; None: that of the order."""

    charge_no: int
    kind: Charged
    item: Item
    unit_price: Money | None
    charged_on: date
    order_id: str = ""


@event("customer_return.closed")
class ReturnClosed:
    """Everything that came is settled or charged, and nothing more is to come."""

    closed_on: date


@event("customer_return.ended", happened="ended_on")
class ReturnEnded:
    """The complaint that led to it waits for nothing more of it. Not `settled`: nothing came, or may come."""

    complaint_id: str
    order_id: str
    settled: bool
    ended_on: date


@event("customer_return.resumed", happened="resumed_on")
class ReturnResumed:
    """It was over and goes on: goods came after all, or what was settled is open again. Its complaint waits for it."""

    complaint_id: str
    resumed_on: date


Granted = CreditGranted | RefundGranted | ReplacementGranted | RepairGranted | ScrapAgreed | UnitsNotAccepted

ReturnEvent = (
    ReturnRequested
    | ComplaintNamed
    | ReturnApproved
    | ReturnRefused
    | ReturnCancelled
    | ReturnExpired
    | ReturnReceived
    | ReturnReceiptCorrected
    | ReturnInspected
    | InspectionCorrected
    | CreditGranted
    | RefundGranted
    | ReplacementGranted
    | RepairGranted
    | ScrapAgreed
    | UnitsNotAccepted
    | RevocationRequested
    | RemedyRevoked
    | RevocationRefused
    | GoodsDelivered
    | GoodsCameBack
    | UnitsCharged
    | ReturnClosed
    | ReturnEnded
    | ReturnResumed
)
