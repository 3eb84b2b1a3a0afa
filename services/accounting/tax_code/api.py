"""Tax codes over HTTP: pydantic in, command out."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.accounting.tax_code.decider import TAX_CODE
from services.accounting.tax_code.rating import (
    CloseTaxCode,
    ExemptIsFixed,
    NameTaxCode,
    RateEndsBeforeItBegins,
    RateIsInForce,
    SetTaxRate,
    TaxCodeIsClosed,
    TaxCodeUnknown,
)
from services.accounting.tax_code.views import TAX_CODES
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Day, Identity, Percent, Reason, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["tax code"])
Code = Annotated[Identity, Path(description="tax code as lines name it", examples=["VAT8"])]


class NamingIn(Strict):
    """What the code stands for."""

    name: ShortText

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"name": "VAT, reduced rate"}]}}


class RateIn(Strict):
    """A rate and its days, both included; without a last day it holds until another begins."""

    percent: Percent
    valid_from: Day
    valid_until: Day | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"percent": "8", "valid_from": "2025-07-01", "valid_until": "2026-12-31"}]}
    }


class ClosureIn(Strict):
    """From when on the code may not be used, and why."""

    closed_from: Day
    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"closed_from": "2027-01-01", "reason": "abolished by the budget act"}]}
    }


@router.put("/tax-codes/{code}", name="name tax code", responses=refusals(ExemptIsFixed, *ALWAYS))
async def name_tax_code(code: Code, body: NamingIn, ask: Ask) -> DocumentRef:
    """Sets up a tax code, or renames it, or takes a closed one back into use."""
    command = NameTaxCode(tax_code=code, name=body.name, named_on=ask.today)
    return await ask.perform(Send(command, TAX_CODE.stream(code)), creates=True)


@router.post(
    "/tax-codes/{code}/rates",
    name="set tax rate",
    responses=refusals(TaxCodeUnknown, TaxCodeIsClosed, RateIsInForce, RateEndsBeforeItBegins, *ALWAYS),
)
async def set_tax_rate(code: Code, body: RateIn, ask: Ask) -> DocumentRef:
    """Lets a rate hold from a day on. Invoices that waited for it are posted from the queue `withheld`."""
    command = SetTaxRate(
        percent=body.percent,
        valid_from=body.valid_from,
        valid_until=body.valid_until,
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, TAX_CODE.stream(code)))


@router.post("/tax-codes/{code}/closure", name="close tax code", responses=refusals(TaxCodeUnknown, *ALWAYS))
async def close_tax_code(code: Code, body: ClosureIn, ask: Ask) -> DocumentRef:
    """Supplies from that day on cannot be taxed by this code any more."""
    command = CloseTaxCode(closed_from=body.closed_from, reason=body.reason)
    return await ask.perform(Send(command, TAX_CODE.stream(code)), reason=body.reason)


router.include_router(document_routes(TAX_CODES, "/tax-codes", "tax code"))
