"""The supply source's table of contents."""

from collections.abc import Iterable
from typing import Final

from services.purchasing.supply_source.events import SupplyOffered, SupplyOfferWithdrawn
from services.purchasing.supply_source.offering import (
    OfferSupply,
    WithdrawOffer,
    offer_supply,
    withdraw_offer,
)
from services.purchasing.supply_source.state import SupplySource, evolve
from shared.kernel.decider import Decider, StreamId

SUPPLY_SOURCE: Final[Decider[SupplySource]] = Decider(
    category="supply_source",
    initial=SupplySource(),
    evolve=evolve,
    decisions={OfferSupply: offer_supply, WithdrawOffer: withdraw_offer},
    events=(SupplyOffered, SupplyOfferWithdrawn),
    shapes=(SupplySource,),
)


def sources_of(skus: Iterable[str]) -> tuple[StreamId, ...]:
    """The streams of these SKUs, each once, for decisions that are given them."""
    return tuple(SUPPLY_SOURCE.stream(sku) for sku in sorted(set(skus)))
