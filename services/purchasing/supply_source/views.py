"""What readers see of supply sources."""

from typing import Final

from sqlalchemy import Integer

from services.purchasing.supply_source.decider import SUPPLY_SOURCE
from services.purchasing.supply_source.events import Offer
from services.purchasing.supply_source.state import SupplySource
from shared.kernel.shapes import document
from shared.projections.view import DocumentView, Shown


@document
class SupplySourceDocument:
    """All offers for one SKU that were not withdrawn, also those that start later or have ended."""

    sku: str
    offers: tuple[Offer, ...]
    suppliers: int


def read(sku: str, source: SupplySource) -> SupplySourceDocument:
    """The supply source, laid flat."""
    return SupplySourceDocument(
        sku=sku,
        offers=source.offers,
        suppliers=len({offer.supplier_id for offer in source.offers}),
    )


SUPPLY_SOURCES: Final = DocumentView(
    name="supply_source",
    decider=SUPPLY_SOURCE,
    document=SupplySourceDocument,
    read=read,
    columns={"suppliers": Shown(Integer())},
    queues={"without-offer": {"suppliers": 0}},
)
