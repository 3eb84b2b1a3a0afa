"""A payable goes into a payment, and comes back when that is refused or fails. Only the payment that holds it may."""

from datetime import date
from typing import Final, assert_never

from services.accounting.payable.events import (
    HoldName,
    PayableEvent,
    PayableGivenBack,
    PayablePaid,
    PayableReopened,
    PayableTaken,
)
from services.accounting.payable.state import Debt, InPayment, NotOpened, Open, Paid, Payable
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class PayableUnknown(Rejection):
    """Nothing is owed under this id."""

    code = "accounting.payable.unknown"
    ground = Ground.NOT_FOUND


class PayableInAnotherPayment(Rejection):
    """Another payment pays it already."""

    code = "accounting.payable.in-another-payment"


class PayableIsPaid(Rejection):
    """It was paid, or cleared. A clearing that was wrong is taken back."""

    code = "accounting.payable.is-paid"


class PayableIsHeld(Rejection):
    """It is not to be paid until its hold is released."""

    code = "accounting.payable.held"


class PayableIsCredited(Rejection):
    """The supplier credited it: that credit has to be in the same payment, unless another one took it off before."""

    code = "accounting.payable.credited"


_WHY: Final = {
    HoldName.GOODS: "goods that it bills have not come",
    HoldName.BY_HAND: "it is held",
}


@command
class TakePayable:
    """Let a proposed payment pay it, beside what else that pays."""

    supplier_payment_id: str
    on: date
    beside: tuple[str, ...] = ()


@command
class GivePayableBack:
    """The payment was refused."""

    supplier_payment_id: str
    on: date


@command
class PayPayable:
    """The payment went to the bank, or it is cleared, with what else that pays."""

    supplier_payment_id: str
    on: date
    beside: tuple[str, ...] = ()


@command
class ReopenPayable:
    """The payment failed, or the clearing is taken back."""

    supplier_payment_id: str
    reason: str
    on: date


def take_payable(request: TakePayable, payable: Payable) -> list[PayableEvent]:
    """Into one live payment at most, and into none while it is held, or without what credits it."""
    match payable:
        case NotOpened():
            raise PayableUnknown("no approved supplier invoice has this id", field="payables")
        case Open(debt=debt):
            _require_not_held(debt)
            _require_credits(debt, request.beside)
            return [PayableTaken(supplier_payment_id=request.supplier_payment_id, taken_on=request.on)]
        case InPayment(supplier_payment_id=holder) | Paid(supplier_payment_id=holder) if (
            holder == request.supplier_payment_id
        ):
            return []
        case InPayment(debt=debt, supplier_payment_id=holder):
            raise PayableInAnotherPayment(f"{debt.supplier_reference} is in {holder}", field="payables", holder=holder)
        case Paid():
            raise is_paid(payable, field="payables")
        case _:
            assert_never(payable)


def give_payable_back(request: GivePayableBack, payable: Payable) -> list[PayableEvent]:
    """A payment gives back what it holds, and nothing else."""
    match payable:
        case InPayment(supplier_payment_id=request.supplier_payment_id):
            return [PayableGivenBack(supplier_payment_id=request.supplier_payment_id, given_back_on=request.on)]
        case NotOpened() | Open() | InPayment() | Paid():
            return []
        case _:
            assert_never(payable)


def pay_payable(request: PayPayable, payable: Payable) -> list[PayableEvent]:
    """By the payment that holds it; one that nobody holds, also by a payment that failed and arrived after all.

    The first is still to be sent: it waits for the hold's release, and one that lacks a credit which came since then is
    refused and proposed anew. Of the second the money is gone, held or not.
    """
    match payable:
        case NotOpened():
            raise PayableUnknown("no approved supplier invoice has this id", field="payables")
        case Paid(supplier_payment_id=request.supplier_payment_id):
            return []
        case InPayment(debt=debt, supplier_payment_id=request.supplier_payment_id):
            _require_not_held(debt)
            _require_credits(debt, request.beside)
            return [_paid(request, debt)]
        case Open(debt=debt):
            return [_paid(request, debt)]
        case InPayment(debt=debt, supplier_payment_id=holder):
            raise PayableInAnotherPayment(f"{debt.supplier_reference} is in {holder}", field="payables", holder=holder)
        case Paid():
            raise is_paid(payable, field="payables")
        case _:
            assert_never(payable)


def reopen_payable(request: ReopenPayable, payable: Payable) -> list[PayableEvent]:
    """A payment re-opens what it paid, and nothing else."""
    match payable:
        case Paid(debt=debt, supplier_payment_id=request.supplier_payment_id):
            return [
                PayableReopened(
                    supplier_payment_id=request.supplier_payment_id,
                    amount=debt.owed,
                    reason=request.reason,
                    reopened_on=request.on,
                    credits=debt.credits,
                )
            ]
        case NotOpened() | Open() | InPayment() | Paid():
            return []
        case _:
            assert_never(payable)


def is_paid(payable: Paid, *, field: str | None = None) -> PayableIsPaid:
    """Names what holds it: a clearing looks like any payment from here, and whoever asks may have to take it back."""
    holder, reference = payable.supplier_payment_id, payable.debt.supplier_reference
    detail = f"{reference} was paid or cleared on {payable.paid_on}, by {holder}"
    return PayableIsPaid(detail, field=field, holder=holder)


def _paid(request: PayPayable, debt: Debt) -> PayablePaid:
    return PayablePaid(
        supplier_payment_id=request.supplier_payment_id,
        amount=debt.owed,
        paid_on=request.on,
        credits=debt.credits,
    )


def _require_not_held(debt: Debt) -> None:
    for hold in debt.holds:
        raise PayableIsHeld(
            f"{debt.supplier_reference}: {_WHY[hold.name]}: {hold.reason}", field="payables", hold=hold.name
        )


def _require_credits(debt: Debt, beside: tuple[str, ...]) -> None:
    for credit in debt.credited_by:
        if credit.is_open and credit.credit_id not in beside:
            raise PayableIsCredited(
                f"{debt.supplier_reference}: credited by {credit.supplier_reference}, which has to be in the payment",
                field="payables",
                credit=credit.credit_id,
            )
