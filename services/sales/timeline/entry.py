"""One entry of the timeline, and the words that the tellers share."""

from collections.abc import Iterable
from decimal import Decimal
from enum import IntEnum
from typing import Any

from services.sales.order.buying import RejectedQuantity
from services.sales.order.quantities import LineQuantity
from shared.kernel.decider import Fact
from shared.kernel.money import Money
from shared.kernel.shapes import part


class Chapter(IntEnum):
    """What comes first of things that happened at the very same moment."""

    QUOTATION = 0
    CONTRACT = 1
    ORDER = 2
    END = 3


@part
class Entry:
    """What is told of one fact."""

    what: str
    who: str
    document: str
    amount: Money | None = None
    department: str = "sales"
    caused_by: str = ""


def actor_of(fact: Fact[Any]) -> str:
    """Who did it: a person, or the rule that follows from what a department told or a deadline that passed."""
    return "by rule" if fact.actor.startswith(("department:", "deadline:")) else fact.actor


def number(quantity: Decimal) -> str:
    """A quantity as people write it: 4, not 4.0000."""
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantities(lines: Iterable[LineQuantity | RejectedQuantity]) -> str:
    """``4 of line 1, 2 of line 3``."""
    return ", ".join(f"{number(line.quantity)} of line {line.line_no}" for line in lines)
