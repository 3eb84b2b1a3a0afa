"""What was heard of a shipment."""

from collections.abc import Mapping
from typing import assert_never

from services.sales.order.events import GoodsDelivered, GoodsShipped, ShipmentReturned
from services.sales.order.shipping_again import ShipmentLost
from services.sales.order.source import Source
from shared.kernel.shapes import part


@part
class Parcel:
    """What was heard of a shipment. Delivered and returned may be heard before shipped; what is lost may turn up."""

    carrier: str = ""
    tracking_number: str = ""
    shipped: bool = False
    delivered: bool = False
    returned: bool = False
    lost: bool = False
    source: Source | None = None

    @property
    def is_out(self) -> bool:
        """With the customer, or on its way to them."""
        return not (self.returned or self.lost)


ParcelFact = GoodsShipped | GoodsDelivered | ShipmentReturned | ShipmentLost
"""What is told of a shipment."""

_UNHEARD = Parcel()


def is_parcel_news(parcels: Mapping[str, Parcel], fact: ParcelFact) -> bool:
    """Told for the first time. What turned up is not lost, however late that is told."""
    known = parcels.get(fact.shipment_id, _UNHEARD)
    match fact:
        case GoodsShipped():
            return not known.shipped
        case GoodsDelivered():
            return not known.delivered
        case ShipmentReturned():
            return not known.returned
        case ShipmentLost():
            return not (known.lost or known.returned or known.delivered)
        case _:
            assert_never(fact)
