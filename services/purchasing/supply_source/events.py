"""What can happen to a supply source. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from shared.kernel.shapes import event, part


@part
class Offer:
    """A supplier sells the SKU at that unit price (major units, before tax), from that quantity on, in so many days."""

    supplier_id: str
    unit_price: Decimal
    currency: str
    minimum_quantity: Decimal
    lead_time_days: int
    valid_from: date
    valid_until: date | None
    preferred: bool


@event("supply-source.offered")
class SupplyOffered:
    """A supplier made an offer, or changed the one that starts on the same day."""

    offer: Offer
    offered_by: str
    offered_on: date


@event("supply-source.offer-withdrawn")
class SupplyOfferWithdrawn:
    """None of the supplier's offers for the SKU holds any more."""

    supplier_id: str
    reason: str
    withdrawn_by: str
    withdrawn_on: date


SupplySourceEvent = SupplyOffered | SupplyOfferWithdrawn
