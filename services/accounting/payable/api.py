"""Payables over HTTP: read, held from payment and released.

They open when purchasing approves an invoice and close by supplier payments.
"""

from fastapi import APIRouter

from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.events import HoldName
from services.accounting.payable.holding import HoldPayable, ReleasePayable
from services.accounting.payable.paying import PayableIsPaid, PayableUnknown
from services.accounting.payable.views import PAYABLES
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Identity, Reason, ReasonIn, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["payable"])


class HoldReleaseIn(Strict):
    """Which hold may go, and why."""

    hold: HoldName
    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"hold": "goods", "reason": "the supplier credits it on the next invoice"}]}
    }


@router.post(
    "/payables/{payable_id}/hold",
    name="hold payable",
    responses=refusals(PayableUnknown, PayableIsPaid, *ALWAYS),
)
async def hold_payable(payable_id: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Holds it from payment, by hand: no payment takes it, and one that has it already is not sent."""
    command = HoldPayable(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, PAYABLE.stream(payable_id)), reason=body.reason)


@router.post(
    "/payables/{payable_id}/release",
    name="release payable",
    responses=refusals(PayableUnknown, *ALWAYS),
)
async def release_payable(payable_id: Identity, body: HoldReleaseIn, ask: Ask) -> DocumentRef:
    """Lets a hold go: it is paid all the same, or the money that was paid has been claimed back."""
    command = ReleasePayable(hold=body.hold, reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, PAYABLE.stream(payable_id)), reason=body.reason)


router.include_router(document_routes(PAYABLES, "/payables", "payable"))
