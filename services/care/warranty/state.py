"""The stages of a warranty's life, and how each fact moves it on."""

from datetime import date
from typing import assert_never

from services.care.warranty.events import CoveredLine, WarrantyEvent, WarrantyStarted
from shared.kernel.shapes import part, state


@part
class CoveredDelivery:
    """One delivery, covered from `started_on`, each line until its own day."""

    shipment_id: str
    started_on: date
    lines: tuple[CoveredLine, ...]


@state
class NothingDelivered:
    """The customer has no goods of this order yet."""


@state
class Running:
    """At least one delivery reached the customer."""

    contract_id: str
    customer_id: str
    deliveries: tuple[CoveredDelivery, ...]


Warranty = NothingDelivered | Running


def evolve(warranty: Warranty, fact: WarrantyEvent) -> Warranty:
    """The warranty after the fact. Never refuses: what happened, happened."""
    delivery = _delivery_of(fact)
    match warranty:
        case NothingDelivered():
            return Running(contract_id=fact.contract_id, customer_id=fact.customer_id, deliveries=(delivery,))
        case Running(contract_id=contract_id, customer_id=customer_id, deliveries=earlier):
            return Running(contract_id=contract_id, customer_id=customer_id, deliveries=(*earlier, delivery))
        case _:
            assert_never(warranty)


def _delivery_of(fact: WarrantyStarted) -> CoveredDelivery:
    return CoveredDelivery(shipment_id=fact.shipment_id, started_on=fact.started_on, lines=fact.lines)
