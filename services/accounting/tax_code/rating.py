"""Setting up tax codes and their rates."""

from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.accounting.tax_code.events import TaxCodeClosed, TaxCodeEvent, TaxCodeNamed, TaxRateSet
from services.accounting.tax_code.state import Closed, Named, RatePeriod, TaxCode, Unnamed
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

EXEMPT: Final = "EXEMPT"
"""Untaxed without being set up."""


class ExemptIsFixed(Rejection):
    """EXEMPT is untaxed by itself and cannot be set up otherwise."""

    code = "accounting.tax-code.exempt-is-fixed"
    ground = Ground.UNACCEPTABLE


class TaxCodeUnknown(Rejection):
    """No tax code has been set up under this name."""

    code = "accounting.tax-code.unknown"
    ground = Ground.NOT_FOUND


class TaxCodeIsClosed(Rejection):
    """The tax code is closed; name it again to use it again."""

    code = "accounting.tax-code.closed"


class RateIsInForce(Rejection):
    """Another rate already holds from this day; set the new one from a later day."""

    code = "accounting.tax-code.rate-in-force"


class RateEndsBeforeItBegins(Rejection):
    """The last day of a rate lies before its first."""

    code = "accounting.tax-code.rate-ends-before-it-begins"
    ground = Ground.UNACCEPTABLE


@command
class NameTaxCode:
    """Set up a tax code, rename it, or take a closed one back into use."""

    tax_code: str
    name: str
    named_on: date


@command
class SetTaxRate:
    """Let a rate hold from a day on, until another begins or its last day has passed."""

    percent: Decimal
    valid_from: date
    valid_until: date | None
    by: str
    on: date


@command
class CloseTaxCode:
    """Tax no supplies by this code from a day on."""

    closed_from: date
    reason: str


def name_tax_code(request: NameTaxCode, tax_code: TaxCode) -> list[TaxCodeEvent]:
    """A closed code that is named again is in use again, with the rates it had."""
    if request.tax_code == EXEMPT:
        raise ExemptIsFixed("choose another code", field="code")
    match tax_code:
        case Named(name=request.name):
            return []
        case Unnamed() | Named() | Closed():
            return [TaxCodeNamed(name=request.name, named_on=request.named_on)]
        case _:
            assert_never(tax_code)


def set_tax_rate(request: SetTaxRate, tax_code: TaxCode) -> list[TaxCodeEvent]:
    """A rate can be replaced until the day before it takes effect; documents may have been made by it since."""
    if request.valid_until is not None and request.valid_until < request.valid_from:
        raise RateEndsBeforeItBegins(f"from {request.valid_from} until {request.valid_until}", field="valid_until")
    match tax_code:
        case Unnamed():
            raise TaxCodeUnknown("name it first")
        case Closed(reason=reason):
            raise TaxCodeIsClosed(reason)
        case Named(rates=rates):
            asked = RatePeriod(percent=request.percent, valid_from=request.valid_from, valid_until=request.valid_until)
            there = next((rate for rate in rates if rate.valid_from == request.valid_from), None)
            if there == asked:
                return []
            if there is not None and there.valid_from <= request.on:
                raise RateIsInForce(
                    f"{there.percent} % since {there.valid_from}", field="valid_from", percent=there.percent
                )
            return [
                TaxRateSet(
                    percent=request.percent,
                    valid_from=request.valid_from,
                    valid_until=request.valid_until,
                    set_by=request.by,
                    set_on=request.on,
                )
            ]
        case _:
            assert_never(tax_code)


def close_tax_code(request: CloseTaxCode, tax_code: TaxCode) -> list[TaxCodeEvent]:
    """Closed again from another day, that day holds."""
    match tax_code:
        case Unnamed():
            raise TaxCodeUnknown("name it first")
        case Closed(closed_from=request.closed_from):
            return []
        case Named() | Closed():
            return [TaxCodeClosed(closed_from=request.closed_from, reason=request.reason)]
        case _:
            assert_never(tax_code)
