"""What can happen to a tax code. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date
from decimal import Decimal

from shared.kernel.shapes import event


@event("tax_code.named")
class TaxCodeNamed:
    """The code stands for this kind of supply."""

    name: str
    named_on: date


@event("tax_code.rate-set")
class TaxRateSet:
    """Supplies between these days, both included, are taxed at so many percent. Without a last day, until replaced."""

    percent: Decimal
    valid_from: date
    valid_until: date | None
    set_by: str
    set_on: date


@event("tax_code.closed")
class TaxCodeClosed:
    """Supplies from that day on cannot be taxed by this code any more."""

    closed_from: date
    reason: str


TaxCodeEvent = TaxCodeNamed | TaxRateSet | TaxCodeClosed
