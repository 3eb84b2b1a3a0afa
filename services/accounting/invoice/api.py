"""Invoices over HTTP. They post themselves when goods are delivered; people post what had to be withheld."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.posting import (
    InvoiceUnknown,
    NotYetPostable,
    PostWithheldInvoice,
    reads_for_posting,
)
from services.accounting.invoice.taking_over import (
    DatesContradict,
    DebtorUnknown,
    NothingOwed,
    NumberOfOurs,
    NumberTaken,
    TakeOverInvoice,
    taken_over_id,
)
from services.accounting.invoice.views import INVOICES
from services.accounting.invoice.writing_off import NothingWrittenOff, ReverseWriteOff
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Amount, Day, Identity, Reason, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["invoice"])
InvoiceId = Annotated[Identity, Path(description="the invoice's id")]


class ReversalIn(Strict):
    """Why it can be collected after all."""

    reason: Reason

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"reason": "paid by their insolvency"}]}}


class OpenItemIn(Strict):
    """What a customer owes of an invoice that the books before these wrote; `amount` is what is open of it."""

    number: ShortText
    customer_id: Identity
    amount: Amount
    invoiced_on: Day
    due_on: Day

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "number": "R-10492",
                    "customer_id": "ACME",
                    "amount": {"minor": 110000, "currency": "USD"},
                    "invoiced_on": "2025-12-10",
                    "due_on": "2026-01-09",
                }
            ]
        }
    }


@router.post(
    "/open-items",
    name="take over invoice",
    status_code=201,
    responses=refusals(NothingOwed, DatesContradict, NumberOfOurs, NumberTaken, DebtorUnknown, *ALWAYS),
)
async def take_over_invoice(body: OpenItemIn, ask: Ask) -> DocumentRef:
    """Takes over an unpaid invoice with its own number and dates: from then on it is paid, dunned and disputed here."""
    command = TakeOverInvoice(
        number=body.number,
        customer_id=body.customer_id,
        amount=body.amount.to_money(),
        invoiced_on=body.invoiced_on,
        due_on=body.due_on,
        by=ask.person,
        on=ask.today,
    )
    stream = INVOICE.stream(taken_over_id(body.number))
    return await ask.perform(Send(command, stream, given=(CREDIT_ACCOUNT.stream(body.customer_id),)), creates=True)


@router.post(
    "/invoices/{invoice_id}/posting",
    name="post withheld invoice",
    responses=refusals(InvoiceUnknown, NotYetPostable, *ALWAYS),
)
async def post_withheld_invoice(invoice_id: InvoiceId, ask: Ask) -> DocumentRef:
    """Posts, dated today, an invoice that waits in the queue `withheld`, once its tax code has a rate."""
    withheld = await ask.document("invoice", invoice_id) or {"lines": [], "charges": []}
    codes = [piece["tax_code"] for piece in (*withheld["lines"], *withheld["charges"])]
    command = PostWithheldInvoice(on=ask.today)
    return await ask.perform(Send(command, INVOICE.stream(invoice_id), given=reads_for_posting(codes, ask.today)))


@router.post(
    "/invoices/{invoice_id}/write-off-reversal",
    name="reverse write off",
    responses=refusals(InvoiceUnknown, NothingWrittenOff, *ALWAYS),
)
async def reverse_write_off(invoice_id: InvoiceId, body: ReversalIn, ask: Ask) -> DocumentRef:
    """It can be collected after all: what was written off is owed, and dunned, again."""
    command = ReverseWriteOff(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, INVOICE.stream(invoice_id)), reason=body.reason)


router.include_router(document_routes(INVOICES, "/invoices", "invoice"))
