"""Price lists over HTTP: pydantic in, command out."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.sales.price_list.decider import PRICE_LIST
from services.sales.price_list.opening import (
    ClosePriceList,
    OpenPriceList,
    PriceListCurrencyFixed,
    PriceListIsClosed,
    PriceListUnknown,
    ReopenPriceList,
)
from services.sales.price_list.pricing import (
    FloorAbovePrice,
    PriceEndsBeforeItStarts,
    PriceListFull,
    PriceOverlaps,
    PriceUnknown,
    SetPrice,
    WithdrawPrice,
)
from services.sales.price_list.views import PRICE_LISTS
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Currency, Day, Identity, Reason, ShortText, Strict, UnitPrice
from shared.web.problems import refusals

router = APIRouter(tags=["price list"])
Code = Annotated[Identity, Path(description="the list's code", examples=["RETAIL-USD"])]


class PriceListIn(Strict):
    """What the list is called, and the currency of every price on it."""

    name: ShortText
    currency: Currency

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"name": "Retail 2026", "currency": "USD"}]}
    }


class PriceIn(Strict):
    """What an item costs before tax. A quotation below the floor price needs approval."""

    sku: Identity
    description: ShortText
    unit_price: UnitPrice
    floor_price: UnitPrice
    tax_code: Identity
    valid_from: Day
    valid_until: Day | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "sku": "PUMP-40",
                    "description": "Pump, 40 l/min",
                    "unit_price": "199.00",
                    "floor_price": "160.00",
                    "tax_code": "STANDARD",
                    "valid_from": "2026-01-01",
                }
            ]
        }
    }


class PriceWithdrawalIn(Strict):
    """Which price, by its first day, and why."""

    sku: Identity
    valid_from: Day
    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"sku": "PUMP-40", "valid_from": "2026-01-01", "reason": "misprint"}]}
    }


class ClosingIn(Strict):
    """Why nothing is quoted from it any more."""

    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "replaced by RETAIL-USD-2027"}]}
    }


@router.put(
    "/price-lists/{code}",
    name="open price list",
    responses=refusals(PriceListCurrencyFixed, PriceListIsClosed, *ALWAYS),
)
async def open_price_list(code: Code, body: PriceListIn, ask: Ask) -> DocumentRef:
    """Opens a list, or calls it something else; repeating it in the same words changes nothing."""
    command = OpenPriceList(name=body.name, currency=body.currency, on=ask.today)
    return await ask.perform(Send(command, PRICE_LIST.stream(code)), creates=True)


@router.post(
    "/price-lists/{code}/prices",
    name="set price",
    responses=refusals(
        PriceListUnknown,
        PriceListIsClosed,
        PriceOverlaps,
        PriceEndsBeforeItStarts,
        FloorAbovePrice,
        PriceListFull,
        *ALWAYS,
    ),
)
async def set_price(code: Code, body: PriceIn, ask: Ask) -> DocumentRef:
    """Says what an item costs from a day on; the open-ended price before it ends on the day before.

    Where the new one has an end, the one before holds again from the day after. Set again in the same words with a
    later end, or with none, it holds for longer, if no other is in the way.
    """
    command = SetPrice(
        sku=body.sku,
        description=body.description,
        unit_price=body.unit_price,
        floor_price=body.floor_price,
        tax_code=body.tax_code,
        valid_from=body.valid_from,
        valid_until=body.valid_until,
        on=ask.today,
    )
    return await ask.perform(Send(command, PRICE_LIST.stream(code)))


@router.post(
    "/price-lists/{code}/prices/withdrawal",
    name="withdraw price",
    responses=refusals(PriceListUnknown, PriceListIsClosed, PriceUnknown, *ALWAYS),
)
async def withdraw_price(code: Code, body: PriceWithdrawalIn, ask: Ask) -> DocumentRef:
    """Takes a price back; what was quoted with it stays as it was.

    An open-ended one is named by the day on which it began, and goes with what holds of it after prices with an end. By
    the day from which it holds again, what begins then goes alone.
    """
    command = WithdrawPrice(sku=body.sku, valid_from=body.valid_from, reason=body.reason, on=ask.today)
    return await ask.perform(Send(command, PRICE_LIST.stream(code)), reason=body.reason)


@router.post("/price-lists/{code}/closing", name="close price list", responses=refusals(PriceListUnknown, *ALWAYS))
async def close_price_list(code: Code, body: ClosingIn, ask: Ask) -> DocumentRef:
    """Nothing is quoted from it any more."""
    command = ClosePriceList(reason=body.reason, on=ask.today)
    return await ask.perform(Send(command, PRICE_LIST.stream(code)), reason=body.reason)


@router.post("/price-lists/{code}/reopening", name="reopen price list", responses=refusals(PriceListUnknown, *ALWAYS))
async def reopen_price_list(code: Code, ask: Ask) -> DocumentRef:
    """It is quoted from again."""
    return await ask.perform(Send(ReopenPriceList(on=ask.today), PRICE_LIST.stream(code)))


router.include_router(document_routes(PRICE_LISTS, "/price-lists", "price list"))
