"""What becomes of a shipment outside: delivered with proof, not delivered, tried again, or back with us."""

from datetime import UTC, date, datetime
from typing import assert_never

from services.warehouse.shipment.events import (
    DeliveryFailed,
    FoundGoods,
    RedeliveryStarted,
    ShipmentDelivered,
    ShipmentEvent,
    ShipmentReturned,
)
from services.warehouse.shipment.planning import ShipmentIsCancelled, ShipmentUnknown
from services.warehouse.shipment.state import (
    Cancelled,
    Delivered,
    Lost,
    Packed,
    Picked,
    Planned,
    Returned,
    Shipment,
    Shipped,
    Transit,
    Undelivered,
    Unplanned,
)
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class NotShippedYet(Rejection):
    """The goods are still in the warehouse."""

    code = "warehouse.shipment.not-shipped-yet"


class DeliveredAlready(Rejection):
    """The customer has the goods, and somebody signed for them."""

    code = "warehouse.shipment.delivered-already"


class ReturnedAlready(Rejection):
    """The goods are back with us."""

    code = "warehouse.shipment.returned-already"


class GivenUpAsLost(Rejection):
    """The goods were given up as lost: they can only turn up, at the customer's or with us."""

    code = "warehouse.shipment.given-up-as-lost"


class DeliveryHasNotFailed(Rejection):
    """The goods are on their way: nobody reported that they could not be delivered."""

    code = "warehouse.shipment.delivery-has-not-failed"


class DeliveryHasFailed(Rejection):
    """The failed delivery is reported already, for another reason: start the next attempt first."""

    code = "warehouse.shipment.delivery-has-failed"


class DeliveredBeforeShipping(Rejection):
    """Goods cannot be delivered before they were shipped."""

    code = "warehouse.shipment.delivered-before-shipping"
    ground = Ground.UNACCEPTABLE


class DeliveredInTheFuture(Rejection):
    """A delivery is recorded once it has happened."""

    code = "warehouse.shipment.delivered-in-the-future"
    ground = Ground.UNACCEPTABLE


@command
class RecordDelivery:
    """Somebody signed for the goods; the SHA-256 names the document that proves it. `at` is when we are told."""

    signed_by: str
    proof_sha256: str
    delivered_at: datetime
    at: datetime


@command
class RecordDeliveryFailure:
    """The carrier could not hand the goods over."""

    reason: str
    on: date


@command
class StartRedelivery:
    """Try once more; with the same carrier, under the same number, unless another one is named."""

    carrier: str | None
    tracking_number: str | None
    on: date


@command
class ReturnShipment:
    """Take goods back that could not be delivered. They are stock again once they are inspected."""

    reason: str
    on: date


def record_delivery(request: RecordDelivery, shipment: Shipment) -> list[ShipmentEvent]:
    """A proof counts even after the carrier had reported a failure: what happened, happened."""
    match shipment:
        case Unplanned():
            raise ShipmentUnknown("nothing is planned")
        case Planned() | Picked() | Packed():
            raise NotShippedYet("dispatch it first")
        case Shipped(transit=transit) | Undelivered(transit=transit) | Lost(transit=transit):
            _refuse_impossible_moment(request, transit)
            return [
                ShipmentDelivered(
                    signed_by=request.signed_by,
                    proof_sha256=request.proof_sha256,
                    delivered_at=request.delivered_at,
                    found=_found(shipment),
                )
            ]
        case Delivered(signed_by=signed_by, proof_sha256=proof):
            if (signed_by, proof) == (request.signed_by, request.proof_sha256):
                return []
            raise DeliveredAlready(f"{signed_by} signed for it", signed_by=signed_by)
        case Returned(reason=reason):
            raise ReturnedAlready(reason)
        case Cancelled(reason=reason):
            raise ShipmentIsCancelled(reason)
        case _:
            assert_never(shipment)


def _found(shipment: Shipped | Undelivered | Lost) -> FoundGoods | None:
    if not isinstance(shipment, Lost):
        return None
    load = shipment.load
    return FoundGoods(order_id=load.order_id, warehouse=load.warehouse, lines=shipment.transit.lines)


def _refuse_impossible_moment(request: RecordDelivery, transit: Transit) -> None:
    if request.delivered_at > request.at:
        raise DeliveredInTheFuture(f"{request.delivered_at.isoformat()} is still to come", field="delivered_at")
    if request.delivered_at.astimezone(UTC).date() < transit.shipped_on:
        raise DeliveredBeforeShipping(
            f"shipped on {transit.shipped_on.isoformat()}",
            field="delivered_at",
            shipped_on=transit.shipped_on,
        )


def record_delivery_failure(request: RecordDeliveryFailure, shipment: Shipment) -> list[ShipmentEvent]:
    """The goods stay out until they are tried again or come back."""
    match shipment:
        case Unplanned():
            raise ShipmentUnknown("nothing is planned")
        case Planned() | Picked() | Packed():
            raise NotShippedYet("dispatch it first")
        case Shipped():
            return [DeliveryFailed(reason=request.reason, failed_on=request.on)]
        case Undelivered(reason=request.reason):
            return []
        case Undelivered(reason=reason):
            raise DeliveryHasFailed(reason)
        case Delivered(signed_by=signed_by):
            raise DeliveredAlready(f"{signed_by} signed for it", signed_by=signed_by)
        case Returned(reason=reason):
            raise ReturnedAlready(reason)
        case Lost(reason=reason):
            raise GivenUpAsLost(reason)
        case Cancelled(reason=reason):
            raise ShipmentIsCancelled(reason)
        case _:
            assert_never(shipment)


def start_redelivery(request: StartRedelivery, shipment: Shipment) -> list[ShipmentEvent]:
    """Nothing leaves the books again: the goods never came back."""
    match shipment:
        case Unplanned():
            raise ShipmentUnknown("nothing is planned")
        case Planned() | Picked() | Packed():
            raise NotShippedYet("dispatch it first")
        case Shipped(transit=transit):
            if transit.attempts > 1 and _names(request, transit):
                return []
            raise DeliveryHasNotFailed("it is on its way", attempts=transit.attempts)
        case Undelivered(transit=transit):
            carrier = request.carrier or transit.carrier
            # Another carrier knows the goods by a number of its own.
            kept = transit.tracking_number if carrier == transit.carrier else ""
            return [
                RedeliveryStarted(
                    carrier=carrier, tracking_number=request.tracking_number or kept, started_on=request.on
                )
            ]
        case Delivered(signed_by=signed_by):
            raise DeliveredAlready(f"{signed_by} signed for it", signed_by=signed_by)
        case Returned(reason=reason):
            raise ReturnedAlready(reason)
        case Lost(reason=reason):
            raise GivenUpAsLost(reason)
        case Cancelled(reason=reason):
            raise ShipmentIsCancelled(reason)
        case _:
            assert_never(shipment)


def _names(request: StartRedelivery, transit: Transit) -> bool:
    """Whether the request names the carrier that has the goods, or none."""
    return request.carrier in {None, transit.carrier} and request.tracking_number in {
        None,
        transit.tracking_number,
    }


def return_shipment(request: ReturnShipment, shipment: Shipment) -> list[ShipmentEvent]:
    """With the cost that the goods left with; whether they are still worth it, an inspection says."""
    match shipment:
        case Unplanned():
            raise ShipmentUnknown("nothing is planned")
        case Planned() | Picked() | Packed():
            raise NotShippedYet("dispatch it first")
        case Shipped(transit=transit):
            raise DeliveryHasNotFailed("report the failed delivery first", attempts=transit.attempts)
        case Undelivered(load=load, transit=transit) | Lost(load=load, transit=transit):
            return [
                ShipmentReturned(
                    order_id=load.order_id,
                    warehouse=load.warehouse,
                    lines=transit.lines,
                    reason=request.reason,
                    returned_on=request.on,
                    to_inspect=True,
                    was_lost=isinstance(shipment, Lost),
                )
            ]
        case Returned():
            return []
        case Delivered(signed_by=signed_by):
            raise DeliveredAlready(f"{signed_by} signed for it", signed_by=signed_by)
        case Cancelled(reason=reason):
            raise ShipmentIsCancelled(reason)
        case _:
            assert_never(shipment)
