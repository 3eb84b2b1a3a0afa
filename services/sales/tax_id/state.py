"""Who has a tax id, and how each fact changes it."""

from typing import assert_never

from services.sales.tax_id.events import TaxIdClaimed, TaxIdEvent, TaxIdReleased
from shared.kernel.shapes import state


@state
class Holders:
    """The customers who have it, in the order in which they claimed it: more than one only with branches."""

    customers: tuple[str, ...] = ()


def evolve(holders: Holders, fact: TaxIdEvent) -> Holders:
    """The holders after the fact. Never refuses: what happened, happened."""
    match fact:
        case TaxIdClaimed(customer_id=customer_id):
            return Holders(customers=(*holders.customers, customer_id))
        case TaxIdReleased(customer_id=customer_id):
            return Holders(customers=tuple(one for one in holders.customers if one != customer_id))
        case _:
            assert_never(fact)
