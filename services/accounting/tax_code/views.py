"""What readers see of tax codes."""

from datetime import date
from decimal import Decimal
from typing import Final, Literal, assert_never

from sqlalchemy import Text

from services.accounting.tax_code.decider import TAX_CODE
from services.accounting.tax_code.state import Closed, Named, RatePeriod, TaxCode, Unnamed
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView, Shown

Status = Literal["in-use", "closed"]


@part
class ShownRate:
    """A rate in percent and the days it covers, both included."""

    percent: Decimal
    valid_from: date
    valid_until: date | None


@document
class TaxCodeDocument:
    """A tax code with all its rates. Of the rates that cover a day, the one that began last holds."""

    code: str
    name: str
    status: Status
    rates: tuple[ShownRate, ...]
    closed_from: date | None
    closed_because: str


def read(code: str, tax_code: TaxCode) -> TaxCodeDocument | None:
    """The tax code, laid flat."""
    match tax_code:
        case Unnamed():
            return None
        case Named(name=name, rates=rates):
            return TaxCodeDocument(
                code=code, name=name, status="in-use", rates=_shown(rates), closed_from=None, closed_because=""
            )
        case Closed(name=name, rates=rates, closed_from=closed_from, reason=reason):
            return TaxCodeDocument(
                code=code,
                name=name,
                status="closed",
                rates=_shown(rates),
                closed_from=closed_from,
                closed_because=reason,
            )
        case _:
            assert_never(tax_code)


def _shown(rates: tuple[RatePeriod, ...]) -> tuple[ShownRate, ...]:
    return tuple(
        ShownRate(percent=rate.percent, valid_from=rate.valid_from, valid_until=rate.valid_until) for rate in rates
    )


TAX_CODES: Final = DocumentView(
    name="tax_code",
    decider=TAX_CODE,
    document=TaxCodeDocument,
    read=read,
    columns={"name": Shown(Text()), "status": Shown(Text())},
    filters=("status",),
    order_by=("id", "name"),
)
