"""Warranties over HTTP: deliveries start them and returns use them up, so there is only reading."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import TypeAdapter

from services.care.warranty.covering import Entitlement, entitlement
from services.care.warranty.views import WARRANTIES, WarrantyDocument
from shared.handling.work import UnknownDocument
from shared.web.asking import Look
from shared.web.documents import document_routes
from shared.web.fields import MOST_LINES, Day, Identity
from shared.web.problems import refusals

router = APIRouter(tags=["warranty"])
OrderId = Annotated[Identity, Path(description="the order whose goods were delivered")]
_DOCUMENT = TypeAdapter(WarrantyDocument)


@router.get(
    "/warranties/{order_id}/entitlement",
    name="check warranty entitlement",
    responses=refusals(UnknownDocument),
)
async def check_entitlement(
    runtime: Look,
    order_id: OrderId,
    line_no: Annotated[int, Query(ge=1, le=MOST_LINES, description="the order's line", examples=[1])],
    on: Annotated[Day | None, Query(description="the day that is asked about; today when left out")] = None,
) -> Entitlement:
    """How many delivered units of the line are covered on that day, and may be returned. One that never came: 0."""
    row = await runtime.reader.get(WARRANTIES.name, order_id)
    if row is None:
        raise UnknownDocument("nothing of this order was delivered")
    warranty = _DOCUMENT.validate_json(row["document"])
    day = on or runtime.clock.now().date()
    return entitlement(warranty.deliveries, warranty.claims, line_no, day, warranty.kept)


router.include_router(document_routes(WARRANTIES, "/warranties", "warranty", plural="warranties"))
