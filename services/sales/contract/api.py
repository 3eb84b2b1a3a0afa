"""Contracts over HTTP: pydantic in, command out."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field, StringConstraints

from services.sales.contract.calling import ContractIsOver, ContractUnknown, NothingLeftToCall
from services.sales.contract.closing import CloseContract
from services.sales.contract.decider import CONTRACT
from services.sales.contract.signing import (
    OtherRevisionAccepted,
    SignContract,
    SigningDayImpossible,
)
from services.sales.contract.suspending import ResumeContract, SuspendContract
from services.sales.contract.views import CONTRACTS
from services.sales.customer.blocking import CustomerIsBlocked
from services.sales.customer.decider import CUSTOMER
from services.sales.quotation.contracting import QuotationAlreadyContracted, QuotationNotAccepted
from services.sales.quotation.decider import QUOTATION
from services.sales.quotation.views import QUOTATIONS
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Day, Identity, Reason, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["contract"])
ContractId = Annotated[Identity, Path(examples=["0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11"])]
Sha256 = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]


class SigningIn(Strict):
    """Which accepted revision is signed, and by whom for the customer; today, unless `signed_on` says otherwise."""

    quotation_id: Identity
    revision: Annotated[int, Field(strict=True, ge=1, le=9999)]
    signed_by: ShortText
    signed_on: Day | None = None
    document_sha256: Annotated[Sha256, Field(description="of the signed document, where there is one")] = ""

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "quotation_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11",
                    "revision": 2,
                    "signed_by": "Trần Thị Hoa, Director",
                    "signed_on": "2026-03-02",
                }
            ]
        }
    }


class SuspensionIn(Strict):
    """Why nothing may be called."""

    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "prices are being renegotiated"}]}
    }


class ResumptionIn(Strict):
    """Why goods may be called again."""

    reason: Reason

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"reason": "prices are agreed"}]}}


class ContractClosingIn(Strict):
    """Why what is left will not be called."""

    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "the site was closed; agreed by mail"}]}
    }


@router.post(
    "/contracts",
    name="sign contract",
    status_code=201,
    responses=refusals(
        QuotationNotAccepted,
        QuotationAlreadyContracted,
        OtherRevisionAccepted,
        SigningDayImpossible,
        CustomerIsBlocked,
        *ALWAYS,
    ),
)
async def sign_contract(body: SigningIn, ask: Ask) -> DocumentRef:
    """Makes the contract from what the customer accepted, in the same transaction as the quotation notes it."""
    quotation = await ask.document(QUOTATIONS.name, body.quotation_id)
    # The customer of a quotation never changes; with no quotation, the command is refused before it looks.
    customer = (CUSTOMER.stream(quotation["customer_id"]),) if quotation is not None else ()
    command = SignContract(
        quotation_id=body.quotation_id,
        revision=body.revision,
        signed_by=body.signed_by,
        signed_on=body.signed_on or ask.today,
        document_sha256=body.document_sha256,
        on=ask.today,
    )
    sending = Send(command, to=CONTRACT.stream(ask.new_id()), given=(QUOTATION.stream(body.quotation_id), *customer))
    return await ask.perform(sending, creates=True)


@router.post(
    "/contracts/{contract_id}/suspension",
    name="suspend contract",
    responses=refusals(ContractUnknown, ContractIsOver, *ALWAYS),
)
async def suspend_contract(contract_id: ContractId, body: SuspensionIn, ask: Ask) -> DocumentRef:
    """Lets nothing be called until it is resumed; orders that were placed run on."""
    command = SuspendContract(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, to=CONTRACT.stream(contract_id)), reason=body.reason)


@router.post(
    "/contracts/{contract_id}/resumption",
    name="resume contract",
    responses=refusals(ContractUnknown, ContractIsOver, *ALWAYS),
)
async def resume_contract(contract_id: ContractId, body: ResumptionIn, ask: Ask) -> DocumentRef:
    """Lets goods be called again."""
    command = ResumeContract(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, to=CONTRACT.stream(contract_id)), reason=body.reason)


@router.post(
    "/contracts/{contract_id}/closing",
    name="close contract",
    responses=refusals(ContractUnknown, ContractIsOver, NothingLeftToCall, *ALWAYS),
)
async def close_contract(contract_id: ContractId, body: ContractClosingIn, ask: Ask) -> DocumentRef:
    """Gives up what is left to call; orders that were placed run on."""
    command = CloseContract(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, to=CONTRACT.stream(contract_id)), reason=body.reason)


router.include_router(document_routes(CONTRACTS, "/contracts", "contract"))
