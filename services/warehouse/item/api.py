"""Items over HTTP: pydantic in, command out."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.warehouse.item.decider import ITEM
from services.warehouse.item.listing import (
    DelistItem,
    DescribeItem,
    ItemIsDelisted,
    ItemUnknown,
    ListItem,
    SkuTaken,
)
from services.warehouse.item.views import ITEMS
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Identity, Reason, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["item"])
Sku = Annotated[Identity, Path(description="stock keeping unit", examples=["PUMP-40"])]


class ListingIn(Strict):
    """What is to be offered. `unit` is a code of yours, such as those of UN/ECE Recommendation 20: EA, KGM."""

    name: ShortText
    unit: Identity = "EA"

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"name": "Pump, 40 l/min", "unit": "EA"}]}}


class DescriptionIn(Strict):
    """The right name."""

    name: ShortText

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"name": "Pump, 45 l/min"}]}}


class DelistingIn(Strict):
    """Why it is taken off."""

    reason: Reason

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"reason": "no longer made"}]}}


@router.put("/items/{sku}", name="list item", responses=refusals(SkuTaken, *ALWAYS))
async def list_item(sku: Sku, body: ListingIn, ask: Ask) -> DocumentRef:
    """Puts an item on offer; repeating it in the same words changes nothing."""
    command = ListItem(name=body.name, unit=body.unit, listed_on=ask.today)
    return await ask.perform(Send(command, ITEM.stream(sku)), creates=True)


@router.post("/items/{sku}/description", name="describe item", responses=refusals(ItemUnknown, ItemIsDelisted, *ALWAYS))
async def describe_item(sku: Sku, body: DescriptionIn, ask: Ask) -> DocumentRef:
    """Puts the item's name right."""
    return await ask.perform(Send(DescribeItem(name=body.name, described_on=ask.today), ITEM.stream(sku)))


@router.post("/items/{sku}/delisting", name="delist item", responses=refusals(ItemUnknown, *ALWAYS))
async def delist_item(sku: Sku, body: DelistingIn, ask: Ask) -> DocumentRef:
    """Takes the item off; what is in stock may still leave."""
    command = DelistItem(reason=body.reason, delisted_on=ask.today)
    return await ask.perform(Send(command, ITEM.stream(sku)), reason=body.reason)


router.include_router(document_routes(ITEMS, "/items", "item"))
