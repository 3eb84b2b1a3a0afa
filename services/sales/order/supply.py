"""What the warehouse tells of an order's lines, in the words of sales."""

from collections.abc import Iterable
from decimal import Decimal

from services.sales.order.quantities import SuppliedLine
from shared.published.warehouse import ReservedLine


def supplied_lines(lines: Iterable[ReservedLine]) -> tuple[SuppliedLine, ...]:
    """How much of each is set aside, wherever it is, and what it is short of."""
    return tuple(
        SuppliedLine(
            line_no=line.line_no,
            reserved=sum((one.quantity for one in line.parts), Decimal(0)),
            short=line.short,
            resolved=line.resolved,
        )
        for line in lines
    )
