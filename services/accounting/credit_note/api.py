"""Credit notes over HTTP: pydantic in, command out."""

from typing import Annotated

from fastapi import APIRouter, Path, status
from pydantic import Field, model_validator

from services.accounting.approval_policy.decider import THE_APPROVAL_POLICY
from services.accounting.approval_policy.limiting import AboveApprovalLimit
from services.accounting.approval_policy.state import approving
from services.accounting.credit_note.approving import (
    AlreadyApproved,
    AlreadyRefused,
    ApproveCreditNote,
    CreditNoteIsWithheld,
    CreditNoteUnknown,
    OwnCreditNote,
    RefuseCreditNote,
    reads_for_approving,
)
from services.accounting.credit_note.cancelling import (
    ApproveCancellation,
    CancellationNotProposed,
    CancellationPending,
    CreditNoteIsCancelled,
    CreditNoteNotApproved,
    OwnCancellation,
    ProposeCancellation,
    RefuseCancellation,
    reads_for_cancelling,
)
from services.accounting.credit_note.decider import CREDIT_NOTE
from services.accounting.credit_note.drafting import (
    CreditInOtherCurrency,
    DraftCreditNote,
    NamedTwice,
    NothingToCredit,
    NotOnInvoice,
    UnitsToCredit,
)
from services.accounting.credit_note.returning import DraftWithheldCredit, StillNotCreditable
from services.accounting.credit_note.views import CREDIT_NOTES
from services.accounting.invoice.crediting import ExceedsInvoice
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.posting import InvoiceUnknown
from services.accounting.payment.withdrawing import CreditIsRefunded, CreditIsUsed
from shared.handling.work import UnknownDocument
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Amount, Identity, LineNo, Quantity, Reason, ReasonIn, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["credit note"])
CreditNoteId = Annotated[Identity, Path(description="the credit note's id")]


class UnitsIn(Strict):
    """So many units of a line of the invoice."""

    line_no: LineNo
    quantity: Quantity


class CreditNoteIn(Strict):
    """Units of lines and whole charges to take back; or an amount, tax included, to lower the price by."""

    lines: Annotated[tuple[UnitsIn, ...], Field(max_length=200)] = ()
    charges: Annotated[tuple[LineNo, ...], Field(max_length=200, description="numbers of charges")] = ()
    amount: Amount | None = None
    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {"lines": [{"line_no": 1, "quantity": "2"}], "charges": [1], "reason": "two pumps came back unused"},
                {"amount": {"minor": 5000, "currency": "USD"}, "reason": "scratched housing, price lowered"},
            ]
        }
    }

    @model_validator(mode="after")
    def _either_pieces_or_an_amount(self) -> "CreditNoteIn":
        if (self.amount is None) == (not self.lines and not self.charges):
            raise ValueError("name lines or charges, or else an amount")
        return self


class RefusalIn(Strict):
    """Why it will not be posted."""

    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "the goods did not come back"}]}
    }


class CancellationIn(ReasonIn):
    """Why it was wrong; `issued_anew`, where accounting drafts another one in its place.

    Where care granted it for a return, and it is not issued anew, somebody there decides anew what the customer gets.
    """

    issued_anew: bool = False

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"reason": "two of these units were never billed", "issued_anew": True}]}
    }


@router.post(
    "/invoices/{invoice_id}/credit-notes",
    name="draft credit note",
    status_code=status.HTTP_201_CREATED,
    responses=refusals(
        InvoiceUnknown, NotOnInvoice, NamedTwice, NothingToCredit, CreditInOtherCurrency, ExceedsInvoice, *ALWAYS
    ),
)
async def draft_credit_note(
    invoice_id: Annotated[Identity, Path(description="the posted invoice")], body: CreditNoteIn, ask: Ask
) -> DocumentRef:
    """Proposes to take back a part of an invoice, for somebody else to approve."""
    command = DraftCreditNote(
        invoice_id=invoice_id,
        units=tuple(UnitsToCredit(line_no=one.line_no, quantity=one.quantity) for one in body.lines),
        charge_nos=body.charges,
        amount=None if body.amount is None else body.amount.to_money(),
        reason=body.reason,
        by=ask.person,
        on=ask.today,
    )
    send = Send(command, CREDIT_NOTE.stream(ask.new_id()), given=(INVOICE.stream(invoice_id),))
    return await ask.perform(send, creates=True, reason=body.reason)


@router.post(
    "/credit-notes/{credit_note_id}/approval",
    name="approve credit note",
    responses=refusals(
        CreditNoteUnknown,
        OwnCreditNote,
        AboveApprovalLimit,
        CreditNoteIsWithheld,
        AlreadyRefused,
        ExceedsInvoice,
        *ALWAYS,
    ),
)
async def approve_credit_note(credit_note_id: CreditNoteId, ask: Ask) -> DocumentRef:
    """Numbers and posts it: it comes off the latest instalments, and what is paid already becomes customer credit."""
    command = ApproveCreditNote(by=ask.person, on=ask.today, roles=approving(ask.principal.roles))
    given = (*reads_for_approving(ask.today), THE_APPROVAL_POLICY)
    return await ask.perform(Send(command, CREDIT_NOTE.stream(credit_note_id), given=given))


@router.post(
    "/credit-notes/{credit_note_id}/refusal",
    name="refuse credit note",
    responses=refusals(CreditNoteUnknown, AlreadyApproved, *ALWAYS),
)
async def refuse_credit_note(credit_note_id: CreditNoteId, body: RefusalIn, ask: Ask) -> DocumentRef:
    """Does not post it; its drafter may withdraw it this way. One that is withheld is settled in another way."""
    command = RefuseCreditNote(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, CREDIT_NOTE.stream(credit_note_id)), reason=body.reason)


@router.post(
    "/credit-notes/{credit_note_id}/draft",
    name="draft withheld credit note",
    responses=refusals(CreditNoteUnknown, AlreadyRefused, StillNotCreditable, ExceedsInvoice, *ALWAYS),
)
async def draft_withheld_credit_note(credit_note_id: CreditNoteId, ask: Ask) -> DocumentRef:
    """Credits what care granted for returned goods, once the invoice has it: that is approved by then."""
    shown = await ask.document(CREDIT_NOTES.name, credit_note_id)
    if shown is None:
        raise UnknownDocument("nothing has this id")
    command = DraftWithheldCredit(on=ask.today)
    given = (INVOICE.stream(shown["invoice_id"]),)
    return await ask.perform(Send(command, CREDIT_NOTE.stream(credit_note_id), given=given))


@router.post(
    "/credit-notes/{credit_note_id}/cancellation",
    name="propose credit note cancellation",
    responses=refusals(
        CreditNoteUnknown, CreditNoteNotApproved, AlreadyRefused, CreditNoteIsCancelled, CancellationPending, *ALWAYS
    ),
)
async def propose_cancellation(credit_note_id: CreditNoteId, body: CancellationIn, ask: Ask) -> DocumentRef:
    """Proposes to take an approved credit note back, for somebody else to approve."""
    command = ProposeCancellation(reason=body.reason, by=ask.person, on=ask.today, issued_anew=body.issued_anew)
    return await ask.perform(Send(command, CREDIT_NOTE.stream(credit_note_id)), reason=body.reason)


@router.post(
    "/credit-notes/{credit_note_id}/cancellation/approval",
    name="approve credit note cancellation",
    responses=refusals(
        CreditNoteUnknown,
        CreditNoteNotApproved,
        AlreadyRefused,
        CancellationNotProposed,
        OwnCancellation,
        AboveApprovalLimit,
        CreditIsUsed,
        CreditIsRefunded,
        *ALWAYS,
    ),
)
async def approve_cancellation(credit_note_id: CreditNoteId, ask: Ask) -> DocumentRef:
    """Numbers and posts the cancellation: the invoice is owed again, and the customer's credit from it is gone."""
    command = ApproveCancellation(by=ask.person, on=ask.today, roles=approving(ask.principal.roles))
    given = (*reads_for_cancelling(ask.today), THE_APPROVAL_POLICY)
    return await ask.perform(Send(command, CREDIT_NOTE.stream(credit_note_id), given=given))


@router.post(
    "/credit-notes/{credit_note_id}/cancellation/refusal",
    name="refuse credit note cancellation",
    responses=refusals(CreditNoteUnknown, CreditNoteNotApproved, AlreadyRefused, CreditNoteIsCancelled, *ALWAYS),
)
async def refuse_cancellation(credit_note_id: CreditNoteId, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Lets the credit note stand; who proposed to cancel it may withdraw that this way."""
    command = RefuseCancellation(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, CREDIT_NOTE.stream(credit_note_id)), reason=body.reason)


router.include_router(document_routes(CREDIT_NOTES, "/credit-notes", "credit note"))
