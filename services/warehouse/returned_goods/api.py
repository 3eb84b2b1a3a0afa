"""Returned goods over HTTP: pydantic in, command out."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import Field

from services.warehouse.returned_goods.correcting import (
    AsItCame,
    CorrectReturnReceipt,
    CorrectsBelowInspected,
    MoreCame,
    ReceiptUnknown,
    ReceiverCorrects,
)
from services.warehouse.returned_goods.decider import RETURNED_GOODS
from services.warehouse.returned_goods.events import ReceivedItem
from services.warehouse.returned_goods.receiving import (
    Graded,
    InspectReturn,
    MoreThanApproved,
    MoreThanReceived,
    NotAnItem,
    NothingInspected,
    ReceiveReturn,
    ReturnNotExpected,
)
from services.warehouse.returned_goods.regrading import (
    CorrectInspection,
    InspectionUnknown,
    InspectorCorrects,
    OtherNumberInspected,
)
from services.warehouse.returned_goods.views import RETURNED
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.views import wanted_latest
from services.warehouse.site_list.closing import NoteSiteUse
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import repair_stock, scrap_stock, stock_id
from services.warehouse.stock_item.regrading import InspectedGoodsGone
from services.warehouse.stock_item.valuation import AnotherCurrency
from services.warehouse.stock_item.views import STOCK_ITEMS
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Identity, LineNo, OptionalText, Quantity, QuantityOrNone, Reason, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["returned goods"])
ReturnId = Annotated[Identity, Path(description="the return, as care calls it")]
ReceiptId = Annotated[Identity, Path(description="the receipt, as the return shows it")]
InspectionId = Annotated[Identity, Path(description="the inspection, as the return shows it")]
NOTHING = Decimal(0)


class ReceivedItemIn(Strict):
    """So many units of an item arrived, in which condition."""

    item_no: LineNo
    quantity: Quantity
    condition: OptionalText = ""


class ReceiptIn(Strict):
    """What arrived of an approved return, in one part or several."""

    items: Annotated[tuple[ReceivedItemIn, ...], Field(min_length=1, max_length=200)]

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [{"items": [{"item_no": 1, "quantity": "3", "condition": "box of one is dented"}]}]
        }
    }


class CorrectedItemIn(Strict):
    """How many units of an item really came: no more than the receipt says. What is left out stays as it is."""

    item_no: LineNo
    quantity: QuantityOrNone


class ReturnCorrectionIn(Strict):
    """The items of which the receipt says more than came, and how it came to say so."""

    reason: Reason
    items: Annotated[tuple[CorrectedItemIn, ...], Field(min_length=1, max_length=200)]

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "5 typed for 3", "items": [{"item_no": 1, "quantity": "3"}]}]}
    }


class GradedItemIn(Strict):
    """How many of the units were found fit for sale, to be repaired, or scrap; and what was found."""

    item_no: LineNo
    good: QuantityOrNone = NOTHING
    repair: QuantityOrNone = NOTHING
    scrap: QuantityOrNone = NOTHING
    finding: Reason


class InspectionIn(Strict):
    """What the received units were found to be."""

    items: Annotated[tuple[GradedItemIn, ...], Field(min_length=1, max_length=200)]

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "items": [
                        {"item_no": 1, "good": "1", "repair": "1", "scrap": "1", "finding": "one unused, one cracked"}
                    ]
                }
            ]
        }
    }


class RegradingIn(GradedItemIn):
    """What the units of an inspected item are, all of them, and how the inspection came to say something else."""

    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "item_no": 1,
                    "good": "1",
                    "repair": "2",
                    "finding": "two worn seals",
                    "reason": "scrap typed for repair",
                }
            ]
        }
    }


@router.post(
    "/customer-returns/{return_id}/receipts",
    name="receive customer return",
    status_code=201,
    responses=refusals(ReturnNotExpected, NotAnItem, MoreThanApproved, *ALWAYS),
)
async def receive_return(return_id: ReturnId, body: ReceiptIn, ask: Ask) -> DocumentRef:
    """Takes in what a customer sent back. It is not stock before it is inspected."""
    command = ReceiveReturn(
        receipt_id=ask.new_id("receipt"),
        items=tuple(
            ReceivedItem(item_no=item.item_no, quantity=item.quantity, condition=item.condition) for item in body.items
        ),
        by=ask.person,
        on=ask.today,
    )
    stream = RETURNED_GOODS.stream(return_id)
    shown = await ask.document(RETURNED.name, return_id)
    # Of a withdrawn return goods may come to a site that nobody expected any more, and was vacated since.
    used = () if shown is None else (Send(NoteSiteUse(code=shown["warehouse"], used_by=stream), SITE_LIST_STREAM),)
    return await ask.perform(Send(command, stream), *used)


@router.post(
    "/customer-returns/{return_id}/receipts/{receipt_id}/corrections",
    name="correct customer return receipt",
    responses=refusals(
        ReturnNotExpected, ReceiptUnknown, ReceiverCorrects, NotAnItem, MoreCame, CorrectsBelowInspected, *ALWAYS
    ),
)
async def correct_return_receipt(
    return_id: ReturnId, receipt_id: ReceiptId, body: ReturnCorrectionIn, ask: Ask
) -> DocumentRef:
    """Lets a receipt say what came, where it says more. Whoever received the goods cannot.

    Down to what was inspected, and no further. What had not come may still come, until the return's last day.
    """
    command = CorrectReturnReceipt(
        receipt_id=receipt_id,
        items=tuple(AsItCame(item_no=item.item_no, quantity=item.quantity) for item in body.items),
        reason=body.reason,
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, RETURNED_GOODS.stream(return_id)), reason=body.reason)


@router.post(
    "/customer-returns/{return_id}/inspections",
    name="inspect customer return",
    status_code=201,
    responses=refusals(ReturnNotExpected, NotAnItem, MoreThanReceived, NothingInspected, AnotherCurrency, *ALWAYS),
)
async def inspect_return(return_id: ReturnId, body: InspectionIn, ask: Ask) -> DocumentRef:
    """Puts each unit where it belongs: stock, repair stock (`<warehouse>.repair`) or scrap (`<warehouse>.scrap`)."""
    command = InspectReturn(
        inspection_id=ask.new_id("inspection"),
        items=tuple(
            Graded(item_no=item.item_no, good=item.good, repair=item.repair, scrap=item.scrap, finding=item.finding)
            for item in body.items
        ),
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, RETURNED_GOODS.stream(return_id)))


@router.post(
    "/customer-returns/{return_id}/inspections/{inspection_id}/corrections",
    name="regrade customer return",
    responses=refusals(
        ReturnNotExpected,
        InspectionUnknown,
        InspectorCorrects,
        NotAnItem,
        OtherNumberInspected,
        InspectedGoodsGone,
        AnotherCurrency,
        *ALWAYS,
    ),
)
async def correct_inspection(
    return_id: ReturnId, inspection_id: InspectionId, body: RegradingIn, ask: Ask
) -> DocumentRef:
    """Lets an inspection say what the units of an item are: as many as were inspected. Whoever inspected them cannot.

    They leave the stock that they were put into, and go where they belong. Where fewer are left for sale than are set
    aside, orders wait again, of those that are still to be picked: those that want their goods latest.
    """
    shown = await ask.document(RETURNED.name, return_id)
    item = None if shown is None else _inspected_item(shown, inspection_id, body.item_no)
    # Of what is not there the decision says so, and asks for nothing else.
    stocks: tuple[str, ...] = ()
    loses: tuple[str, ...] = ()
    if shown is not None and item is not None:
        warehouse, sku = shown["warehouse"], item["sku"]
        stocks = tuple(stock_id(place, sku) for place in (warehouse, repair_stock(warehouse), scrap_stock(warehouse)))
        loses = await _who_loses(warehouse, sku, Decimal(item["good"]) - body.good, ask)
    command = CorrectInspection(
        inspection_id=inspection_id,
        graded=Graded(item_no=body.item_no, good=body.good, repair=body.repair, scrap=body.scrap, finding=body.finding),
        shipments=loses,
        reason=body.reason,
        by=ask.person,
        on=ask.today,
    )
    read_along = (
        *(STOCK_ITEM.stream(stock) for stock in stocks),
        *(SHIPMENT.stream(shipment_id) for shipment_id in loses),
    )
    return await ask.perform(Send(command, RETURNED_GOODS.stream(return_id), given=read_along), reason=body.reason)


def _inspected_item(shown: Mapping[str, Any], inspection_id: str, item_no: int) -> Mapping[str, Any] | None:
    """What the inspection says of the item."""
    items: Iterator[Mapping[str, Any]] = (
        item
        for inspection in shown["inspections"]
        if inspection["inspection_id"] == inspection_id
        for item in inspection["items"]
    )
    return next((item for item in items if item["item_no"] == item_no), None)


async def _who_loses(warehouse: str, sku: str, fewer: Decimal, ask: Ask) -> tuple[str, ...]:
    """Shipments with as many units as are lacking, where so many fewer are fit for sale."""
    stock = await ask.document(STOCK_ITEMS.name, stock_id(warehouse, sku)) if fewer > 0 else None
    if stock is None:
        return ()
    return await wanted_latest(ask.runtime.reader, warehouse, {sku: fewer - Decimal(stock["available"])})


router.include_router(document_routes(RETURNED, "/customer-returns", "customer return"))
