"""What the warehouse tells of goods that were taken from an order: for others, or because they are not there."""

from datetime import date

from shared.published.published import published
from shared.published.topics import WAREHOUSE_RESERVATION
from shared.published.warehouse import ReservedLine


@published("warehouse.reservation.withdrawn.v1", topic=WAREHOUSE_RESERVATION)
class ReservationWithdrawnV1:
    """Goods were taken from an order, by a person and with a reason: all lines as they stand now.

    Others have them, or they are `missing`: a stock count did not find them, or they had not come, as a corrected
    receipt says. What is short has to be bought, for the named warehouse, but for what is still owed on
    `purchase_order_id`, where it names one.
    """

    order_id: str
    contract_id: str
    customer_id: str
    withdrawal_id: str
    lines: tuple[ReservedLine, ...]
    short_in: str
    requested_on: date
    reason: str
    withdrawn_by: str
    withdrawn_on: date
    missing: bool = False
    purchase_order_id: str = ""
