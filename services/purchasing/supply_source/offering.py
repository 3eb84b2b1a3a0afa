"""Offering a SKU, and withdrawing the offer."""

from datetime import date

from services.purchasing.supplier.clearing import SupplierUnknown
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.state import Unregistered
from services.purchasing.supply_source.events import (
    Offer,
    SupplyOffered,
    SupplyOfferWithdrawn,
    SupplySourceEvent,
)
from services.purchasing.supply_source.state import SupplySource
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class OfferEndsBeforeItStarts(Rejection):
    """The offer's last day is before its first."""

    code = "purchasing.supply-source.ends-before-it-starts"
    ground = Ground.UNACCEPTABLE


class NoSuchOffer(Rejection):
    """The supplier has made no offer for this SKU."""

    code = "purchasing.supply-source.no-such-offer"
    ground = Ground.NOT_FOUND


@command
class OfferSupply:
    """Note what a supplier offers. The sender gives the supplier's stream."""

    offer: Offer
    by: str
    on: date


@command
class WithdrawOffer:
    """Let none of the supplier's offers for the SKU hold any more."""

    supplier_id: str
    reason: str
    by: str
    on: date


def offer_supply(request: OfferSupply, source: SupplySource, given: Given) -> list[SupplySourceEvent]:
    """An offer may be collected from any registered supplier; whether we may buy is asked when we buy."""
    offer = request.offer
    if isinstance(given.of(SUPPLIER, offer.supplier_id), Unregistered):
        raise SupplierUnknown("register it first", field="supplier_id")
    if offer.valid_until is not None and offer.valid_until < offer.valid_from:
        raise OfferEndsBeforeItStarts(f"from {offer.valid_from} until {offer.valid_until}", field="valid_until")
    if offer in source.offers:
        return []
    return [SupplyOffered(offer=offer, offered_by=request.by, offered_on=request.on)]


def withdraw_offer(request: WithdrawOffer, source: SupplySource) -> list[SupplySourceEvent]:
    """Withdrawn twice, it happens once."""
    if request.supplier_id in source.withdrawn:
        return []
    if all(offer.supplier_id != request.supplier_id for offer in source.offers):
        raise NoSuchOffer(f"{request.supplier_id} offers nothing here", field="supplier_id")
    return [
        SupplyOfferWithdrawn(
            supplier_id=request.supplier_id,
            reason=request.reason,
            withdrawn_by=request.by,
            withdrawn_on=request.on,
        )
    ]
