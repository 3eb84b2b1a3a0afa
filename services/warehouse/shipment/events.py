"""What can happen to a shipment. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date, datetime
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.shapes import event, part


@part
class FreeOfCharge:
    """Why goods leave that nobody bills: as a `replacement` of returned units of an order, back from `repair`, or back
    as they are, `not-accepted`.
    """

    return_id: str
    order_id: str
    kind: str


@part
class DeliveryTerms:
    """What the order, or the return that they are granted for, says about all of its shipments."""

    contract_id: str
    customer_id: str
    deliver_to: str
    requested_on: date
    warranty_months: int
    free_of_charge: FreeOfCharge | None = None
    service_months: int = 0


@part
class ShipmentLine:
    """So many units of one order line."""

    line_no: int
    sku: str
    quantity: Decimal


@part
class ShippedLine:
    """Units of one order line that left, and what they stood at in the stock's value."""

    line_no: int
    sku: str
    quantity: Decimal
    cost: Money


@event("shipment.planned")
class ShipmentPlanned:
    """Goods that are set aside in a warehouse are to go to the customer together.

    `cause_id` is what set them aside; `remainder_of` the shipment that was picked short, empty for any other.
    """

    order_id: str
    warehouse: str
    terms: DeliveryTerms
    lines: tuple[ShipmentLine, ...]
    cause_id: str
    remainder_of: str
    planned_on: date


@event("shipment.extended")
class ShipmentExtended:
    """More goods were set aside that can go with it."""

    lines: tuple[ShipmentLine, ...]
    cause_id: str
    extended_on: date


@event("shipment.reduced")
class ShipmentReduced:
    """These goods do not go with it: the customer wants less, or somebody took them for another order."""

    reduction_id: str
    lines: tuple[ShipmentLine, ...]
    reason: str
    reduced_on: date


@event("shipment.picked")
class ShipmentPicked:
    """The goods were taken off the shelf: as planned, or what was found of it."""

    lines: tuple[ShipmentLine, ...]
    picked_by: str
    picked_on: date


@event("shipment.split")
class ShipmentSplit:
    """Less was picked than planned: these goods go later, with a shipment of their own."""

    order_id: str
    warehouse: str
    terms: DeliveryTerms
    lines: tuple[ShipmentLine, ...]
    split_on: date


@event("shipment.picking-undone")
class PickingUndone:
    """The goods are back on the shelf: to be picked anew."""

    reason: str
    undone_by: str
    undone_on: date


@event("shipment.packed")
class ShipmentPacked:
    """The goods are in packages."""

    packages: int
    weight_kg: Decimal | None
    packed_by: str
    packed_on: date


@event("shipment.packing-undone")
class PackingUndone:
    """The packages were opened: to be packed anew."""

    reason: str
    undone_by: str
    undone_on: date


@event("shipment.shipped")
class ShipmentShipped:
    """The carrier has the goods. Facts of earlier days do not name who handed them over."""

    order_id: str
    warehouse: str
    lines: tuple[ShippedLine, ...]
    carrier: str
    tracking_number: str
    shipped_on: date
    shipped_by: str = ""


@part
class FoundGoods:
    """Goods of an order that had been given up as lost."""

    order_id: str
    warehouse: str
    lines: tuple[ShippedLine, ...]


@event("shipment.delivered", happened="delivered_at")
class ShipmentDelivered:
    """Somebody signed for the goods; the hash names the document that proves it.

    Where it had been given up as lost, the `found` goods turned up at the customer's after all.
    """

    signed_by: str
    proof_sha256: str
    delivered_at: datetime
    found: FoundGoods | None = None


@event("shipment.delivery-failed")
class DeliveryFailed:
    """The carrier could not hand the goods over."""

    reason: str
    failed_on: date


@event("shipment.redelivery-started")
class RedeliveryStarted:
    """The goods are on their way once more."""

    carrier: str
    tracking_number: str
    started_on: date


@event("shipment.returned")
class ShipmentReturned:
    """The goods that could not be delivered are back.

    Those that are `to_inspect` are not stock before somebody has looked at them; in earlier days they were at once.
    """

    order_id: str
    warehouse: str
    lines: tuple[ShippedLine, ...]
    reason: str
    returned_on: date
    to_inspect: bool = False
    was_lost: bool = False


@event("shipment.lost")
class ShipmentLost:
    """The carrier does not have the goods any more, and nobody else: a person gave them up, and says why."""

    order_id: str
    warehouse: str
    lines: tuple[ShippedLine, ...]
    reason: str
    declared_by: str
    lost_on: date


@part
class LookedAt:
    """What units of a line that came back were found to be, at what they had left with."""

    line_no: int
    sku: str
    good: Decimal
    good_value: Money
    repair: Decimal
    repair_value: Money
    scrap: Decimal
    scrap_cost: Money
    finding: str


@event("shipment.inspected")
class ShipmentInspected:
    """Goods that came back undelivered were looked at one by one. `warehouse` is the site whose stock they go to."""

    inspection_id: str
    order_id: str
    warehouse: str
    lines: tuple[LookedAt, ...]
    inspected_by: str
    inspected_on: date


@event("shipment.cancelled")
class ShipmentCancelled:
    """It will not go: the order's reservation was released, or reduced by all that was in it."""

    reason: str
    cancelled_on: date


ShipmentEvent = (
    ShipmentPlanned
    | ShipmentExtended
    | ShipmentReduced
    | ShipmentPicked
    | ShipmentSplit
    | PickingUndone
    | ShipmentPacked
    | PackingUndone
    | ShipmentShipped
    | ShipmentDelivered
    | DeliveryFailed
    | RedeliveryStarted
    | ShipmentReturned
    | ShipmentLost
    | ShipmentInspected
    | ShipmentCancelled
)
