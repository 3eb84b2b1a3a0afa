"""Choosing among the offers for a SKU: which hold on a day, and which is best for a quantity."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from services.purchasing.supply_source.events import Offer
from services.purchasing.supply_source.state import SupplySource


def offers_on(source: SupplySource, day: date) -> tuple[Offer, ...]:
    """Of each supplier the offer that holds on that day: of those that have started and not ended, the latest start."""
    holding: dict[str, Offer] = {}
    for offer in source.offers:  # by supplier and first day, so that a later one takes the place of an earlier one
        if offer.valid_from <= day and (offer.valid_until is None or day <= offer.valid_until):
            holding[offer.supplier_id] = offer
    return tuple(holding.values())


def offer_of(source: SupplySource, supplier_id: str, day: date) -> Offer | None:
    """What that supplier offers on that day."""
    return next((offer for offer in offers_on(source, day) if offer.supplier_id == supplier_id), None)


def quantity_to_buy(offer: Offer, quantity: Decimal) -> Decimal:
    """What has to be bought to get that quantity: at least the supplier's minimum."""
    return max(quantity, offer.minimum_quantity)


def best_offer(
    source: SupplySource, quantity: Decimal, day: date, among: Collection[str] | None = None
) -> Offer | None:
    """The cheapest in total for what would have to be bought; then the sooner, the preferred, the lower supplier id.

    Prices in different currencies are not compared. When the offers are in several, only those in the currency of the
    preferred ones count; when these do not agree either, or none is preferred, none is best and a person chooses.
    `among` leaves out suppliers that may not be bought from.
    """
    held = [offer for offer in offers_on(source, day) if among is None or offer.supplier_id in among]
    if len({offer.currency for offer in held}) > 1:
        favoured = {offer.currency for offer in held if offer.preferred}
        held = [offer for offer in held if favoured == {offer.currency}]
    return min(held, key=lambda offer: _rank(offer, quantity), default=None)


def _rank(offer: Offer, quantity: Decimal) -> tuple[Decimal, int, bool, str]:
    total = offer.unit_price * quantity_to_buy(offer, quantity)
    return total, offer.lead_time_days, not offer.preferred, offer.supplier_id
