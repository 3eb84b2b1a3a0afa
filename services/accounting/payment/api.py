"""Payments over HTTP: money noted and matched, identified, used, taken back by the bank, voided."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Self

from fastapi import APIRouter
from pydantic import Field, model_validator

from services.accounting.credit_account.decider import CREDIT_ACCOUNT
from services.accounting.dunning_case.decider import DUNNING_CASE
from services.accounting.dunning_case.state import case_id
from services.accounting.dunning_policy.decider import THE_POLICY
from services.accounting.invoice.decider import INVOICE
from services.accounting.invoice.posting import InvoiceUnknown
from services.accounting.invoice.views import INVOICES
from services.accounting.ledger.chart_decider import CHART, THE_CHART
from services.accounting.ledger.decider import JOURNAL
from services.accounting.payment.allocating import (
    AllocatePayment,
    ExceedsFreeAmount,
    ExceedsOpenAmount,
    MatchPayment,
    NothingToAllocate,
    NotIdentified,
    OtherCurrency,
    OtherCustomersInvoice,
    ReturnPayment,
)
from services.accounting.payment.clearing import ClearCharges, NothingToClear
from services.accounting.payment.decider import PAYMENT
from services.accounting.payment.receiving import (
    BankReferenceTaken,
    CameFromCreditNote,
    CustomerUnknown,
    IdentifiedAlready,
    IdentifyPayment,
    InvoiceNamesNobody,
    NothingReceived,
    PaymentUnknown,
    PaymentWasReturned,
    PaymentWasVoided,
    ReceivedInTheFuture,
    ReceivePayment,
)
from services.accounting.payment.reclaiming import NothingToReclaim, NotReturned, ReclaimedAlready, ReclaimRefund
from services.accounting.payment.refunding import RefundHasLeft
from services.accounting.payment.releasing import ReleasePayment
from services.accounting.payment.settling import receipt_entry_id
from services.accounting.payment.views import PAYMENTS
from services.accounting.payment.voiding import VoidPayment
from services.accounting.settlement_policy.decider import THE_SETTLEMENT_POLICY
from shared.kernel.clock import derived_id
from shared.kernel.decider import Send, StreamId
from shared.web.asking import ALWAYS, Ask, Asking, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Amount, Day, Identity, OptionalLine, ReasonIn, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["payment"])
MOST_NAMED: Final = 20
MOST_OPEN: Final = 100
"""What a payment settles at once of what it does not name: all of it is read and written in one transaction."""
UNPAID: Final = ("open", "part-paid")


class PaymentIn(Strict):
    """Money that is there. `reference` is what the payer wrote, `bank_reference` the bank's own name for it."""

    amount: Amount
    received_on: Day | None = Field(
        default=None, description="the day of the money at the bank; today where none is said"
    )
    reference: OptionalLine = ""
    payer: OptionalLine = Field(default="", description="who paid, in the bank's words; it identifies nobody")
    customer_id: Identity | None = Field(
        default=None,
        description="whose money it is, where that is known. Where accounting has not heard of this customer, the "
        "payment is `unidentified`, and keeps whom you named as `stated_customer_id`",
    )
    bank_reference: ShortText

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "amount": {"minor": 110000, "currency": "USD"},
                    "reference": "INV-2026-000123",
                    "payer": "Acme Ltd",
                    "bank_reference": "2026-03-02/0815",
                }
            ]
        }
    }


class IdentificationIn(Strict):
    """Whose money it is: the customer, or an invoice of theirs, which it then settles first."""

    customer_id: Identity | None = None
    invoice_id: Identity | None = None

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"customer_id": "ACME"}]}}

    @model_validator(mode="after")
    def names_one(self) -> Self:
        """Two could contradict each other."""
        if (self.customer_id is None) == (self.invoice_id is None):
            raise ValueError("name a customer or an invoice, one of them")
        return self


class AllocationIn(Strict):
    """Which invoice to settle; without an amount, as much of it as there is money for."""

    invoice_id: Identity
    amount: Amount | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"invoice_id": "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11"}]}
    }


class ReclaimIn(Strict):
    """Who had the refund of a payment that the bank took back before anybody knew whose it was."""

    customer_id: Identity

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"customer_id": "ACME"}]}}


async def _invoices(ask: Asking, order_by: str, limit: int, **where: Any) -> Sequence[Mapping[str, Any]]:
    return await ask.runtime.reader.page(INVOICES.name, where=where, order_by=order_by, after=None, limit=limit)


async def _named_in(ask: Asking, reference: str) -> Sequence[Mapping[str, Any]]:
    """The invoices that the words of a reference name: by number, order, contract or their own id."""
    words = [word.rstrip(".:-") for word in re.findall(r"[A-Za-z0-9][A-Za-z0-9._:-]{2,63}", reference)][:MOST_NAMED]
    if not words:
        return ()
    for column in ("number", "order_id", "contract_id", "id"):
        wanted = list(dict.fromkeys([*words, *(word.upper() for word in words)])) if column == "number" else words
        found = await _invoices(ask, "id", MOST_OPEN, **{column: wanted})
        if found:
            return found
    return ()


async def _customer_in(ask: Asking, reference: str) -> str:
    """The customer whose id a reference is, if they were ever billed."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", reference) is None:
        return ""
    found = await _invoices(ask, "id", 1, customer_id=reference)
    return reference if found else ""


async def _others(
    ask: Asking, customer_id: str, amount_minor: int, currency: str, named: Sequence[Mapping[str, Any]]
) -> tuple[str, ...]:
    """What else the customer owes, oldest first; not asked for while the amount does not go beyond what is named.

    What is named of others takes none of it.
    """
    theirs = (row for row in named if (row["customer_id"], row["currency"]) == (customer_id, currency))
    covered = sum(row["open_minor"] for row in theirs)
    if not customer_id or amount_minor <= covered:
        return ()
    found = await _invoices(ask, "due_on", MOST_OPEN, customer_id=customer_id, currency=currency, settlement=UNPAID)
    return tuple(row["id"] for row in found)


def _reads(invoice_ids: Sequence[str], customer_id: str) -> tuple[StreamId, ...]:
    account = (CREDIT_ACCOUNT.stream(customer_id),) if customer_id else ()
    return (*(INVOICE.stream(invoice_id) for invoice_id in dict.fromkeys(invoice_ids)), *account)


def _case_of(customer_id: str, currency: str) -> tuple[str, tuple[StreamId, ...]]:
    """The debtor's dunning case, and what is read to settle its charges first."""
    if not customer_id or not currency:
        return "", ()
    identity = case_id(customer_id, currency)
    return identity, (DUNNING_CASE.stream(identity), THE_POLICY)


def _owner(rows: Sequence[Mapping[str, Any]]) -> str:
    owners = {row["customer_id"] for row in rows}
    return owners.pop() if len(owners) == 1 else ""


@router.post(
    "/payments",
    name="receive payment",
    status_code=201,
    responses=refusals(NothingReceived, ReceivedInTheFuture, BankReferenceTaken, *ALWAYS),
)
async def receive_payment(body: PaymentIn, ask: Ask) -> DocumentRef:
    """Notes money once per bank reference, and settles what it is for as far as that is known: one transaction."""
    named = await _named_in(ask, body.reference)
    stated = body.customer_id or ("" if named else await _customer_in(ask, body.reference))
    customer_id = stated or _owner(named)
    named_ids = tuple(row["id"] for row in named)
    others = await _others(ask, customer_id, body.amount.minor, body.amount.currency, named)
    payment_id = str(derived_id("payment", "bank", body.bank_reference))
    debtor_case, case_reads = _case_of(customer_id, body.amount.currency)
    command = ReceivePayment(
        amount=body.amount.to_money(),
        received_on=body.received_on or ask.today,
        reference=body.reference,
        payer=body.payer,
        bank_reference=body.bank_reference,
        customer_id=stated,
        named=named_ids,
        others=others,
        by=ask.person,
        on=ask.today,
        dunning_case_id=debtor_case,
        stated_customer_id=body.customer_id or "",
    )
    # What settling and booking read is read ahead: everything that the transaction touches comes in one load.
    ahead = (JOURNAL.stream(receipt_entry_id(payment_id)), CHART.stream(THE_CHART), THE_SETTLEMENT_POLICY)
    reads = (*_reads((*named_ids, *others), customer_id), *case_reads, *ahead)
    return await ask.perform(Send(command, PAYMENT.stream(payment_id), given=reads), creates=True)


@router.post(
    "/payments/{payment_id}/identification",
    name="identify payment",
    responses=refusals(
        PaymentUnknown,
        CustomerUnknown,
        InvoiceNamesNobody,
        IdentifiedAlready,
        PaymentWasReturned,
        PaymentWasVoided,
        *ALWAYS,
    ),
)
async def identify_payment(payment_id: Identity, body: IdentificationIn, ask: Ask) -> DocumentRef:
    """Says whose money it is; it then settles what they owe, oldest first."""
    row = await ask.row(INVOICES.name, body.invoice_id) if body.invoice_id else None
    payment = await ask.row(PAYMENTS.name, payment_id)
    customer_id = body.customer_id or (row["customer_id"] if row else "")
    named = (body.invoice_id,) if body.invoice_id else ()
    others = (
        await _others(ask, customer_id, payment["free_minor"], payment["currency"], [row] if row else [])
        if payment
        else ()
    )
    debtor_case, case_reads = _case_of(customer_id, payment["currency"] if payment else "")
    command = IdentifyPayment(
        customer_id=body.customer_id or "",
        named=named,
        others=others,
        by=ask.person,
        on=ask.today,
        dunning_case_id=debtor_case,
    )
    reads = (*_reads((*named, *others), customer_id), *case_reads)
    return await ask.perform(Send(command, PAYMENT.stream(payment_id), given=reads))


@router.post(
    "/payments/{payment_id}/release",
    name="release payment",
    responses=refusals(
        PaymentUnknown, CameFromCreditNote, RefundHasLeft, PaymentWasReturned, PaymentWasVoided, *ALWAYS
    ),
)
async def release_payment(payment_id: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """It was identified wrongly: what it settled is owed again, and it waits to be identified."""
    command = ReleasePayment(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, PAYMENT.stream(payment_id)), reason=body.reason)


@router.post(
    "/payments/{payment_id}/allocation",
    name="allocate payment",
    responses=refusals(
        PaymentUnknown,
        NotIdentified,
        InvoiceUnknown,
        OtherCustomersInvoice,
        OtherCurrency,
        NothingToAllocate,
        ExceedsFreeAmount,
        ExceedsOpenAmount,
        PaymentWasReturned,
        PaymentWasVoided,
        *ALWAYS,
    ),
)
async def allocate_payment(payment_id: Identity, body: AllocationIn, ask: Ask) -> DocumentRef:
    """Settles an invoice with money that is on account."""
    command = AllocatePayment(
        request_id=ask.new_id(),
        invoice_id=body.invoice_id,
        amount=body.amount.to_money() if body.amount else None,
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, PAYMENT.stream(payment_id), given=(INVOICE.stream(body.invoice_id),)))


@router.post(
    "/payments/{payment_id}/matching",
    name="match payment",
    responses=refusals(PaymentUnknown, NotIdentified, NothingToAllocate, PaymentWasReturned, PaymentWasVoided, *ALWAYS),
)
async def match_payment(payment_id: Identity, ask: Ask) -> DocumentRef:
    """Settles what else the customer owes with money that is on account, oldest first; at most 100 invoices at once."""
    payment = await ask.row(PAYMENTS.name, payment_id)
    customer_id, currency = (payment["customer_id"], payment["currency"]) if payment else ("", "")
    others = await _others(ask, customer_id, payment["free_minor"], currency, ()) if payment else ()
    debtor_case, case_reads = _case_of(customer_id, currency)
    command = MatchPayment(
        request_id=ask.new_id(), others=others, by=ask.person, on=ask.today, dunning_case_id=debtor_case
    )
    reads = (*_reads(others, customer_id), *case_reads)
    return await ask.perform(Send(command, PAYMENT.stream(payment_id), given=reads))


@router.post(
    "/payments/{payment_id}/charges-clearance",
    name="clear charges",
    responses=refusals(PaymentUnknown, NotIdentified, NothingToClear, PaymentWasReturned, PaymentWasVoided, *ALWAYS),
)
async def clear_charges(payment_id: Identity, ask: Ask) -> DocumentRef:
    """Settles open charges of the debtor with money that is on account, oldest first."""
    payment = await ask.row(PAYMENTS.name, payment_id)
    debtor_case, reads = _case_of(payment["customer_id"], payment["currency"]) if payment else ("", ())
    command = ClearCharges(dunning_case_id=debtor_case, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, PAYMENT.stream(payment_id), given=reads))


@router.post(
    "/payments/{payment_id}/return",
    name="return payment",
    responses=refusals(PaymentUnknown, CameFromCreditNote, PaymentWasVoided, *ALWAYS),
)
async def return_payment(payment_id: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """The bank took the money back: what it settled is owed again, and what had been refunded of it is reclaimed."""
    command = ReturnPayment(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, PAYMENT.stream(payment_id)), reason=body.reason)


@router.post(
    "/payments/{payment_id}/reclaim",
    name="reclaim refund",
    responses=refusals(
        PaymentUnknown,
        CustomerUnknown,
        NotReturned,
        NothingToReclaim,
        ReclaimedAlready,
        IdentifiedAlready,
        PaymentWasVoided,
        *ALWAYS,
    ),
)
async def reclaim_refund(payment_id: Identity, body: ReclaimIn, ask: Ask) -> DocumentRef:
    """Says who owes what had been refunded of a returned payment that waits in the queue `to-reclaim`."""
    command = ReclaimRefund(customer_id=body.customer_id, by=ask.person, on=ask.today)
    given = (CREDIT_ACCOUNT.stream(body.customer_id),)
    return await ask.perform(Send(command, PAYMENT.stream(payment_id), given=given))


@router.post(
    "/payments/{payment_id}/voiding",
    name="void payment",
    responses=refusals(PaymentUnknown, CameFromCreditNote, RefundHasLeft, *ALWAYS),
)
async def void_payment(payment_id: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """It was entered in error: what it settled is owed again, and its bank reference is free for the true payment."""
    command = VoidPayment(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, PAYMENT.stream(payment_id)), reason=body.reason)


router.include_router(document_routes(PAYMENTS, "/payments", "payment"))
