"""Supplier payments over HTTP: proposed by one person, approved by another, sent to the bank, and what came of it."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from services.accounting.approval_policy.decider import THE_APPROVAL_POLICY
from services.accounting.approval_policy.limiting import AboveApprovalLimit
from services.accounting.approval_policy.state import approving
from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.paying import (
    PayableInAnotherPayment,
    PayableIsCredited,
    PayableIsHeld,
    PayableIsPaid,
    PayableUnknown,
)
from services.accounting.supplier_payment.clearing import (
    ClearPayables,
    ComesToSomething,
    NotCleared,
    TakeClearingBack,
)
from services.accounting.supplier_payment.decider import SUPPLIER_PAYMENT
from services.accounting.supplier_payment.proposing import (
    ApprovePayment,
    NothingToPay,
    OtherCurrency,
    OtherSupplier,
    OwnProposal,
    PaymentUnknown,
    PaymentWasRefused,
    PayOnHasPassed,
    ProposePayment,
    RefusePayment,
    SentAlready,
    WasCleared,
)
from services.accounting.supplier_payment.refunding import NotePaidBack, NothingPaidBack, PaidBackInTheFuture
from services.accounting.supplier_payment.sending import (
    ConfirmPayment,
    FailPayment,
    NotApproved,
    NotSent,
    SendPayment,
)
from services.accounting.supplier_payment.views import SUPPLIER_PAYMENTS
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Day, Identity, ReasonIn, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["supplier payment"])


class ProposalIn(Strict):
    """Which payables of a supplier to pay, in full; without `pay_on`, today."""

    supplier_id: Identity
    payables: Annotated[list[Identity], Field(min_length=1, max_length=200)]
    pay_on: Day | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "supplier_id": "PUMPCO",
                    "payables": ["0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11"],
                }
            ]
        }
    }


@router.post(
    "/supplier-payments",
    name="propose supplier payment",
    status_code=201,
    responses=refusals(
        PayableUnknown,
        PayableInAnotherPayment,
        PayableIsPaid,
        PayableIsHeld,
        PayableIsCredited,
        OtherSupplier,
        OtherCurrency,
        NothingToPay,
        PayOnHasPassed,
        *ALWAYS,
    ),
)
async def propose_payment(body: ProposalIn, ask: Ask) -> DocumentRef:
    """Proposes to pay what is owed of these payables; from now on no other payment may."""
    command = ProposePayment(
        supplier_id=body.supplier_id,
        payable_ids=tuple(body.payables),
        pay_on=body.pay_on or ask.today,
        by=ask.person,
        on=ask.today,
    )
    payables = tuple(PAYABLE.stream(payable_id) for payable_id in dict.fromkeys(body.payables))
    return await ask.perform(Send(command, SUPPLIER_PAYMENT.stream(ask.new_id()), given=payables), creates=True)


@router.post(
    "/supplier-payments/{payment_id}/approval",
    name="approve supplier payment",
    responses=refusals(PaymentUnknown, OwnProposal, PaymentWasRefused, WasCleared, AboveApprovalLimit, *ALWAYS),
)
async def approve_payment(payment_id: Identity, ask: Ask) -> DocumentRef:
    """Agrees to a payment that somebody else proposed."""
    command = ApprovePayment(by=ask.person, on=ask.today, roles=approving(ask.principal.roles))
    return await ask.perform(Send(command, SUPPLIER_PAYMENT.stream(payment_id), given=(THE_APPROVAL_POLICY,)))


@router.post(
    "/supplier-payments/{payment_id}/refusal",
    name="refuse supplier payment",
    responses=refusals(PaymentUnknown, SentAlready, WasCleared, *ALWAYS),
)
async def refuse_payment(payment_id: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Refuses or withdraws a payment that the bank does not have yet; its payables are free again."""
    command = RefusePayment(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SUPPLIER_PAYMENT.stream(payment_id)), reason=body.reason)


@router.post(
    "/supplier-payments/{payment_id}/dispatch",
    name="dispatch supplier payment",
    responses=refusals(
        PaymentUnknown, NotApproved, PaymentWasRefused, WasCleared, PayableIsHeld, PayableIsCredited, *ALWAYS
    ),
)
async def dispatch_payment(payment_id: Identity, ask: Ask) -> DocumentRef:
    """The bank has it: payables are paid, the books say so, others are told.

    Not while one of them is held, or where it lacks a credit that came since it was proposed.
    """
    command = SendPayment(entry_id=ask.new_id("entry"), by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SUPPLIER_PAYMENT.stream(payment_id)))


@router.post(
    "/supplier-payments/{payment_id}/confirmation",
    name="confirm supplier payment",
    responses=refusals(PaymentUnknown, NotSent, WasCleared, PayableInAnotherPayment, PayableIsPaid, *ALWAYS),
)
async def confirm_payment(payment_id: Identity, ask: Ask) -> DocumentRef:
    """The bank carried it out. One that was thought to have failed settles its payables again."""
    command = ConfirmPayment(entry_id=ask.new_id("entry"), by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SUPPLIER_PAYMENT.stream(payment_id)))


@router.post(
    "/supplier-payments/{payment_id}/failure",
    name="note failed supplier payment",
    responses=refusals(PaymentUnknown, NotSent, WasCleared, *ALWAYS),
)
async def note_failure(payment_id: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """The bank did not carry it out, or the money came back: its payables are owed again, its entry is reversed."""
    command = FailPayment(reversal_id=ask.new_id("reversal"), reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SUPPLIER_PAYMENT.stream(payment_id)), reason=body.reason)


class ClearingIn(Strict):
    """Which payables of a supplier to clear: bills, and the credits that come to as much."""

    supplier_id: Identity
    payables: Annotated[list[Identity], Field(min_length=1, max_length=200)]

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "supplier_id": "PUMPCO",
                    "payables": ["0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a11", "0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a12"],
                }
            ]
        }
    }


@router.post(
    "/supplier-payments/clearings",
    name="clear payables",
    status_code=201,
    responses=refusals(
        PayableUnknown,
        PayableInAnotherPayment,
        PayableIsPaid,
        PayableIsHeld,
        PayableIsCredited,
        OtherSupplier,
        OtherCurrency,
        ComesToSomething,
        *ALWAYS,
    ),
)
async def clear_payables(body: ClearingIn, ask: Ask) -> DocumentRef:
    """Sets off what comes to nothing: a payment of nothing that nobody approves and no bank gets. Others are told."""
    command = ClearPayables(supplier_id=body.supplier_id, payable_ids=tuple(body.payables), by=ask.person, on=ask.today)
    payables = tuple(PAYABLE.stream(payable_id) for payable_id in dict.fromkeys(body.payables))
    return await ask.perform(Send(command, SUPPLIER_PAYMENT.stream(ask.new_id()), given=payables), creates=True)


@router.post(
    "/supplier-payments/{payment_id}/clearing/taking-back",
    name="take back clearing",
    responses=refusals(PaymentUnknown, NotCleared, *ALWAYS),
)
async def take_back_clearing(payment_id: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """They should not have been cleared: each is owed again, credits too."""
    command = TakeClearingBack(reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, SUPPLIER_PAYMENT.stream(payment_id)), reason=body.reason)


class SupplierRefundIn(Strict):
    """Which payables of a supplier it paid back, in full: credits, less bills. Without `received_on`, today."""

    supplier_id: Identity
    payables: Annotated[list[Identity], Field(min_length=1, max_length=200)]
    received_on: Day | None = None

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "supplier_id": "PUMPCO",
                    "payables": ["0192f0c1-7a3e-7c51-9d0e-3f1f0b7c2a12"],
                    "received_on": "2026-03-16",
                }
            ]
        }
    }


@router.post(
    "/supplier-payments/refunds",
    name="note supplier refund",
    status_code=201,
    responses=refusals(
        PayableUnknown,
        PayableInAnotherPayment,
        PayableIsPaid,
        PayableIsHeld,
        PayableIsCredited,
        OtherSupplier,
        OtherCurrency,
        NothingPaidBack,
        PaidBackInTheFuture,
        *ALWAYS,
    ),
)
async def note_supplier_refund(body: SupplierRefundIn, ask: Ask) -> DocumentRef:
    """Notes that a supplier paid back what its credits come to: a payment of less than nothing. Others are told.

    Where the money did not come after all, note that it failed.
    """
    command = NotePaidBack(
        supplier_id=body.supplier_id,
        payable_ids=tuple(body.payables),
        entry_id=ask.new_id("entry"),
        received_on=body.received_on or ask.today,
        by=ask.person,
        on=ask.today,
    )
    payables = tuple(PAYABLE.stream(payable_id) for payable_id in dict.fromkeys(body.payables))
    return await ask.perform(Send(command, SUPPLIER_PAYMENT.stream(ask.new_id()), given=payables), creates=True)


router.include_router(document_routes(SUPPLIER_PAYMENTS, "/supplier-payments", "supplier payment"))
