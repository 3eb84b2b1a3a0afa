"""Giving back money that settles nothing: proposed by one person, approved by another."""

from datetime import date
from typing import assert_never

from services.accounting.approval_policy.limiting import require_within_limit
from services.accounting.payment.allocating import ExceedsFreeAmount, OtherCurrency
from services.accounting.payment.events import (
    PaymentEvent,
    RefundApproved,
    RefundFailed,
    RefundProposed,
    RefundRefused,
)
from services.accounting.payment.receiving import PaymentUnknown, PaymentWasReturned, PaymentWasVoided
from services.accounting.payment.state import (
    APPROVED,
    FAILED,
    PROPOSED,
    Identified,
    NotReceived,
    Payment,
    Refund,
    Returned,
    Unidentified,
    Voided,
)
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class NothingToRefund(Rejection):
    """Nothing of the payment is free."""

    code = "accounting.payment.nothing-to-refund"


class RefundUnknown(Rejection):
    """No such refund was proposed."""

    code = "accounting.payment.refund-unknown"
    ground = Ground.NOT_FOUND


class OwnRefund(Rejection):
    """A refund is approved by somebody else than the person who proposed it."""

    code = "accounting.payment.own-refund"
    ground = Ground.NOT_ALLOWED


class RefundWasRefused(Rejection):
    """The refund was refused; propose a new one."""

    code = "accounting.payment.refund-was-refused"


class RefundHasFailed(Rejection):
    """The bank did not deliver the refund; propose a new one."""

    code = "accounting.payment.refund-has-failed"


class RefundHasNotLeft(Rejection):
    """Only a refund that was approved can fail at the bank."""

    code = "accounting.payment.refund-has-not-left"


class RefundIsReclaimed(Rejection):
    """The bank took the payment back, and who had the refund owes it: what came back is noted as a payment for that."""

    code = "accounting.payment.refund-is-reclaimed"


class RefundHasLeft(Rejection):
    """The refund was approved and the money has left."""

    code = "accounting.payment.refund-has-left"


@command
class ProposeRefund:
    """Give free money back: `amount`, or all that is free."""

    refund_id: str
    amount: Money | None
    reason: str
    by: str
    on: date


@command
class ApproveRefund:
    """Agree. Given the approval policy."""

    refund_id: str
    by: str
    on: date
    roles: tuple[str, ...] = ()


@command
class RefuseRefund:
    """Keep the money."""

    refund_id: str
    reason: str
    by: str
    on: date


@command
class NoteFailedRefund:
    """The bank did not deliver it: a closed account, a wrong number."""

    refund_id: str
    reason: str
    by: str
    on: date


def propose_refund(request: ProposeRefund, payment: Payment) -> list[PaymentEvent]:
    """Also of money that nobody can identify: it goes back to where it came from."""
    match payment:
        case NotReceived():
            raise PaymentUnknown("note the payment first")
        case Unidentified(refunds=refunds) | Identified(refunds=refunds):
            if any(one.refund_id == request.refund_id for one in refunds):
                return []
            return [
                RefundProposed(
                    refund_id=request.refund_id,
                    amount=_amount(request, payment.free),
                    reason=request.reason,
                    proposed_by=request.by,
                    proposed_on=request.on,
                )
            ]
        case Returned(reason=reason):
            raise PaymentWasReturned(reason)
        case Voided(reason=reason):
            raise PaymentWasVoided(reason)
        case _:
            assert_never(payment)


def _amount(request: ProposeRefund, free: Money) -> Money:
    amount = free if request.amount is None else request.amount
    if amount.currency != free.currency:
        raise OtherCurrency(f"the payment is in {free.currency}", field="amount")
    if amount.minor <= 0:
        raise NothingToRefund(f"{free} is free", field="amount")
    if amount > free:
        raise ExceedsFreeAmount(f"{free} is free", field="amount", free=free.minor)
    return amount


def approve_refund(request: ApproveRefund, payment: Payment, given: Given) -> list[PaymentEvent]:
    """Four eyes on every payment that leaves."""
    match payment:
        case NotReceived():
            raise PaymentUnknown("note the payment first")
        case Unidentified() | Identified():
            refund = _refund(request.refund_id, payment)
            if refund.status == APPROVED:
                return []
            if refund.status == FAILED:
                raise RefundHasFailed(refund.failed_because)
            if refund.status != PROPOSED:
                raise RefundWasRefused(f"by {refund.decided_by or 'rule'}")
            if refund.proposed_by == request.by:
                raise OwnRefund("somebody else has to approve it")
            require_within_limit(refund.amount, request.roles, given)
            return [
                RefundApproved(
                    refund_id=refund.refund_id,
                    amount=refund.amount,
                    customer_id=payment.customer_id if isinstance(payment, Identified) else "",
                    approved_by=request.by,
                    approved_on=request.on,
                )
            ]
        case Returned(reason=reason):
            raise PaymentWasReturned(reason)
        case Voided(reason=reason):
            raise PaymentWasVoided(reason)
        case _:
            assert_never(payment)


def refuse_refund(request: RefuseRefund, payment: Payment) -> list[PaymentEvent]:
    """The one who proposed may withdraw it in the same way."""
    match payment:
        case NotReceived():
            raise PaymentUnknown("note the payment first")
        case Unidentified() | Identified():
            refund = _refund(request.refund_id, payment)
            if refund.status == APPROVED:
                raise RefundHasLeft(f"approved by {refund.decided_by}")
            if refund.status != PROPOSED:
                return []
            return [
                RefundRefused(
                    refund_id=refund.refund_id,
                    reason=request.reason,
                    refused_by=request.by,
                    refused_on=request.on,
                )
            ]
        case Returned(reason=reason):
            raise PaymentWasReturned(reason)
        case Voided(reason=reason):
            raise PaymentWasVoided(reason)
        case _:
            assert_never(payment)


def note_failed_refund(request: NoteFailedRefund, payment: Payment) -> list[PaymentEvent]:
    """The money is free again; of a payment that the bank took back, nobody has had it twice.

    Where it is reclaimed by then, it settles what is owed, like any money of theirs.
    """
    match payment:
        case NotReceived():
            raise PaymentUnknown("note the payment first")
        case Returned(reclaimed_from=debtor) if debtor and _refund(request.refund_id, payment).status == APPROVED:
            raise RefundIsReclaimed(f"{debtor} owes it: note what came back as their payment", customer_id=debtor)
        case Unidentified() | Identified() | Returned():
            refund = _refund(request.refund_id, payment)
            if refund.status == FAILED:
                return []
            if refund.status != APPROVED:
                raise RefundHasNotLeft(f"it is {refund.status}")
            return [
                RefundFailed(
                    refund_id=refund.refund_id,
                    amount=refund.amount,
                    customer_id="" if isinstance(payment, Unidentified) else payment.customer_id,
                    reason=request.reason,
                    noted_by=request.by,
                    failed_on=request.on,
                )
            ]
        case Voided(reason=reason):
            raise PaymentWasVoided(reason)
        case _:
            assert_never(payment)


def _refund(refund_id: str, payment: Unidentified | Identified | Returned) -> Refund:
    found = next((one for one in payment.refunds if one.refund_id == refund_id), None)
    if found is None:
        raise RefundUnknown(f"the payment has no refund {refund_id}", field="refund_id")
    return found
