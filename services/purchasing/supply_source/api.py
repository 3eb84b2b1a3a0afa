"""Supply sources over HTTP: pydantic in, command out."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from services.purchasing.supplier.clearing import SupplierUnknown
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supply_source.decider import SUPPLY_SOURCE
from services.purchasing.supply_source.events import Offer
from services.purchasing.supply_source.offering import (
    NoSuchOffer,
    OfferEndsBeforeItStarts,
    OfferSupply,
    WithdrawOffer,
)
from services.purchasing.supply_source.views import SUPPLY_SOURCES
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Currency, Day, Identity, QuantityOrNone, Reason, Strict, UnitPrice
from shared.web.problems import refusals

router = APIRouter(tags=["supply source"])
Sku = Annotated[Identity, Path(description="stock keeping unit", examples=["PUMP-40"])]
SupplierId = Annotated[Identity, Path(description="whose offer it is")]


class OfferIn(Strict):
    """What the supplier sells the SKU for. An offer that starts on another day stands beside those before."""

    unit_price: UnitPrice
    currency: Currency
    minimum_quantity: QuantityOrNone = Decimal(0)
    lead_time_days: Annotated[int, Field(strict=True, ge=0, le=730)]
    valid_from: Day
    valid_until: Day | None = None
    preferred: bool = False

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "unit_price": "112.50",
                    "currency": "EUR",
                    "minimum_quantity": "10",
                    "lead_time_days": 7,
                    "valid_from": "2026-03-01",
                    "valid_until": "2026-12-31",
                }
            ]
        }
    }


class WithdrawalIn(Strict):
    """Why it holds no more."""

    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "the supplier stopped making it"}]}
    }


@router.put(
    "/supply-sources/{sku}/offers/{supplier_id}",
    name="offer supply",
    responses=refusals(SupplierUnknown, OfferEndsBeforeItStarts, *ALWAYS),
)
async def offer_supply(sku: Sku, supplier_id: SupplierId, body: OfferIn, ask: Ask) -> DocumentRef:
    """Notes what the supplier offers; repeating it in the same words changes nothing."""
    command = OfferSupply(
        offer=Offer(
            supplier_id=supplier_id,
            unit_price=body.unit_price,
            currency=body.currency,
            minimum_quantity=body.minimum_quantity,
            lead_time_days=body.lead_time_days,
            valid_from=body.valid_from,
            valid_until=body.valid_until,
            preferred=body.preferred,
        ),
        by=ask.person,
        on=ask.today,
    )
    send = Send(command, SUPPLY_SOURCE.stream(sku), given=(SUPPLIER.stream(supplier_id),))
    return await ask.perform(send, creates=True)


@router.post(
    "/supply-sources/{sku}/offers/{supplier_id}/withdrawal",
    name="withdraw offer",
    responses=refusals(NoSuchOffer, *ALWAYS),
)
async def withdraw_offer(sku: Sku, supplier_id: SupplierId, body: WithdrawalIn, ask: Ask) -> DocumentRef:
    """Lets none of the supplier's offers for the SKU hold any more; what was ordered stays ordered."""
    command = WithdrawOffer(supplier_id=supplier_id, reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SUPPLY_SOURCE.stream(sku)), reason=body.reason)


router.include_router(document_routes(SUPPLY_SOURCES, "/supply-sources", "supply source"))
