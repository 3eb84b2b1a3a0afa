"""The tax code's table of contents."""

from typing import Final

from services.accounting.tax_code.events import TaxCodeClosed, TaxCodeNamed, TaxRateSet
from services.accounting.tax_code.rating import (
    CloseTaxCode,
    NameTaxCode,
    SetTaxRate,
    close_tax_code,
    name_tax_code,
    set_tax_rate,
)
from services.accounting.tax_code.state import Closed, Named, TaxCode, Unnamed, evolve
from shared.kernel.decider import Decider

TAX_CODE: Final[Decider[TaxCode]] = Decider(
    category="tax_code",
    initial=Unnamed(),
    evolve=evolve,
    decisions={NameTaxCode: name_tax_code, SetTaxRate: set_tax_rate, CloseTaxCode: close_tax_code},
    events=(TaxCodeNamed, TaxRateSet, TaxCodeClosed),
    shapes=(Unnamed, Named, Closed),
)
