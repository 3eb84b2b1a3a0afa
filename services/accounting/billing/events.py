"""What can happen to the billing of an order. Stored for ever: change by a new version, never in place."""

from datetime import date
from decimal import Decimal

from services.accounting.billing.bill import BillCharge, BillLine, Term
from shared.kernel.money import Money
from shared.kernel.shapes import event, part


@part
class OrderedLine:
    """A line as it was ordered, and what we expect to bill for it with tax."""

    line: BillLine
    expected: Money


@part
class MovedQuantity:
    """Units of an order line that moved with a shipment."""

    line_no: int
    quantity: Decimal


@part
class MovedLine:
    """Units of an order line that moved with a shipment, and their share of the line's expected amount."""

    line_no: int
    quantity: Decimal
    expected: Money


@event("billing.opened")
class BillingOpened:
    """An order was placed. `expected` is what we expect to bill for all of it, with charges and tax."""

    contract_id: str
    customer_id: str
    lines: tuple[OrderedLine, ...]
    charges: tuple[BillCharge, ...]
    charges_expected: Money
    expected: Money
    terms: tuple[Term, ...]
    placed_by: str
    placed_on: date


@event("billing.shipment-heard-early")
class ShipmentHeardEarly:
    """A shipment was heard of before its order. `kind` is what happened to it: shipped, delivered, returned."""

    kind: str
    shipment_id: str
    quantities: tuple[MovedQuantity, ...]
    happened_on: date


@event("billing.shipment-noted")
class ShipmentNoted:
    """Goods of the order left; `charges_expected` travels with the first shipment. `expected` is all of it."""

    customer_id: str
    shipment_id: str
    lines: tuple[MovedLine, ...]
    charges_expected: Money
    expected: Money
    shipped_on: date


@event("billing.shipment-return-noted")
class ShipmentReturnNoted:
    """Goods came back undelivered. They are owed to the order again, unless it has been cancelled.

    `charges_expected` are those of the order that were not waited for any more, since nothing was left to take them
    along, and now go with what is to leave again; none where it took them along itself, or where others have.
    """

    customer_id: str
    shipment_id: str
    owed_again: bool
    returned_on: date
    charges_expected: Money | None = None


@event("billing.goods-billed")
class GoodsBilled:
    """Delivered goods are to be invoiced, with the order's charges when they are the first that cover these.

    They are taxed by the day of delivery and invoiced on `billed_on`: the same day, unless a person had to decide.
    """

    contract_id: str
    customer_id: str
    shipment_id: str
    currency: str
    lines: tuple[BillLine, ...]
    charges: tuple[BillCharge, ...]
    terms: tuple[Term, ...]
    delivered_on: date
    billed_on: date


@event("billing.delivery-left-unbilled")
class DeliveryLeftUnbilled:
    """Goods were delivered that the balance does not cover. `because`: exceeds-order, order-cancelled."""

    shipment_id: str
    quantities: tuple[MovedQuantity, ...]
    because: str
    delivered_on: date


@event("billing.unbilled-cleared")
class UnbilledCleared:
    """A person decided that those goods will not be billed."""

    customer_id: str
    shipment_id: str
    reason: str
    cleared_by: str
    cleared_on: date


@event("billing.return-charge-heard-early")
class ReturnChargeHeardEarly:
    """What a customer owes for units of a return was heard of before the order of the goods."""

    charge_id: str
    return_id: str
    kind: str
    line_no: int
    quantity: Decimal
    unit_price: Money | None
    charged_on: date


@event("billing.return-charged")
class ReturnCharged:
    """Units of a return are to be invoiced, under the terms of the order that the goods came with."""

    contract_id: str
    customer_id: str
    return_id: str
    charge_id: str
    charge: BillCharge
    terms: tuple[Term, ...]
    charged_on: date


@event("billing.cancelled")
class BillingCancelled:
    """The order was called off: nothing more is billed without a person's decision."""

    reason: str
    cancelled_on: date


@part
class AmendedLine:
    """A line that is for fewer units than before, and what all of it is expected to be billed at now, with tax."""

    line_no: int
    old_quantity: Decimal
    quantity: Decimal
    expected: Money


@event("billing.amended")
class BillingAmended:
    """The order is for less. By `lowered`, with tax, what has not left is expected to come to less than before.

    Charges and terms stay. Where nothing is left to leave, charges that came back undelivered are in `lowered` too:
    they are billed with what is under way.
    """

    customer_id: str
    lines: tuple[AmendedLine, ...]
    lowered: Money
    reason: str
    amended_by: str
    amended_on: date


BillingEvent = (
    BillingOpened
    | ShipmentHeardEarly
    | ShipmentNoted
    | ShipmentReturnNoted
    | GoodsBilled
    | DeliveryLeftUnbilled
    | UnbilledCleared
    | BillingAmended
    | BillingCancelled
    | ReturnChargeHeardEarly
    | ReturnCharged
)
