"""Clearing payables that come to nothing: a supplier's bills and the credits that take all of them back.

By one person: no money leaves, and that the credit is one was said by two. What was cleared wrongly is taken back.
"""

from datetime import date
from typing import assert_never

from services.accounting.supplier_payment.events import (
    SupplierClearingTakenBack,
    SupplierPaymentCleared,
    SupplierPaymentEvent,
)
from services.accounting.supplier_payment.proposing import PaymentUnknown, lines_of, sum_of
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
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class ComesToSomething(Rejection):
    """What is cleared comes to nothing: what is more is paid; what is less waits for the next bill, or is paid back."""

    code = "accounting.supplier-payment.comes-to-something"
    ground = Ground.UNACCEPTABLE


class NotCleared(Rejection):
    """It is a payment: refuse it, or note that it failed."""

    code = "accounting.supplier-payment.not-cleared"


@command
class ClearPayables:
    """Set these payables of a supplier off against each other. Gives them."""

    supplier_id: str
    payable_ids: tuple[str, ...]
    by: str
    on: date


@command
class TakeClearingBack:
    """They should not have been cleared."""

    reason: str
    by: str
    on: date


def clear_payables(request: ClearPayables, payment: SupplierPayment, given: Given) -> list[SupplierPaymentEvent]:
    """That each payable is free, and may be paid, is decided on the payable, in the same transaction."""
    match payment:
        case NotProposed():
            lines = lines_of(request.supplier_id, request.payable_ids, given)
            if amount := sum_of(lines):
                raise ComesToSomething(f"they come to {amount}", field="payables")
            return [
                SupplierPaymentCleared(
                    supplier_id=request.supplier_id, lines=lines, cleared_by=request.by, cleared_on=request.on
                )
            ]
        case Proposed() | Refused() | Approved() | Sent() | Succeeded() | Failed() | Cleared() | TakenBack():
            return []
        case _:
            assert_never(payment)


def take_clearing_back(request: TakeClearingBack, payment: SupplierPayment) -> list[SupplierPaymentEvent]:
    """Once. Its payables are paid, or cleared anew, like any that are open."""
    match payment:
        case NotProposed():
            raise PaymentUnknown("clear them first")
        case Cleared(proposal=proposal):
            return [
                SupplierClearingTakenBack(
                    payable_ids=proposal.payable_ids,
                    reason=request.reason,
                    taken_back_by=request.by,
                    taken_back_on=request.on,
                )
            ]
        case TakenBack():
            return []
        case Proposed() | Refused() | Approved() | Sent() | Succeeded() | Failed():
            raise NotCleared("it is a payment")
        case _:
            assert_never(payment)
