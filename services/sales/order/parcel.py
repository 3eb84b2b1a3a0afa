"""What was heard of a shipment."""

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
