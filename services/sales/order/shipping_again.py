"""What came back undelivered goes to the customer once more: a person decides it, the warehouse says what it has.

Its facts are stored for ever, as those of `events.py` are.
"""

from datetime import date

from services.sales.order.quantities import LineQuantity, SuppliedLine
from services.sales.order.source import Source
from shared.kernel.records import replace
from shared.kernel.shapes import event, part


@event("order.shipping-again-requested")
class ShippingAgainRequested:
    """A person wants shipped again what came back: the warehouse is asked to set it aside once more."""

    contract_id: str
    request_id: str
    reason: str
    requested_by: str
    requested_on: date


@event("order.reservation-renewed")
class ReservationRenewed:
    """The warehouse set aside again what it has of it: all lines as they stand there now."""

    request_id: str
    lines: tuple[SuppliedLine, ...]
    renewed_on: date
    source: Source


@event("order.shipment-lost")
class ShipmentLost:
    """The carrier does not have the shipment any more: its goods are still owed to the customer."""

    shipment_id: str
    lines: tuple[LineQuantity, ...]
    reason: str
    lost_on: date
    source: Source


@part
class ShippingAgain:
    """The newest request to ship again, and whether the warehouse has answered it."""

    request_id: str
    reason: str
    by: str
    on: date
    is_pending: bool = True


def asked(fact: ShippingAgainRequested) -> ShippingAgain:
    """The request, to be answered."""
    return ShippingAgain(request_id=fact.request_id, reason=fact.reason, by=fact.requested_by, on=fact.requested_on)


def met(known: ShippingAgain | None, fact: ReservationRenewed) -> ShippingAgain | None:
    """The request after the warehouse spoke of it; an answer to another one does not count."""
    if known is None or known.request_id != fact.request_id:
        return known
    return replace(known, is_pending=False)


def is_renewal_news(known: ShippingAgain | None, fact: ReservationRenewed) -> bool:
    """It answers what was asked."""
    return known is not None and known.request_id == fact.request_id and known.is_pending
