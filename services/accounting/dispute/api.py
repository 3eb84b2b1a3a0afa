"""Disputes over HTTP: opened, settled for us, conceded to the customer, withdrawn, reopened."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.accounting.credit_note.drafting import CreditInOtherCurrency, NothingToCredit
from services.accounting.dispute.decider import DISPUTE
from services.accounting.dispute.opening import NothingToDispute, OpenDispute, ReasonCode, ReopenDispute
from services.accounting.dispute.settling import (
    ConcedeDispute,
    ConcededOtherwise,
    ConcessionTooHigh,
    CreditNotePending,
    DisputeUnknown,
    SettledAlready,
    SettleDispute,
)
from services.accounting.dispute.state import FOR_US, WITHDRAWN
from services.accounting.dispute.views import DISPUTES
from services.accounting.invoice.crediting import ExceedsInvoice
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.posting import InvoiceUnknown
from shared.kernel.decider import Send, StreamId
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Amount, Identity, OptionalText, Reason, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["dispute"])
DisputeId = Annotated[Identity, Path(examples=["0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11"])]


class DisputeIn(Strict):
    """What the customer contests; without an amount, all that is open of the invoice and not in dispute yet."""

    invoice_id: Identity
    amount: Amount | None = None
    reason_code: ReasonCode
    note: OptionalText = ""

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "invoice_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11",
                    "amount": {"minor": 25000, "currency": "USD"},
                    "reason_code": "price",
                    "note": "the contract says 10 % less",
                }
            ]
        }
    }


class DecisionIn(Strict):
    """Why it is decided so."""

    reason: Reason

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"reason": "signed for by their clerk"}]}}


class ConcessionIn(Strict):
    """How much the customer is right about; without an amount, all that they contest."""

    amount: Amount | None = None
    reason: Reason

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"reason": "the contract says so"}]}}


@router.post(
    "/disputes", name="open dispute", status_code=201, responses=refusals(InvoiceUnknown, NothingToDispute, *ALWAYS)
)
async def open_dispute(body: DisputeIn, ask: Ask) -> DocumentRef:
    """Notes that a customer contests an invoice, or a part of it: that is not dunned until it is settled."""
    command = OpenDispute(
        invoice_id=body.invoice_id,
        amount=body.amount.to_money() if body.amount else None,
        reason_code=body.reason_code,
        note=body.note,
        by=ask.person,
        on=ask.today,
    )
    stream = DISPUTE.stream(ask.new_id())
    return await ask.perform(Send(command, stream, given=(INVOICE.stream(body.invoice_id),)), creates=True)


@router.post(
    "/disputes/{dispute_id}/rejection",
    name="reject dispute",
    responses=refusals(DisputeUnknown, CreditNotePending, SettledAlready, *ALWAYS),
)
async def reject_dispute(dispute_id: DisputeId, body: DecisionIn, ask: Ask) -> DocumentRef:
    """The invoice is right, or there is nothing to credit: what was contested is dunned again."""
    command = SettleDispute(outcome=FOR_US, reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, DISPUTE.stream(dispute_id)), reason=body.reason)


@router.post(
    "/disputes/{dispute_id}/withdrawal",
    name="withdraw dispute",
    responses=refusals(DisputeUnknown, CreditNotePending, SettledAlready, *ALWAYS),
)
async def withdraw_dispute(dispute_id: DisputeId, body: DecisionIn, ask: Ask) -> DocumentRef:
    """The customer contests it no more."""
    command = SettleDispute(outcome=WITHDRAWN, reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, DISPUTE.stream(dispute_id)), reason=body.reason)


@router.post(
    "/disputes/{dispute_id}/concession",
    name="concede dispute",
    responses=refusals(
        DisputeUnknown,
        ConcessionTooHigh,
        ConcededOtherwise,
        SettledAlready,
        NothingToCredit,
        CreditInOtherCurrency,
        ExceedsInvoice,
        InvoiceUnknown,
        *ALWAYS,
    ),
)
async def concede_dispute(dispute_id: DisputeId, body: ConcessionIn, ask: Ask) -> DocumentRef:
    """The customer is right: a credit note is drafted, for somebody else to approve; until then nothing is dunned.

    When another credit note leaves less of the invoice than it takes back, it is refused by rule and the dispute waits
    to be conceded anew.
    """
    command = ConcedeDispute(
        dispute_id=dispute_id,
        amount=body.amount.to_money() if body.amount else None,
        reason=body.reason,
        by=ask.person,
        on=ask.today,
    )
    given = await _invoice_of(dispute_id, ask)
    return await ask.perform(Send(command, DISPUTE.stream(dispute_id), given=given), reason=body.reason)


@router.post(
    "/disputes/{dispute_id}/reopening",
    name="reopen dispute",
    responses=refusals(DisputeUnknown, SettledAlready, NothingToDispute, InvoiceUnknown, *ALWAYS),
)
async def reopen_dispute(dispute_id: DisputeId, body: DecisionIn, ask: Ask) -> DocumentRef:
    """It was rejected or withdrawn too early: what is still open of what was contested is not dunned again."""
    command = ReopenDispute(reason=body.reason, by=ask.person, on=ask.today)
    given = await _invoice_of(dispute_id, ask)
    return await ask.perform(Send(command, DISPUTE.stream(dispute_id), given=given), reason=body.reason)


async def _invoice_of(dispute_id: str, ask: Ask) -> tuple[StreamId, ...]:
    """What a decision about the dispute reads. Of one that nobody opened, nothing."""
    shown = await ask.document(DISPUTES.name, dispute_id)
    return (INVOICE.stream(shown["invoice_id"]),) if shown else ()


router.include_router(document_routes(DISPUTES, "/disputes", "dispute"))
