"""What a purchase order says: the goods, the prices, and whom they are for."""

from collections.abc import Iterable
from decimal import Decimal

from shared.kernel.mappings import summed
from shared.kernel.money import Money, price_of
from shared.kernel.shapes import part
from shared.published.purchasing import Peg


@part
class Need:
    """So many units for that line of the requisition."""

    line_no: int
    quantity: Decimal


def by_line(needs: Iterable[Need]) -> dict[int, Decimal]:
    """How many units they are of each line: purchase orders of long ago may name a line twice."""
    return summed((need.line_no, need.quantity) for need in needs)


@part
class OrderedLine:
    """One line. `net` is quantity times unit price, rounded half up; `needs` may be less than the quantity."""

    line_no: int
    sku: str
    quantity: Decimal
    unit_price: Decimal
    net: Money
    needs: tuple[Need, ...]


@part
class PurchaseTerms:
    """What is bought, from whom, for where. `makers` are all who had a hand in it and so cannot approve it.

    `requisition_id` is None for an order that a buyer wrote by hand, `sales_order_id` unless a customer's order is
    short of the goods. Where that is what care granted a customer, `replacement_for` is the order it stands in for.
    `supplier_name` is what the supplier was called on the day.
    """

    supplier_id: str
    warehouse: str
    currency: str
    lines: tuple[OrderedLine, ...]
    net: Money
    lead_time_days: int
    makers: tuple[str, ...]
    requisition_id: str | None
    sales_order_id: str | None
    replacement_for: str = ""
    supplier_name: str = ""


def line_of(terms: PurchaseTerms, line_no: int) -> OrderedLine | None:
    """The line of that number."""
    return next((line for line in terms.lines if line.line_no == line_no), None)


def ordered_value(line: OrderedLine, quantity: Decimal, currency: str) -> Money:
    """What the first so many units of a line cost by our price, rounded half up once."""
    return price_of(line.unit_price, quantity, currency)


def pegs_of(terms: PurchaseTerms, line: OrderedLine) -> tuple[Peg, ...]:
    """The sales order lines that the goods of a line are for; none when they are for stock."""
    return pegged(terms, line.needs)


def pegged(terms: PurchaseTerms, needs: Iterable[Need]) -> tuple[Peg, ...]:
    """The sales order lines that those needs of the requisition are; none when it is for stock."""
    if terms.sales_order_id is None:
        return ()
    return tuple(
        Peg(
            order_id=terms.sales_order_id,
            order_line_no=need.line_no,
            quantity=need.quantity,
            replacement_for=terms.replacement_for,
        )
        for need in needs
    )
