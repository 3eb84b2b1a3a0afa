"""Goods receipts over HTTP: pydantic in, command out."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.taking import (
    ExceedsExpected,
    LineNotExpected,
    NoLongerExpected,
    NothingExpected,
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
from services.warehouse.stock_item.valuation import AnotherCurrency
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Identity, LineNo, OptionalText, QuantityOrNone, Reason, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["goods receipt"])
NOTHING = Decimal(0)


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


router.include_router(document_routes(GOODS_RECEIPTS, "/goods-receipts", "goods receipt"))
