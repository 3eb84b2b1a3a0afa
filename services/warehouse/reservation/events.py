"""What can happen to a reservation. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date, datetime
from decimal import Decimal

from services.warehouse.shipment.events import DeliveryTerms, ShipmentLine
from services.warehouse.stock_item.events import Recipient
from shared.kernel.shapes import event, part


@part
class SetAside:
    """Units of an order line in one warehouse."""

    warehouse: str
    quantity: Decimal


@part
class LineMade:
    """An order line as it could be reserved."""

    line_no: int
    sku: str
    ordered: Decimal
    parts: tuple[SetAside, ...]
    short: Decimal


@part
class FirstShipment:
    """The shipment of what one warehouse could set aside at once."""

    warehouse: str
    shipment_id: str


@event("reservation.made")
class ReservationMade:
    """What there is was set aside for a confirmed order; what is short is awaited in `short_in`."""

    terms: DeliveryTerms
    lines: tuple[LineMade, ...]
    short_in: str
    shipments: tuple[FirstShipment, ...]
    made_on: date


@event("reservation.topped-up")
class ReservationToppedUp:
    """Units that an order line had waited for are set aside, and go with that shipment.

    `fill_id` is the fact on the stock item that gave them. `purchase_order_id` is what they came with, where they did
    not become free otherwise.
    """

    fill_id: str
    line_no: int
    sku: str
    warehouse: str
    quantity: Decimal
    shipment_id: str
    terms: DeliveryTerms
    topped_up_on: date
    purchase_order_id: str = ""


@event("reservation.remainder-noted")
class RemainderNoted:
    """A shipment was picked short; another one takes the rest."""

    shipment_id: str
    noted_on: date


@part
class MovedLine:
    """Units of an order line that left or came back."""

    line_no: int
    quantity: Decimal


@event("reservation.goods-shipped")
class ReservedGoodsShipped:
    """Units that were set aside left with a shipment."""

    shipment_id: str
    warehouse: str
    lines: tuple[MovedLine, ...]
    shipped_on: date


@event("reservation.goods-returned")
class ReservedGoodsReturned:
    """Units that had left with a shipment are back undelivered (once inspected, for anybody), or were given up as lost.

    `warehouse` is the one that they had left from; facts of earlier days do not name it.
    """

    shipment_id: str
    lines: tuple[MovedLine, ...]
    returned_on: date
    warehouse: str = ""


@event("reservation.lost-goods-delivered")
class LostGoodsDelivered:
    """Units that had been given up as lost turned up at the customer's, before anybody decided about them."""

    shipment_id: str
    warehouse: str
    lines: tuple[MovedLine, ...]
    delivered_on: date


@part
class WantedLine:
    """So many units a line is to be for: fewer than before, or none."""

    line_no: int
    quantity: Decimal


@event("reservation.reduction-noted")
class ReductionNoted:
    """The customer wants less of an order whose confirmation was not heard yet: remembered until it is."""

    reduction_id: str
    lines: tuple[WantedLine, ...]
    reason: str
    requested_by: str
    noted_on: date


@event("reservation.reduction-begun")
class ReductionBegun:
    """The customer wants less: it is looked up which of these shipments are still to be picked."""

    reduction_id: str
    lines: tuple[WantedLine, ...]
    reason: str
    requested_by: str
    shipments: tuple[str, ...]
    begun_on: date


@part
class ReducedLine:
    """A line that is for less than before.

    The difference is what had come back undelivered (`returned`, by the warehouse that it had left from), what was
    short, and what was set aside and is given back.
    """

    line_no: int
    sku: str
    ordered_before: Decimal
    ordered: Decimal
    returned: tuple[SetAside, ...]
    short: Decimal
    given_back: tuple[SetAside, ...]

    @property
    def kept_back(self) -> Decimal:
        """Units that were still to leave, and do not any more."""
        return sum((one.quantity for one in self.given_back), self.short)


@part
class ReducedShipment:
    """A shipment that these units do not go with any more; called off when nothing else was in it."""

    shipment_id: str
    lines: tuple[ShipmentLine, ...]
    called_off: bool


@event("reservation.reduced")
class ReservationReduced:
    """The order is for less, as far as its goods are here: these lines and shipments shrank, perhaps none.

    What was short was awaited in `short_in`.
    """

    reduction_id: str
    lines: tuple[ReducedLine, ...]
    shipments: tuple[ReducedShipment, ...]
    short_in: str
    reason: str
    reduced_on: date


@part
class RenewedLine:
    """Units of a line that came back undelivered (by the warehouse that they had left from) and are to go again.

    So many are set aside in `parts`; the others are short.
    """

    line_no: int
    sku: str
    returned: tuple[SetAside, ...]
    parts: tuple[SetAside, ...]
    short: Decimal


@event("reservation.renewed")
class ReservationRenewed:
    """What came back undelivered is to be shipped again: these lines, perhaps none; what is short waits in `short_in`.

    `shipments` are those of what could be set aside at once.
    """

    request_id: str
    terms: DeliveryTerms
    lines: tuple[RenewedLine, ...]
    short_in: str
    shipments: tuple[FirstShipment, ...]
    reason: str
    requested_by: str
    renewed_on: date


@part
class WithdrawnLine:
    """Units of a line that were set aside in that warehouse, and are not any more: the line waits for them again."""

    line_no: int
    sku: str
    warehouse: str
    quantity: Decimal


@part
class MissingGoods:
    """Units that are set aside for an order line, in a shipment that is still to be picked, and that are not there."""

    order_id: str
    line_no: int
    sku: str
    shipment_id: str
    quantity: Decimal


@event("reservation.goods-withdrawn")
class ReservedGoodsWithdrawn:
    """Goods that were to be picked were taken from the order: they are awaited again, in `short_in`.

    A person gave them to the line that is named, or else to the other orders that had waited longest; or they are
    `missing`: a stock count did not find them, or they had not come, as a corrected receipt says. Then they are still
    owed on `purchase_order_id`, where it names one.
    """

    withdrawal_id: str
    lines: tuple[WithdrawnLine, ...]
    shipments: tuple[ReducedShipment, ...]
    short_in: str
    given_to: Recipient | None
    reason: str
    withdrawn_by: str
    withdrawn_on: date
    missing: bool = False
    purchase_order_id: str = ""


@part
class Release:
    """The lines that hold or await stock of one stock item."""

    warehouse: str
    sku: str
    line_nos: tuple[int, ...]


@event("reservation.released")
class ReservationReleased:
    """The order was cancelled: everything that has not left is given back, and these shipments do not go."""

    reason: str
    releases: tuple[Release, ...]
    shipments: tuple[str, ...]
    released_on: date


@event("reservation.called-off")
class ReservationCalledOff:
    """The order was cancelled before its confirmation was heard: there is nothing to reserve."""

    contract_id: str
    customer_id: str
    reason: str
    called_off_on: date


@event("reservation.delivery-blocked")
class DeliveryBlocked:
    """Accounting checked the customer's credit again: nothing leaves. `told` counts its facts about the customer."""

    reason: str
    told: int
    blocked_on: date


@event("reservation.delivery-unblocked")
class DeliveryUnblocked:
    """Accounting lets the goods leave."""

    told: int
    unblocked_on: date


@event("reservation.order-held")
class OrderHeld:
    """A person in sales holds the order: nothing leaves. `told` counts the order's facts."""

    name: str
    reason: str
    held_by: str
    held_at: datetime
    told: int


@event("reservation.order-hold-released")
class OrderHoldReleased:
    """A person in sales released that hold: the goods leave when nothing else keeps them."""

    name: str
    released_by: str
    released_at: datetime
    told: int


ReservationEvent = (
    ReservationMade
    | ReservationToppedUp
    | RemainderNoted
    | ReservedGoodsShipped
    | ReservedGoodsReturned
    | LostGoodsDelivered
    | ReductionNoted
    | ReductionBegun
    | ReservationReduced
    | ReservationRenewed
    | ReservedGoodsWithdrawn
    | ReservationReleased
    | ReservationCalledOff
    | DeliveryBlocked
    | DeliveryUnblocked
    | OrderHeld
    | OrderHoldReleased
)
