"""The tax id's table of contents."""

from typing import Final

from services.sales.tax_id.claiming import ClaimTaxId, ReleaseTaxId, claim_tax_id, release_tax_id
from services.sales.tax_id.events import TaxIdClaimed, TaxIdReleased
from services.sales.tax_id.state import Holders, evolve
from shared.kernel.decider import Decider

TAX_ID: Final[Decider[Holders]] = Decider(
    category="tax_id",
    initial=Holders(),
    evolve=evolve,
    decisions={ClaimTaxId: claim_tax_id, ReleaseTaxId: release_tax_id},
    events=(TaxIdClaimed, TaxIdReleased),
    shapes=(Holders,),
)
