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
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Identity
from shared.web.problems import refusals

router = APIRouter(tags=["invoice"])
InvoiceId = Annotated[Identity, Path(description="the invoice's id")]


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


router.include_router(document_routes(INVOICES, "/invoices", "invoice"))
