"""The offers for one SKU, and how each fact changes them."""

from typing import assert_never

from services.purchasing.supply_source.events import (
    Offer,
    SupplyOffered,
    SupplyOfferWithdrawn,
    SupplySourceEvent,
)
from shared.kernel.shapes import state


@state
class SupplySource:
    """All offers that were made and not withdrawn, by supplier and first day."""

    offers: tuple[Offer, ...] = ()
    withdrawn: tuple[str, ...] = ()


def evolve(source: SupplySource, fact: SupplySourceEvent) -> SupplySource:
    """The supply source after the fact. Never refuses: what happened, happened."""
    match fact:
        case SupplyOffered(offer=offer):
            others = [known for known in source.offers if _place(known) != _place(offer)]
            return SupplySource(
                offers=tuple(sorted([*others, offer], key=_place)),
                withdrawn=tuple(who for who in source.withdrawn if who != offer.supplier_id),
            )
        case SupplyOfferWithdrawn(supplier_id=supplier_id):
            return SupplySource(
                offers=tuple(offer for offer in source.offers if offer.supplier_id != supplier_id),
                withdrawn=tuple(sorted({*source.withdrawn, supplier_id})),
            )
        case _:
            assert_never(fact)


def _place(offer: Offer) -> tuple[str, str]:
    return offer.supplier_id, offer.valid_from.isoformat()
