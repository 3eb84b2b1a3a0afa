"""What can happen to returned goods. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from services.warehouse.reservation.events import MissingGoods
from services.warehouse.shipment.events import DeliveryTerms
from shared.kernel.money import Money
from shared.kernel.shapes import event, part


@part
class ExpectedItem:
    """Units that may come back; the line of the shipment that they left with had so many units, at that cost.

    `kind` is what they left as, where that was free of charge; `left_from` is the site, empty of earlier days.
    """

    item_no: int
    line_no: int
    sku: str
    shipment_id: str
    quantity: Decimal
    shipped: Decimal
    shipped_cost: Money
    kind: str = ""
    left_from: str = ""


@event("returned_goods.expected")
class ReturnExpected:
    """Care approved a return: these units may come, until that day. `deliver_to` is where they had gone."""

    order_id: str
    contract_id: str
    customer_id: str
    warehouse: str
    deliver_to: str
    items: tuple[ExpectedItem, ...]
    expected_by: date


@event("returned_goods.withdrawn")
class ReturnWithdrawn:
    """Nothing more is expected."""

    reason: str
    withdrawn_on: date


@part
class ReceivedItem:
    """Units of an item that arrived, in which condition."""

    item_no: int
    quantity: Decimal
    condition: str


@event("returned_goods.received")
class ReturnReceived:
    """Units arrived. They are not stock before they are inspected."""

    receipt_id: str
    items: tuple[ReceivedItem, ...]
    received_by: str
    received_on: date


@part
class TakenOffItem:
    """Units of an item that had not come."""

    item_no: int
    quantity: Decimal


@event("returned_goods.receipt-corrected")
class ReturnReceiptCorrected:
    """A receipt said that more came than did: these units may still come."""

    receipt_id: str
    warehouse: str
    taken_off: tuple[TakenOffItem, ...]
    reason: str
    corrected_by: str
    corrected_on: date


@part
class InspectedItem:
    """What units of an item were found to be, at what they had left with."""

    item_no: int
    line_no: int
    sku: str
    good: Decimal
    good_value: Money
    repair: Decimal
    repair_value: Money
    scrap: Decimal
    scrap_cost: Money
    finding: str

    @property
    def looked_at(self) -> Decimal:
        """Units, whatever they were found to be."""
        return self.good + self.repair + self.scrap


@event("returned_goods.inspected")
class ReturnInspected:
    """Units were looked at one by one."""

    inspection_id: str
    warehouse: str
    items: tuple[InspectedItem, ...]
    inspected_by: str
    inspected_on: date


@part
class MovedGoods:
    """Units that the stock of a place has more, or less, and what they are worth there."""

    warehouse: str
    quantity: Decimal
    value: Money


@event("returned_goods.inspection-corrected")
class InspectionCorrected:
    """Units of an item are not what the inspection had said that they `was`, but what they were `found` to be.

    It is so many corrections of the inspection that there have been. `moved` are the stocks that they left, and those
    they went into; where fewer are left for sale than are set aside, `missing` are those who do not get theirs.
    """

    inspection_id: str
    correction_no: int
    warehouse: str
    was: InspectedItem
    found: InspectedItem
    moved: tuple[MovedGoods, ...]
    missing: tuple[MissingGoods, ...]
    reason: str
    corrected_by: str
    corrected_on: date


@event("returned_goods.free-goods-granted")
class FreeGoodsGranted:
    """The customer gets these goods free of charge: `terms` say what for.

    `grade` is what was found of goods that go back as they are; empty of all others. They come from `warehouse`, or
    from where those that came back had left.
    """

    grant_id: str
    line_no: int
    sku: str
    quantity: Decimal
    warehouse: str
    terms: DeliveryTerms
    granted_on: date
    grade: str = ""
    left_from: tuple[str, ...] = ()


ReturnedGoodsEvent = (
    ReturnExpected
    | ReturnWithdrawn
    | ReturnReceived
    | ReturnReceiptCorrected
    | ReturnInspected
    | InspectionCorrected
    | FreeGoodsGranted
)
