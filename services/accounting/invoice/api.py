"""Invoices over HTTP. They post themselves when goods are delivered; people post what had to be withheld."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.posting import (
    InvoiceUnknown,
    NotYetPostable,
    PostWithheldInvoice,
    reads_for_posting,
)
from services.accounting.invoice.views import INVOICES
from services.accounting.invoice.writing_off import NothingWrittenOff, ReverseWriteOff
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Identity, Reason, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["invoice"])
InvoiceId = Annotated[Identity, Path(description="the invoice's id")]


class ReversalIn(Strict):
    """Why it can be collected after all."""

    reason: Reason

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"reason": "paid by their insolvency"}]}}


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
