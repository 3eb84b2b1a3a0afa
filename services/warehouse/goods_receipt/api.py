"""Goods receipts over HTTP: pydantic in, command out."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import Field

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.taking import (
    ExceedsExpected,
    LineNotExpected,
    NoLongerExpected,
    NothingExpected,
)
from services.warehouse.goods_receipt.correcting import (
    AsItCame,
    CorrectGoodsReceipt,
    LineNotReceived,
    MoreCame,
    ReceiverCorrects,
)
from services.warehouse.goods_receipt.decider import GOODS_RECEIPT
from services.warehouse.goods_receipt.receiving import (
    BroughtLine,
    LineReceivedTwice,
    NothingCame,
    ReceiveGoods,
    RejectReasonNeeded,
)
from services.warehouse.goods_receipt.views import GOODS_RECEIPTS
from services.warehouse.shipment.decider import SHIPMENT
from services.warehouse.shipment.views import to_pick_for, wanted_latest
from services.warehouse.stock_item.correcting import CorrectsBelowReserved
from services.warehouse.stock_item.decider import STOCK_ITEM
from services.warehouse.stock_item.naming import stock_id
from services.warehouse.stock_item.valuation import AnotherCurrency
from services.warehouse.stock_item.views import STOCK_ITEMS
from shared.handling.work import UnknownDocument
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Identity, LineNo, OptionalText, QuantityOrNone, Reason, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["goods receipt"])
NOTHING = Decimal(0)
ReceiptId = Annotated[Identity, Path(description="the goods receipt")]


class BroughtLineIn(Strict):
    """What came of one line of the purchase order. Rejected units need a reason."""

    purchase_line_no: LineNo
    accepted: QuantityOrNone = NOTHING
    rejected: QuantityOrNone = NOTHING
    reject_reason: Reason | None = None


class GoodsReceiptIn(Strict):
    """A delivery against a purchase order, as it was unloaded and looked at."""

    purchase_order_id: Identity
    supplier_delivery_note: Annotated[OptionalText, Field(max_length=100)] = ""
    lines: Annotated[list[BroughtLineIn], Field(min_length=1, max_length=200)]

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "purchase_order_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11",
                    "supplier_delivery_note": "DN-4711",
                    "lines": [
                        {"purchase_line_no": 1, "accepted": "18", "rejected": "2", "reject_reason": "cracked housing"},
                        {"purchase_line_no": 2, "accepted": "5"},
                    ],
                }
            ]
        }
    }


class CorrectedLineIn(Strict):
    """What really came of one line of the receipt: no more than it says. What is left out stays as it is."""

    purchase_line_no: LineNo
    accepted: QuantityOrNone | None = None
    rejected: QuantityOrNone | None = None


class CorrectionIn(Strict):
    """The lines that say more than came, and how they came to say so."""

    reason: Reason
    lines: Annotated[list[CorrectedLineIn], Field(min_length=1, max_length=200)]

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "reason": "100 typed for 10",
                    "lines": [{"purchase_line_no": 1, "accepted": "10"}],
                }
            ]
        }
    }


@router.post(
    "/goods-receipts",
    name="receive goods",
    status_code=201,
    responses=refusals(
        NothingExpected,
        NoLongerExpected,
        LineNotExpected,
        LineReceivedTwice,
        NothingCame,
        RejectReasonNeeded,
        ExceedsExpected,
        AnotherCurrency,
        *ALWAYS,
    ),
)
async def receive_goods(body: GoodsReceiptIn, ask: Ask) -> DocumentRef:
    """Takes in what a supplier brought: accepted units are stock at once, rejected ones are still owed.

    More than was ordered cannot be accepted: what is too much is rejected and goes back.
    """
    command = ReceiveGoods(
        purchase_order_id=body.purchase_order_id,
        supplier_delivery_note=body.supplier_delivery_note,
        lines=tuple(
            BroughtLine(
                purchase_line_no=line.purchase_line_no,
                accepted=line.accepted,
                rejected=line.rejected,
                reject_reason=line.reject_reason or "",
            )
            for line in body.lines
        ),
        by=ask.person,
        on=ask.today,
    )
    expected = EXPECTED_RECEIPT.stream(body.purchase_order_id)
    return await ask.perform(
        Send(command, GOODS_RECEIPT.stream(ask.new_id()), given=(expected,)),
        creates=True,
    )


@router.post(
    "/goods-receipts/{receipt_id}/corrections",
    name="correct goods receipt",
    responses=refusals(
        ReceiverCorrects,
        LineNotReceived,
        LineReceivedTwice,
        MoreCame,
        CorrectsBelowReserved,
        AnotherCurrency,
        *ALWAYS,
    ),
)
async def correct_goods_receipt(receipt_id: ReceiptId, body: CorrectionIn, ask: Ask) -> DocumentRef:
    """Lets a receipt say what came, where it says more. Whoever received the goods cannot.

    What had not come is taken off stock at what it was received at, and is still to come. Where less is left than is
    set aside, orders wait again, of those that are still to be picked: each that it was bought for, for as much; then
    those that want their goods latest.
    """
    receipt = await ask.document(GOODS_RECEIPTS.name, receipt_id)
    if receipt is None:
        raise UnknownDocument("nothing has this id")
    warehouse, purchase_order_id = receipt["warehouse"], receipt["purchase_order_id"]
    named = {line.purchase_line_no for line in body.lines}
    lines = [line for line in receipt["lines"] if line["purchase_line_no"] in named]
    loses = await _who_loses(warehouse, lines, body, ask)
    command = CorrectGoodsReceipt(
        lines=tuple(
            AsItCame(purchase_line_no=line.purchase_line_no, accepted=line.accepted, rejected=line.rejected)
            for line in body.lines
        ),
        shipments=loses,
        reason=body.reason,
        by=ask.person,
        on=ask.today,
    )
    # The warehouse, order and SKUs of a receipt never change, so the document names the right streams at any age.
    read_along = (
        EXPECTED_RECEIPT.stream(purchase_order_id),
        *(STOCK_ITEM.stream(stock_id(warehouse, sku)) for sku in dict.fromkeys(line["sku"] for line in lines)),
        *(SHIPMENT.stream(shipment_id) for shipment_id in loses),
    )
    return await ask.perform(Send(command, GOODS_RECEIPT.stream(receipt_id), given=read_along), reason=body.reason)


async def _who_loses(warehouse: str, lines: list[Mapping[str, Any]], body: CorrectionIn, ask: Ask) -> tuple[str, ...]:
    """Shipments with as many units as are lacking, and those of the orders that the goods were bought for."""
    came = {line.purchase_line_no: line.accepted for line in body.lines}
    lacking: dict[str, Decimal] = {}
    bought_for: dict[str, None] = {}
    for line in lines:
        accepted, left = Decimal(line["accepted"]), came[line["purchase_line_no"]]
        if left is not None and left < accepted:
            lacking[line["sku"]] = lacking.get(line["sku"], NOTHING) + accepted - left
            bought_for.update(dict.fromkeys(peg["order_id"] for peg in line["pegs"]))
    if not lacking:
        return ()
    where: dict[str, Any] = {"warehouse": warehouse, "sku": tuple(lacking)}
    reader = ask.runtime.reader
    for row in await reader.page(STOCK_ITEMS.name, where=where, order_by="id", after=None, limit=len(lacking)):
        lacking[row["sku"]] -= row["available"]
    latest = await wanted_latest(reader, warehouse, lacking)
    return tuple(dict.fromkeys((*latest, *await to_pick_for(reader, warehouse, tuple(bought_for)))))


router.include_router(document_routes(GOODS_RECEIPTS, "/goods-receipts", "goods receipt"))
