"""What readers see of warranties."""

from datetime import date
from typing import Final, assert_never

from sqlalchemy import Date, Text

from services.care.warranty.decider import WARRANTY
from services.care.warranty.state import Claim, CoveredDelivery, Kept, NothingDelivered, Running, Warranty
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown


@document
class WarrantyDocument:
    """The deliveries of an order and how long each line of them is covered; `until` is the last day of any.

    `claims` are the units that returns hold: they cannot be returned again. `kept` are those that the customer has
    beside the delivered ones, since they kept and pay for so many. `currency` is what the order is paid in, as far as
    care has heard of it.
    """

    order_id: str
    contract_id: str
    customer_id: str
    deliveries: tuple[CoveredDelivery, ...]
    until: date
    claims: tuple[Claim, ...] = ()
    currency: str = ""
    kept: tuple[Kept, ...] = ()


def read(order_id: str, warranty: Warranty) -> WarrantyDocument | None:
    """The warranty, laid flat."""
    match warranty:
        case NothingDelivered():
            return None
        case Running(deliveries=deliveries):
            return WarrantyDocument(
                order_id=order_id,
                contract_id=warranty.contract_id,
                customer_id=warranty.customer_id,
                deliveries=deliveries,
                until=max(
                    (line.until for delivery in deliveries for line in delivery.lines),
                    default=deliveries[-1].started_on,
                ),
                claims=warranty.claims,
                currency=warranty.currency,
                kept=warranty.kept,
            )
        case _:
            assert_never(warranty)


WARRANTIES: Final = DocumentView(
    name="warranty",
    decider=WARRANTY,
    document=WarrantyDocument,
    read=read,
    columns={
        "order_id": Shown(Text()),
        "customer_id": Shown(Text()),
        "contract_id": Shown(Text()),
        "until": Shown(Date()),
    },
    filters=("order_id", "customer_id", "contract_id"),
    order_by=("id", "until"),
)
