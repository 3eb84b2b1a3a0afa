"""Stock over HTTP: read only. Stock moves by receipts, reservations, shipments and counts."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from services.warehouse.item.views import ITEMS
from services.warehouse.stock_item.naming import is_set_apart
from services.warehouse.stock_item.views import STOCK_ITEMS
from shared.handling.work import UnknownDocument
from shared.web.asking import Look
from shared.web.documents import document_routes
from shared.web.fields import Identity
from shared.web.problems import refusals

router = APIRouter(tags=["stock item"])


class AvailabilityHere(BaseModel):
    """One warehouse's stock of the SKU, or what it keeps apart for repair or as scrap."""

    warehouse: str = Field(examples=["main"])
    set_apart: bool = Field(description="not fit for sale: no order gets any, and no sum counts it", examples=[False])
    on_hand: Decimal = Field(examples=["12"])
    reserved: Decimal = Field(description="promised to orders", examples=["4"])
    available: Decimal = Field(description="on hand and promised to nobody", examples=["8"])
    waiting: Decimal = Field(description="what order lines wait for here", examples=["0"])


class Availability(BaseModel):
    """The stock of a SKU that orders are served from, over all warehouses."""

    sku: str = Field(examples=["PUMP-40"])
    on_hand: Decimal = Field(examples=["12"])
    reserved: Decimal = Field(examples=["4"])
    available: Decimal = Field(examples=["8"])
    waiting: Decimal = Field(examples=["0"])
    warehouses: list[AvailabilityHere]


@router.get("/availability/{sku}", name="read availability", responses=refusals(UnknownDocument))
async def read_availability(
    sku: Annotated[Identity, Path(description="stock keeping unit", examples=["PUMP-40"])], runtime: Look
) -> Availability:
    """What there is of a SKU, in sum and by warehouse. One that is listed and never was in stock has nothing.

    It is what may be promised now, not a promise: reserving asks the stock itself. What is kept for repair or as scrap
    is shown by warehouse, and not summed.
    """
    rows = await runtime.reader.totals(
        STOCK_ITEMS.name,
        group_by=("warehouse",),
        sums=("on_hand", "reserved", "available", "waiting"),
        where={"sku": sku},
    )
    if not rows and await runtime.reader.get(ITEMS.name, sku) is None:  # a slip of the pen is not "there is nothing"
        raise UnknownDocument("nothing is listed or in stock under this SKU")
    here = [AvailabilityHere(set_apart=is_set_apart(row["warehouse"]), **row) for row in rows]
    for_sale = [one for one in here if not one.set_apart]
    return Availability(
        sku=sku,
        on_hand=sum((one.on_hand for one in for_sale), Decimal(0)),
        reserved=sum((one.reserved for one in for_sale), Decimal(0)),
        available=sum((one.available for one in for_sale), Decimal(0)),
        waiting=sum((one.waiting for one in for_sale), Decimal(0)),
        warehouses=here,
    )


router.include_router(document_routes(STOCK_ITEMS, "/stock-items", "stock item"))
