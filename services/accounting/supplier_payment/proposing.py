"""Proposing to pay a supplier, and deciding about it: never by the one who proposed."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import assert_never

from services.accounting.approval_policy.limiting import require_within_limit
from services.accounting.payable.decider import PAYABLE
from services.accounting.payable.paying import PayableUnknown
from services.accounting.payable.state import InPayment, NotOpened, Open, Paid
from services.accounting.supplier_payment.events import (
    PayableLine,
    SupplierPaymentApproved,
    SupplierPaymentEvent,
    SupplierPaymentProposed,
    SupplierPaymentRefused,
)
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
from shared.kernel.decider import Given
from shared.kernel.money import Money, total
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class OtherSupplier(Rejection):
    """A payable is owed to another supplier than the one to be paid."""

    code = "accounting.supplier-payment.other-supplier"
    ground = Ground.UNACCEPTABLE


class OtherCurrency(Rejection):
    """One payment is in one currency."""

    code = "accounting.supplier-payment.other-currency"
    ground = Ground.UNACCEPTABLE


class NothingToPay(Rejection):
    """The supplier's credits come to as much as we owe, which is cleared, or to more, which waits or is paid back."""

    code = "accounting.supplier-payment.nothing-to-pay"
    ground = Ground.UNACCEPTABLE


class PayOnHasPassed(Rejection):
    """The day on which to pay has passed."""

    code = "accounting.supplier-payment.pay-on-has-passed"
    ground = Ground.UNACCEPTABLE


class PaymentUnknown(Rejection):
    """There is no such supplier payment."""

    code = "accounting.supplier-payment.unknown"
    ground = Ground.NOT_FOUND


class OwnProposal(Rejection):
    """A payment is approved by somebody else than the person who proposed it."""

    code = "accounting.supplier-payment.own-proposal"
    ground = Ground.NOT_ALLOWED


class PaymentWasRefused(Rejection):
    """The payment was refused; propose a new one."""

    code = "accounting.supplier-payment.was-refused"


class SentAlready(Rejection):
    """The bank has it already."""

    code = "accounting.supplier-payment.sent-already"


class WasCleared(Rejection):
    """It came to nothing and was cleared: nobody approves or pays it. A clearing that was wrong is taken back."""

    code = "accounting.supplier-payment.was-cleared"


@command
class ProposePayment:
    """Pay these payables of a supplier, by what is open of them."""

    supplier_id: str
    payable_ids: tuple[str, ...]
    pay_on: date
    by: str
    on: date


@command
class ApprovePayment:
    """Agree. Given the approval policy."""

    by: str
    on: date
    roles: tuple[str, ...] = ()


@command
class RefusePayment:
    """Do not pay it."""

    reason: str
    by: str
    on: date


def propose_payment(request: ProposePayment, payment: SupplierPayment, given: Given) -> list[SupplierPaymentEvent]:
    """Amounts are what is owed; that each payable is free is decided on the payable, in the same transaction."""
    match payment:
        case NotProposed():
            if request.pay_on < request.on:
                raise PayOnHasPassed(f"{request.pay_on} is before {request.on}", field="pay_on")
            lines = lines_of(request.supplier_id, request.payable_ids, given)
            return [
                SupplierPaymentProposed(
                    supplier_id=request.supplier_id,
                    lines=lines,
                    amount=_amount(lines),
                    pay_on=request.pay_on,
                    proposed_by=request.by,
                    proposed_on=request.on,
                )
            ]
        case Proposed() | Refused() | Approved() | Sent() | Succeeded() | Failed() | Cleared() | TakenBack():
            return []
        case _:
            assert_never(payment)


def lines_of(supplier_id: str, payable_ids: Iterable[str], given: Given) -> tuple[PayableLine, ...]:
    """What is owed of each of them, once. One of somebody else's is refused."""
    return tuple(_line(payable_id, supplier_id, given) for payable_id in dict.fromkeys(payable_ids))


def sum_of(lines: Sequence[PayableLine]) -> Money:
    """What they come to; several currencies are refused."""
    currencies = sorted({line.amount.currency for line in lines})
    if len(currencies) > 1:
        raise OtherCurrency(f"propose one payment each for {', '.join(currencies)}", field="payables")
    return total((line.amount for line in lines), currencies[0])


def _line(payable_id: str, supplier_id: str, given: Given) -> PayableLine:
    payable = given.of(PAYABLE, payable_id)
    match payable:
        case NotOpened():
            raise PayableUnknown(f"nothing is owed under {payable_id}", field="payables")
        case Open(debt=debt) | InPayment(debt=debt) | Paid(debt=debt):
            if debt.supplier_id != supplier_id:
                raise OtherSupplier(f"{payable_id} is owed to {debt.supplier_id}", field="payables")
            return PayableLine(payable_id=payable_id, supplier_reference=debt.supplier_reference, amount=debt.owed)
        case _:
            assert_never(payable)


def _amount(lines: Sequence[PayableLine]) -> Money:
    amount = sum_of(lines)
    if amount.minor <= 0:
        raise NothingToPay(f"it comes to {amount}" if amount else "it comes to nothing: clear it", field="payables")
    return amount


def approve_payment(request: ApprovePayment, payment: SupplierPayment, given: Given) -> list[SupplierPaymentEvent]:
    """Four eyes on every payment that leaves, and no more than who approves may approve."""
    match payment:
        case NotProposed():
            raise PaymentUnknown("propose it first")
        case Proposed(proposal=proposal) if proposal.proposed_by == request.by:
            raise OwnProposal("somebody else has to approve it")
        case Proposed(proposal=proposal):
            require_within_limit(proposal.amount, request.roles, given)
            return [SupplierPaymentApproved(approved_by=request.by, approved_on=request.on)]
        case Refused(reason=reason):
            raise PaymentWasRefused(reason)
        case Cleared() | TakenBack():
            raise WasCleared("nothing of it is paid")
        case Approved() | Sent() | Succeeded() | Failed():
            return []
        case _:
            assert_never(payment)


def refuse_payment(request: RefusePayment, payment: SupplierPayment) -> list[SupplierPaymentEvent]:
    """Until the bank has it. The one who proposed may withdraw it in the same way."""
    match payment:
        case NotProposed():
            raise PaymentUnknown("propose it first")
        case Proposed(proposal=proposal) | Approved(proposal=proposal):
            return [
                SupplierPaymentRefused(
                    payable_ids=proposal.payable_ids,
                    reason=request.reason,
                    refused_by=request.by,
                    refused_on=request.on,
                )
            ]
        case Refused():
            return []
        case Sent() | Succeeded() | Failed():
            raise SentAlready("note a failure when the bank does not carry it out")
        case Cleared():
            raise WasCleared("take the clearing back instead")
        case TakenBack():
            raise WasCleared("the clearing is taken back already")
        case _:
            assert_never(payment)
