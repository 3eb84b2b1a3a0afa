"""The stages of a tax code's life, and how each fact moves it on."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from services.accounting.tax_code.events import TaxCodeClosed, TaxCodeEvent, TaxCodeNamed, TaxRateSet
from shared.kernel.shapes import part, state


@part
class RatePeriod:
    """A rate and the days it covers, both included."""

    percent: Decimal
    valid_from: date
    valid_until: date | None

    def covers(self, day: date) -> bool:
        """Whether supplies of that day fall under it."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@state
class Unnamed:
    """Nobody has set up this code."""


@state
class Named:
    """In use. Rates in order of their first day, at most one per first day."""

    name: str
    rates: tuple[RatePeriod, ...]


@state
class Closed:
    """Not for supplies from `closed_from` on; for those before it the rates still hold."""

    name: str
    rates: tuple[RatePeriod, ...]
    closed_from: date
    reason: str


TaxCode = Unnamed | Named | Closed


def rate_on(tax_code: TaxCode, day: date) -> Decimal | None:
    """The percent that a supply of that day is taxed at; None when no rate is set for it."""
    match tax_code:
        case Unnamed():
            return None
        case Closed(closed_from=closed_from) if day >= closed_from:
            return None
        case Named(rates=rates) | Closed(rates=rates):
            return next((rate.percent for rate in reversed(rates) if rate.covers(day)), None)
        case _:
            assert_never(tax_code)


def evolve(tax_code: TaxCode, fact: TaxCodeEvent) -> TaxCode:
    """The tax code after the fact. Never refuses: what happened, happened."""
    rates = () if isinstance(tax_code, Unnamed) else tax_code.rates
    match fact:
        case TaxCodeNamed(name=name):
            return Named(name=name, rates=rates)
        case TaxRateSet(percent=percent, valid_from=valid_from, valid_until=valid_until):
            period = RatePeriod(percent=percent, valid_from=valid_from, valid_until=valid_until)
            others = tuple(rate for rate in rates if rate.valid_from != valid_from)
            return _with_rates(tax_code, tuple(sorted((*others, period), key=lambda rate: rate.valid_from)))
        case TaxCodeClosed(closed_from=closed_from, reason=reason):
            match tax_code:
                case Unnamed():
                    return tax_code
                case Named(name=name) | Closed(name=name):
                    return Closed(name=name, rates=rates, closed_from=closed_from, reason=reason)
                case _:
                    assert_never(tax_code)
        case _:
            assert_never(fact)


def _with_rates(tax_code: TaxCode, rates: tuple[RatePeriod, ...]) -> TaxCode:
    match tax_code:
        case Unnamed():
            return tax_code
        case Named(name=name):
            return Named(name=name, rates=rates)
        case Closed(name=name, closed_from=closed_from, reason=reason):
            return Closed(name=name, rates=rates, closed_from=closed_from, reason=reason)
        case _:
            assert_never(tax_code)
