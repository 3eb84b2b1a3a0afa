"""Returned goods over HTTP: pydantic in, command out."""

from decimal import Decimal
from typing import Annotated

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
from services.warehouse.returned_goods.views import RETURNED
from services.warehouse.site_list.closing import NoteSiteUse
from services.warehouse.site_list.decider import SITE_LIST_STREAM
from services.warehouse.stock_item.valuation import AnotherCurrency
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Identity, LineNo, OptionalText, Quantity, QuantityOrNone, Reason, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["returned goods"])
ReturnId = Annotated[Identity, Path(description="the return, as care calls it")]
ReceiptId = Annotated[Identity, Path(description="the receipt, as the return shows it")]
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


router.include_router(document_routes(RETURNED, "/customer-returns", "customer return"))
