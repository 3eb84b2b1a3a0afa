"""What can happen to an expected receipt. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from shared.kernel.money import Money
from shared.kernel.shapes import event, part


class Withdrawal(StrEnum):
    """Why purchasing expects nothing more."""

    CANCELLED = "cancelled"
    CLOSED_SHORT = "closed-short"


@part
class Peg:
    """Whom bought units are for: so many for that line of that sales order.

    Where `order_id` names what care granted a customer, `replacement_for` is the order that it stands in for.
    """

    order_id: str
    order_line_no: int
    quantity: Decimal
    replacement_for: str = ""


@part
class OrderedLine:
    """A line of the purchase order. `net` is what all its units cost together."""

    line_no: int
    sku: str
    quantity: Decimal
    unit_price: Decimal
    net: Money
    pegs: tuple[Peg, ...]


@part
class TakenLine:
    """Accepted units of a line, what they cost, and whom they are for."""

    line_no: int
    accepted: Decimal
    value: Money
    pegs: tuple[Peg, ...]


@event("expected_receipt.opened")
class ReceiptExpected:
    """The supplier has our order and is to bring these goods by that day."""

    supplier_id: str
    warehouse: str
    lines: tuple[OrderedLine, ...]
    sent_on: date
    expected_on: date


@event("expected_receipt.rescheduled")
class ReceiptRescheduled:
    """The supplier confirmed another day, or the one that was expected.

    `told_as` is the version of the purchase order that said so: a lower one is older news.
    """

    expected_on: date
    reason: str
    told_as: int
    rescheduled_on: date


@part
class AmendedLine:
    """How many units of a line are ordered now, and what all of them cost together."""

    line_no: int
    quantity: Decimal
    unit_price: Decimal
    net: Money


@event("expected_receipt.amended")
class ExpectationAmended:
    """Purchasing changed what it had ordered. What has come stays.

    `told_as` is the version of the purchase order that said so: a lower one is older news.
    """

    lines: tuple[AmendedLine, ...]
    reason: str
    told_as: int
    amended_on: date


@event("expected_receipt.goods-taken")
class GoodsTaken:
    """A goods receipt took so many units off what is expected."""

    receipt_id: str
    lines: tuple[TakenLine, ...]
    taken_on: date


@event("expected_receipt.goods-expected-again")
class GoodsExpectedAgain:
    """A goods receipt was corrected: so many of the units that it had taken are still to come."""

    correction_id: str
    receipt_id: str
    lines: tuple[TakenLine, ...]
    expected_again_on: date


@event("expected_receipt.fell-overdue")
class ReceiptFellOverdue:
    """The day has passed, and not everything has come."""

    overdue_from: date


@event("expected_receipt.withdrawn")
class ExpectationWithdrawn:
    """Purchasing cancelled the order or closed it short: what has not come is not expected any more."""

    withdrawal: Withdrawal
    reason: str
    withdrawn_on: date


ExpectedReceiptEvent = (
    ReceiptExpected
    | ReceiptRescheduled
    | ExpectationAmended
    | GoodsTaken
    | GoodsExpectedAgain
    | ReceiptFellOverdue
    | ExpectationWithdrawn
)
