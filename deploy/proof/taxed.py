"""The tax rates that a code ever had for a day, by its own history: no clock is asked when somebody knew of them."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from deploy.proof.evidence import Evidence, Logged, by
from services.accounting.tax_code.events import TaxCodeClosed, TaxCodeNamed, TaxRateSet

UNTAXED_CODES: Final = frozenset({"", "EXEMPT"})
TAXED_CHARGES: Final = frozenset({"freight", "other"})
STATED_TAX: Final = "tax"


def half_up(exact: Decimal) -> int:
    """Whole minor units; a half is rounded away from zero."""
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


class Rates:
    """What each tax code's history said of a day, fact by fact.

    Usually that is one rate, and none before it was set. Two remain only where a rate was replaced: which of them an
    invoice was taxed by it says itself.
    """

    def __init__(self, history: Iterable[Logged]) -> None:
        self._history = by(lambda fact: fact.id, history)
        self._known: dict[tuple[str, date], frozenset[Decimal | None]] = {}

    def ever(self, code: str, day: date) -> frozenset[Decimal | None]:
        """In percent, every rate for supplies of that day that ever held; None where there ever was none."""
        if code in UNTAXED_CODES:
            return frozenset({Decimal(0)})
        if (code, day) not in self._known:
            facts = [fact.data for fact in self._history.get(code, [])]
            self._known[code, day] = frozenset(_percent(facts[:count], day) for count in range(len(facts) + 1))
        return self._known[code, day]


def _percent(facts: list[Any], day: date) -> Decimal | None:
    """Of the rates that cover the day, the one that began last; set again, what was set last."""
    covering: list[tuple[date, int, Decimal]] = []
    closed_from: date | None = None
    for number, fact in enumerate(facts):
        match fact:
            case TaxCodeNamed():
                closed_from = None
            case TaxCodeClosed():
                closed_from = fact.closed_from
            case TaxRateSet() if fact.valid_from <= day and (fact.valid_until is None or day <= fact.valid_until):
                covering.append((fact.valid_from, number, fact.percent))
    return max(covering)[2] if covering and (closed_from is None or day < closed_from) else None


async def rates_of(evidence: Evidence) -> Rates:
    """From accounting's log."""
    return Rates(await evidence.facts("accounting", TaxCodeNamed, TaxRateSet, TaxCodeClosed))
