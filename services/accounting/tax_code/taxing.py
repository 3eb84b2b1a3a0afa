"""How other documents of this department ask for rates: the streams to read beside a decision, and the answer."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from services.accounting.tax_code.decider import TAX_CODE
from services.accounting.tax_code.rating import EXEMPT
from services.accounting.tax_code.state import rate_on
from shared.kernel.decider import Given, StreamId

_UNTAXED: Final = frozenset({EXEMPT, ""})


def tax_streams(codes: Iterable[str]) -> tuple[StreamId, ...]:
    """The streams that a decision has to be given to tax by these codes."""
    return tuple(TAX_CODE.stream(code) for code in sorted(set(codes) - _UNTAXED))


def rate_of(code: str, day: date, given: Given) -> Decimal | None:
    """The percent of that code on that day; None when it is not set up for the day."""
    return Decimal(0) if code in _UNTAXED else rate_on(given.of(TAX_CODE, code), day)
