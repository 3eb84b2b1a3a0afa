"""Suppliers over HTTP: pydantic in, command out."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from services.purchasing.supplier.clearing import (
    ApproverIsMaker,
    ApproveSupplier,
    BlockSupplier,
    SupplierIsBlocked,
    SupplierUnknown,
    UnblockSupplier,
)
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.events import SupplierDetails
from services.purchasing.supplier.registering import CorrectSupplier, RegisterSupplier, SupplierTaken
from services.purchasing.supplier.tax_id import TaxIdInvalid
from services.purchasing.supplier.views import SUPPLIERS
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Country, Currency, Identity, ReasonIn, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["supplier"])
TaxId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 .\-/]{0,30}$", strip_whitespace=True)]


class DetailsIn(Strict):
    """Who the supplier is and how long it lets us wait with paying. The tax id is checked by the country's rule."""

    name: ShortText
    tax_id: TaxId = ""
    country: Country
    currency: Currency
    payment_days: Annotated[int, Field(strict=True, ge=0, le=365)] = 30

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "name": "Hydraulik Nord GmbH",
                    "tax_id": "DE136695976",
                    "country": "DE",
                    "currency": "EUR",
                    "payment_days": 30,
                }
            ]
        }
    }

    def to_details(self) -> SupplierDetails:
        """As the domain has it."""
        return SupplierDetails(
            name=self.name,
            tax_id=self.tax_id,
            country=self.country,
            currency=self.currency,
            payment_days=self.payment_days,
        )


@router.post(
    "/suppliers",
    name="register supplier",
    status_code=201,
    responses=refusals(SupplierTaken, TaxIdInvalid, *ALWAYS),
)
async def register_supplier(body: DetailsIn, ask: Ask) -> DocumentRef:
    """Makes a company known as a supplier. Whether it must be approved before we buy is the policy's to say."""
    command = RegisterSupplier(details=body.to_details(), by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SUPPLIER.stream(ask.new_id())), creates=True)


@router.post(
    "/suppliers/{identity}/details",
    name="correct supplier",
    responses=refusals(SupplierUnknown, TaxIdInvalid, *ALWAYS),
)
async def correct_supplier(identity: Identity, body: DetailsIn, ask: Ask) -> DocumentRef:
    """Puts the details right. Another name, tax id or country has to be approved anew."""
    command = CorrectSupplier(details=body.to_details(), by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SUPPLIER.stream(identity)))


@router.post(
    "/suppliers/{identity}/approval",
    name="approve supplier",
    responses=refusals(SupplierUnknown, SupplierIsBlocked, ApproverIsMaker, *ALWAYS),
)
async def approve_supplier(identity: Identity, ask: Ask) -> DocumentRef:
    """Lets us buy from it; not by who registered or corrected it."""
    return await ask.perform(Send(ApproveSupplier(by=ask.person, on=ask.today), SUPPLIER.stream(identity)))


@router.post("/suppliers/{identity}/block", name="block supplier", responses=refusals(SupplierUnknown, *ALWAYS))
async def block_supplier(identity: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Stops new purchases; what was ordered goes its way."""
    command = BlockSupplier(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SUPPLIER.stream(identity)), reason=body.reason)


@router.post("/suppliers/{identity}/unblock", name="unblock supplier", responses=refusals(SupplierUnknown, *ALWAYS))
async def unblock_supplier(identity: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Lets it be as it was before the block."""
    command = UnblockSupplier(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SUPPLIER.stream(identity)), reason=body.reason)


router.include_router(document_routes(SUPPLIERS, "/suppliers", "supplier"))
