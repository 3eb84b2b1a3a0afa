"""Supplier invoices over HTTP: pydantic in, command out."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from services.purchasing.policy.decider import POLICY_STREAM
from services.purchasing.purchase_order.billing import ExceedsBilled
from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.drafting import PurchaseOrderUnknown, UnknownLine
from services.purchasing.purchase_order.views import PURCHASE_ORDERS
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier_invoice.crediting import ExceedsBilledTax, NotOwed, RecordSupplierCredit
from services.purchasing.supplier_invoice.decider import SUPPLIER_INVOICE
from services.purchasing.supplier_invoice.recording import (
    CurrencyDiffers,
    DatedInFuture,
    DueBeforeInvoice,
    LineStatedTwice,
    RecordSupplierInvoice,
    ReferenceTaken,
)
from services.purchasing.supplier_invoice.terms import CreditedUnits, StatedLine, supplier_invoice_id
from services.purchasing.supplier_invoice.unblocking import (
    NotBlocked,
    RejectSupplierInvoice,
    ReleaserIsMaker,
    ReleaserIsRecorder,
    ReleaseSupplierInvoice,
    RematchSupplierInvoice,
    VariancesChanged,
)
from services.purchasing.supplier_invoice.views import SUPPLIER_INVOICES
from shared.handling.work import UnknownDocument
from shared.kernel.decider import Send, StreamId
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Amount, Day, Identity, LineNo, Quantity, ReasonIn, ShortText, Strict, UnitPrice
from shared.web.problems import refusals

router = APIRouter(tags=["supplier invoice"])


class InvoicedLineIn(Strict):
    """So many of a line of the purchase order, at the unit price that the supplier states."""

    purchase_line_no: LineNo
    quantity: Quantity
    unit_price: UnitPrice


class SupplierInvoiceIn(Strict):
    """What the supplier bills. Without a due date, the supplier's payment days count from the invoice's date."""

    purchase_order_id: Identity
    supplier_reference: ShortText
    lines: Annotated[list[InvoicedLineIn], Field(min_length=1, max_length=200)]
    tax: Amount
    invoice_on: Day
    due_on: Day | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "purchase_order_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11",
                    "supplier_reference": "RE-2026-0417",
                    "lines": [{"purchase_line_no": 1, "quantity": "25", "unit_price": "112.50"}],
                    "tax": {"minor": 53438, "currency": "EUR"},
                    "invoice_on": "2026-03-16",
                }
            ]
        }
    }


@router.post(
    "/supplier-invoices",
    name="record supplier invoice",
    status_code=201,
    responses=refusals(
        PurchaseOrderUnknown,
        UnknownLine,
        ReferenceTaken,
        CurrencyDiffers,
        LineStatedTwice,
        DueBeforeInvoice,
        DatedInFuture,
        *ALWAYS,
    ),
)
async def record_supplier_invoice(body: SupplierInvoiceIn, ask: Ask) -> DocumentRef:
    """Records what a supplier bills: what matches order and receipts is approved, what does not is blocked."""
    ordered = await ask.document(PURCHASE_ORDERS.name, body.purchase_order_id)
    if ordered is None:
        raise PurchaseOrderUnknown("nothing was ordered under this id", field="purchase_order_id")
    supplier_id = ordered["supplier_id"]
    command = RecordSupplierInvoice(
        purchase_order_id=body.purchase_order_id,
        supplier_id=supplier_id,
        supplier_reference=body.supplier_reference,
        lines=tuple(
            StatedLine(purchase_line_no=line.purchase_line_no, quantity=line.quantity, unit_price=line.unit_price)
            for line in body.lines
        ),
        tax=body.tax.to_money(),
        invoice_on=body.invoice_on,
        due_on=body.due_on,
        by=ask.person,
        on=ask.today,
    )
    to = SUPPLIER_INVOICE.stream(supplier_invoice_id(supplier_id, body.supplier_reference))
    given = (
        POLICY_STREAM,
        PURCHASE_ORDER.stream(body.purchase_order_id),
        SUPPLIER.stream(supplier_id),
    )
    return await ask.perform(Send(command, to, given=given), creates=True)


class CreditedLineIn(Strict):
    """So many units of a line of the invoice, which the supplier takes back at the price that it billed."""

    purchase_line_no: LineNo
    quantity: Quantity


class SupplierCreditIn(Strict):
    """What the supplier takes back. The amounts are as it states them, not less than nothing."""

    supplier_reference: ShortText
    lines: Annotated[list[CreditedLineIn], Field(min_length=1, max_length=200)]
    tax: Amount
    invoice_on: Day

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "supplier_reference": "GS-2026-0031",
                    "lines": [{"purchase_line_no": 1, "quantity": "4"}],
                    "tax": {"minor": 8550, "currency": "EUR"},
                    "invoice_on": "2026-03-23",
                }
            ]
        }
    }


@router.post(
    "/supplier-invoices/{identity}/credits",
    name="record supplier credit",
    status_code=201,
    responses=refusals(
        NotOwed,
        UnknownLine,
        ReferenceTaken,
        CurrencyDiffers,
        LineStatedTwice,
        ExceedsBilled,
        ExceedsBilledTax,
        DatedInFuture,
        *ALWAYS,
    ),
)
async def record_supplier_credit(identity: Identity, body: SupplierCreditIn, ask: Ask) -> DocumentRef:
    """Records what a supplier takes back of an invoice that we owe, such as for goods that never come.

    It is a supplier invoice of less than nothing, which waits in the queue `blocked` until a manager who did not record
    it releases it, or rejects it.
    """
    known = await _known(ask, identity)
    command = RecordSupplierCredit(
        credits=identity,
        purchase_order_id=known["purchase_order_id"],
        supplier_reference=body.supplier_reference,
        lines=tuple(
            CreditedUnits(purchase_line_no=line.purchase_line_no, quantity=line.quantity) for line in body.lines
        ),
        tax=body.tax.to_money(),
        invoice_on=body.invoice_on,
        by=ask.person,
        on=ask.today,
    )
    to = SUPPLIER_INVOICE.stream(supplier_invoice_id(known["supplier_id"], body.supplier_reference))
    given = (SUPPLIER_INVOICE.stream(identity), PURCHASE_ORDER.stream(known["purchase_order_id"]))
    return await ask.perform(Send(command, to, given=given), creates=True)


async def _known(ask: Ask, identity: str) -> Mapping[str, Any]:
    known = await ask.document(SUPPLIER_INVOICES.name, identity)
    if known is None:
        raise UnknownDocument("nothing has this id")
    return known


async def _given(ask: Ask, identity: str) -> tuple[StreamId, ...]:
    """What a match needs: the policy, and the purchase order that the invoice bills."""
    known = await _known(ask, identity)
    return POLICY_STREAM, PURCHASE_ORDER.stream(known["purchase_order_id"])


@router.post(
    "/supplier-invoices/{identity}/rematch",
    name="rematch supplier invoice",
    responses=refusals(NotBlocked, *ALWAYS),
)
async def rematch_supplier_invoice(identity: Identity, ask: Ask) -> DocumentRef:
    """Matches a blocked invoice again, such as under another policy; after a late receipt that happens by itself."""
    given = await _given(ask, identity)
    command = RematchSupplierInvoice(on=ask.today)
    return await ask.perform(Send(command, SUPPLIER_INVOICE.stream(identity), given=given))


@router.post(
    "/supplier-invoices/{identity}/release",
    name="release supplier invoice",
    responses=refusals(NotBlocked, ReleaserIsRecorder, ReleaserIsMaker, VariancesChanged, ExceedsBilled, *ALWAYS),
)
async def release_supplier_invoice(identity: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Owes it in spite of its variances, or takes a credit; not by who recorded it, nor, above the limit, ordered it.

    Where it differs in other ways by now, such as for goods that another invoice billed since, rematch it first.
    """
    given = await _given(ask, identity)
    command = ReleaseSupplierInvoice(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SUPPLIER_INVOICE.stream(identity), given=given), reason=body.reason)


@router.post(
    "/supplier-invoices/{identity}/rejection",
    name="reject supplier invoice",
    responses=refusals(NotBlocked, *ALWAYS),
)
async def reject_supplier_invoice(identity: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Does not owe it; the supplier may bill anew under the same reference."""
    command = RejectSupplierInvoice(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SUPPLIER_INVOICE.stream(identity)), reason=body.reason)


router.include_router(document_routes(SUPPLIER_INVOICES, "/supplier-invoices", "supplier invoice"))
