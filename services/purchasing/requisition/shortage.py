"""What the warehouse tells of lines that are short, in the words of who buys."""

from collections.abc import Iterable
from datetime import date

from services.purchasing.requisition.lines import RequisitionLine
from shared.published.warehouse import ReservedLine


def short_lines(lines: Iterable[ReservedLine], needed_on: date) -> tuple[RequisitionLine, ...]:
    """Those that lack something, and how much."""
    return tuple(
        RequisitionLine(line_no=line.line_no, sku=line.sku, quantity=line.short, needed_on=needed_on)
        for line in lines
        if line.short > 0
    )
