"""What the warehouse tells of goods that leave free of charge: on a topic of their own, so that nobody bills them."""

from datetime import date, datetime
from decimal import Decimal

from shared.kernel.money import Money
from shared.kernel.shapes import part
from shared.published.published import published, upcasts
from shared.published.topics import WAREHOUSE_REPLACEMENT
from shared.published.warehouse import InspectedLine, ReservedLine


@part
class ReplacementLine:
    """Units that go to the customer free of charge; `order_line_no` is the line of the order they stand in for."""

    order_line_no: int
    sku: str
    quantity: Decimal


@published("warehouse.replacement.reserved.v1", topic=WAREHOUSE_REPLACEMENT)
class ReplacementReservedV1:
    """Goods were set aside for what care granted; what is short has to be bought, for the named warehouse."""

    grant_id: str
    return_id: str
    order_id: str
    lines: tuple[ReservedLine, ...]
    short_in: str
    requested_on: date
    reserved_on: date


@published("warehouse.replacement.kept-back.v1", topic=WAREHOUSE_REPLACEMENT)
class ReplacementKeptBackV1:
    """The answer to care, who takes back what it granted: so many units do not leave any more, perhaps none.

    `lines` are all as they stand now; what is not short any more need not be bought.
    """

    revocation_id: str
    grant_id: str
    return_id: str
    order_id: str
    quantity: Decimal
    lines: tuple[ReservedLine, ...]
    kept_back_on: date


@part
class ReplacementShippedLine:
    """Units that left free of charge, and what they stood at in the stock's value."""

    order_line_no: int
    sku: str
    quantity: Decimal
    cost: Money


@published("warehouse.replacement.shipped.v1", topic=WAREHOUSE_REPLACEMENT)
class ReplacementShippedV1:
    """Goods left free of charge: `kind` is `replacement`, `repair` or `not-accepted`. Nobody bills them."""

    shipment_id: str
    grant_id: str
    return_id: str
    order_id: str
    customer_id: str
    kind: str
    warehouse: str
    lines: tuple[ReplacementShippedLine, ...]
    shipped_on: date


@published("warehouse.replacement.delivered.v1", topic=WAREHOUSE_REPLACEMENT)
class ReplacementDeliveredV1:
    """The customer has them."""

    shipment_id: str
    grant_id: str
    return_id: str
    order_id: str
    customer_id: str
    kind: str
    lines: tuple[ReplacementLine, ...]
    signed_by: str
    delivered_at: datetime


@published("warehouse.replacement.returned.v1", topic=WAREHOUSE_REPLACEMENT)
class ReplacementReturnedV1:
    """They could not be delivered and are back in stock, at the cost that they left with."""

    shipment_id: str
    grant_id: str
    return_id: str
    order_id: str
    customer_id: str
    kind: str
    warehouse: str
    lines: tuple[ReplacementShippedLine, ...]
    reason: str
    returned_on: date


@published("warehouse.replacement.lost.v1", topic=WAREHOUSE_REPLACEMENT)
class ReplacementLostV1:
    """The carrier does not have them any more. They may turn up with us: told as returned then, `was_lost`."""

    shipment_id: str
    grant_id: str
    return_id: str
    order_id: str
    customer_id: str
    kind: str
    lines: tuple[ReplacementShippedLine, ...]
    reason: str
    declared_by: str
    lost_on: date


@published("warehouse.replacement.returned.v2", topic=WAREHOUSE_REPLACEMENT)
class ReplacementReturnedV2:
    """They could not be delivered and are back. Those `to_inspect` are not stock before somebody looked at them.

    The others are stock again at once, at the cost that they left with.
    """

    shipment_id: str
    grant_id: str
    return_id: str
    order_id: str
    customer_id: str
    kind: str
    warehouse: str
    lines: tuple[ReplacementShippedLine, ...]
    reason: str
    returned_on: date
    to_inspect: bool
    was_lost: bool = False


@upcasts(ReplacementReturnedV1, to=ReplacementReturnedV2)
def replacement_returned_v2(told: ReplacementReturnedV1) -> ReplacementReturnedV2:
    """Nobody looked at what came back: it was stock again."""
    return ReplacementReturnedV2(
        shipment_id=told.shipment_id,
        grant_id=told.grant_id,
        return_id=told.return_id,
        order_id=told.order_id,
        customer_id=told.customer_id,
        kind=told.kind,
        warehouse=told.warehouse,
        lines=told.lines,
        reason=told.reason,
        returned_on=told.returned_on,
        to_inspect=False,
    )


@published("warehouse.replacement.inspected.v1", topic=WAREHOUSE_REPLACEMENT)
class ReplacementInspectedV1:
    """Goods free of charge that came back undelivered were looked at and put where they belong."""

    shipment_id: str
    inspection_id: str
    grant_id: str
    return_id: str
    order_id: str
    customer_id: str
    kind: str
    warehouse: str
    lines: tuple[InspectedLine, ...]
    inspected_by: str
    inspected_on: date
