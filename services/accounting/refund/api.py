"""Refunds of payments over HTTP: money given back, proposed by one person and approved by another."""

from fastapi import APIRouter

from services.accounting.approval_policy.decider import THE_APPROVAL_POLICY
from services.accounting.approval_policy.limiting import AboveApprovalLimit
from services.accounting.approval_policy.state import approving
from services.accounting.payment.allocating import ExceedsFreeAmount, OtherCurrency
from services.accounting.payment.decider import PAYMENT
from services.accounting.payment.receiving import PaymentUnknown, PaymentWasReturned, PaymentWasVoided
from services.accounting.payment.refunding import (
    ApproveRefund,
    NoteFailedRefund,
    NothingToRefund,
    OwnRefund,
    ProposeRefund,
    RefundHasFailed,
    RefundHasLeft,
    RefundHasNotLeft,
    RefundIsReclaimed,
    RefundUnknown,
    RefundWasRefused,
    RefuseRefund,
)
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.fields import Amount, Identity, Reason, ReasonIn, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["payment"])


class RefundIn(Strict):
    """What to give back, and why; without an amount, all that is free."""

    amount: Amount | None = None
    reason: Reason

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"reason": "paid twice"}]}}


@router.post(
    "/payments/{payment_id}/refunds",
    name="propose refund",
    status_code=201,
    responses=refusals(
        PaymentUnknown, NothingToRefund, ExceedsFreeAmount, OtherCurrency, PaymentWasReturned, PaymentWasVoided, *ALWAYS
    ),
)
async def propose_refund(payment_id: Identity, body: RefundIn, ask: Ask) -> DocumentRef:
    """Proposes to give free money back; `refunds` of the payment shows the refund's id."""
    command = ProposeRefund(
        refund_id=ask.new_id(),
        amount=body.amount.to_money() if body.amount else None,
        reason=body.reason,
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, PAYMENT.stream(payment_id)), reason=body.reason)


@router.post(
    "/payments/{payment_id}/refunds/{refund_id}/approval",
    name="approve refund",
    responses=refusals(
        PaymentUnknown,
        RefundUnknown,
        OwnRefund,
        AboveApprovalLimit,
        RefundWasRefused,
        RefundHasFailed,
        PaymentWasReturned,
        PaymentWasVoided,
        *ALWAYS,
    ),
)
async def approve_refund(payment_id: Identity, refund_id: Identity, ask: Ask) -> DocumentRef:
    """Agrees to a refund that somebody else proposed: the money leaves."""
    command = ApproveRefund(refund_id=refund_id, by=ask.person, on=ask.today, roles=approving(ask.principal.roles))
    return await ask.perform(Send(command, PAYMENT.stream(payment_id), given=(THE_APPROVAL_POLICY,)))


@router.post(
    "/payments/{payment_id}/refunds/{refund_id}/refusal",
    name="refuse refund",
    responses=refusals(PaymentUnknown, RefundUnknown, RefundHasLeft, PaymentWasReturned, PaymentWasVoided, *ALWAYS),
)
async def refuse_refund(payment_id: Identity, refund_id: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """Refuses or withdraws a refund: the money is free again."""
    command = RefuseRefund(refund_id=refund_id, reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, PAYMENT.stream(payment_id)), reason=body.reason)


@router.post(
    "/payments/{payment_id}/refunds/{refund_id}/failure",
    name="note failed refund",
    responses=refusals(PaymentUnknown, RefundUnknown, RefundHasNotLeft, RefundIsReclaimed, PaymentWasVoided, *ALWAYS),
)
async def note_failed_refund(payment_id: Identity, refund_id: Identity, body: ReasonIn, ask: Ask) -> DocumentRef:
    """The bank did not deliver it: the money is the customer's credit again, to be used or refunded anew."""
    command = NoteFailedRefund(refund_id=refund_id, reason=body.reason, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, PAYMENT.stream(payment_id)), reason=body.reason)
