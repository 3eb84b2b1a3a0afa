"""Sending a payment to the bank, and what the bank says of it."""

from datetime import date
from typing import assert_never

from services.accounting.supplier_payment.events import (
    SupplierPaymentArrived,
    SupplierPaymentEvent,
    SupplierPaymentFailed,
    SupplierPaymentSent,
    SupplierPaymentSucceeded,
)
from services.accounting.supplier_payment.proposing import PaymentUnknown, PaymentWasRefused, WasCleared
from services.accounting.supplier_payment.state import (
    Approved,
    Cleared,
    Failed,
    NotProposed,
    Proposed,
    Refused,
    Sent,
    Succeeded,
    SupplierPayment,
    TakenBack,
)
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class NotApproved(Rejection):
    """Nobody approved the payment yet."""

    code = "accounting.supplier-payment.not-approved"


class NotSent(Rejection):
    """The bank does not have the payment yet."""

    code = "accounting.supplier-payment.not-sent"


@command
class SendPayment:
    """Give it to the bank; `entry_id` is its journal entry."""

    entry_id: str
    by: str
    on: date


@command
class ConfirmPayment:
    """The bank carried it out; `entry_id` is for a payment that was thought to have failed."""

    entry_id: str
    by: str
    on: date


@command
class FailPayment:
    """The bank did not carry it out, or the money came back."""

    reversal_id: str
    reason: str
    by: str
    on: date


def send_payment(request: SendPayment, payment: SupplierPayment) -> list[SupplierPaymentEvent]:
    """What failed is not sent again: propose a new payment, so that it is approved anew."""
    match payment:
        case NotProposed():
            raise PaymentUnknown("propose it first")
        case Proposed():
            raise NotApproved("somebody else than its proposer has to approve it")
        case Refused(reason=reason):
            raise PaymentWasRefused(reason)
        case Approved(proposal=proposal):
            return [
                SupplierPaymentSent(
                    supplier_id=proposal.supplier_id,
                    payable_ids=proposal.payable_ids,
                    amount=proposal.amount,
                    entry_id=request.entry_id,
                    sent_by=request.by,
                    sent_on=request.on,
                )
            ]
        case Sent() | Succeeded() | Failed():
            return []
        case Cleared() | TakenBack():
            raise WasCleared("nothing goes to the bank")
        case _:
            assert_never(payment)


def confirm_payment(request: ConfirmPayment, payment: SupplierPayment) -> list[SupplierPaymentEvent]:
    """A failure may turn out to be none: then payables and books follow, if the payables are still free."""
    match payment:
        case NotProposed():
            raise PaymentUnknown("propose it first")
        case Proposed() | Refused() | Approved():
            raise NotSent("send it first")
        case Cleared() | TakenBack():
            raise WasCleared("the bank knows nothing of it")
        case Sent():
            return [SupplierPaymentSucceeded(confirmed_by=request.by, confirmed_on=request.on)]
        case Succeeded():
            return []
        case Failed(proposal=proposal):
            return [
                SupplierPaymentArrived(
                    supplier_id=proposal.supplier_id,
                    payable_ids=proposal.payable_ids,
                    amount=proposal.amount,
                    entry_id=request.entry_id,
                    confirmed_by=request.by,
                    confirmed_on=request.on,
                )
            ]
        case _:
            assert_never(payment)


def fail_payment(request: FailPayment, payment: SupplierPayment) -> list[SupplierPaymentEvent]:
    """Also after the bank said that it succeeded: money comes back days later."""
    match payment:
        case NotProposed():
            raise PaymentUnknown("propose it first")
        case Proposed() | Refused() | Approved():
            raise NotSent("refuse it instead")
        case Cleared():
            raise WasCleared("take the clearing back instead")
        case TakenBack():
            raise WasCleared("the clearing is taken back already")
        case Sent(proposal=proposal, entry_id=entry_id) | Succeeded(proposal=proposal, entry_id=entry_id):
            return [
                SupplierPaymentFailed(
                    payable_ids=proposal.payable_ids,
                    entry_id=entry_id,
                    reversal_id=request.reversal_id,
                    reason=request.reason,
                    noted_by=request.by,
                    failed_on=request.on,
                )
            ]
        case Failed():
            return []
        case _:
            assert_never(payment)
