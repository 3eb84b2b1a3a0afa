"""Whom bought units are for: those who are served first, who is left, and what of it is for the same order line."""

from collections.abc import Iterable
from decimal import Decimal

from services.warehouse.expected_receipt.events import Peg
from shared.kernel.records import replace


def first_of(pegs: Iterable[Peg], units: Decimal) -> tuple[Peg, ...]:
    """The pegs that so many units serve, in the order in which purchasing names them."""
    served: list[Peg] = []
    left = units
    for peg in pegs:
        share = min(peg.quantity, left)
        if share <= 0:
            break
        served.append(replace(peg, quantity=share))
        left -= share
    return tuple(served)


def without(pegs: Iterable[Peg], served: Iterable[Peg]) -> tuple[Peg, ...]:
    """The pegs less what was served of each; those that have all they were promised are gone."""
    left = list(pegs)
    for one in served:
        for index, peg in enumerate(left):
            if (peg.order_id, peg.order_line_no) == (one.order_id, one.order_line_no):
                left[index] = replace(peg, quantity=peg.quantity - one.quantity)
                break
    return tuple(peg for peg in left if peg.quantity > 0)


def together(pegs: Iterable[Peg]) -> tuple[Peg, ...]:
    """The pegs, those for the same order line as one."""
    found: dict[tuple[str, int], Peg] = {}
    for peg in pegs:
        known = found.get((peg.order_id, peg.order_line_no))
        found[peg.order_id, peg.order_line_no] = (
            peg if known is None else replace(peg, quantity=known.quantity + peg.quantity)
        )
    return tuple(found.values())
