"""A supplier pays back what its credits come to beyond what we owe it: money that comes in.

By one person, as other money that comes in: no money leaves, and that the credit is one was said by two. From then on
it is like any payment that the bank carried out, of an amount less than nothing: it may fail.
"""

from datetime import date
from typing import assert_never

from services.accounting.supplier_payment.events import SupplierPaymentEvent, SupplierRefundReceived
from services.accounting.supplier_payment.proposing import lines_of, sum_of
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


class NothingPaidBack(Rejection):
    """A supplier pays back what its credits come to beyond what we owe: here that is nothing."""

    code = "accounting.supplier-payment.nothing-paid-back"
    ground = Ground.UNACCEPTABLE


class PaidBackInTheFuture(Rejection):
    """Money is noted when it is there, not before."""

    code = "accounting.supplier-payment.paid-back-in-the-future"
    ground = Ground.UNACCEPTABLE


@command
class NotePaidBack:
    """The supplier paid back what these payables come to; `entry_id` is its journal entry. Gives them."""

    supplier_id: str
    payable_ids: tuple[str, ...]
    entry_id: str
    received_on: date
    by: str
    on: date


def note_paid_back(request: NotePaidBack, payment: SupplierPayment, given: Given) -> list[SupplierPaymentEvent]:
    """That each payable is free, and not held, is decided on the payable, in the same transaction."""
    match payment:
        case NotProposed():
            if request.received_on > request.on:
                raise PaidBackInTheFuture(f"{request.received_on} is after {request.on}", field="received_on")
            lines = lines_of(request.supplier_id, request.payable_ids, given)
            amount = sum_of(lines)
            if amount.minor >= 0:
                raise NothingPaidBack(f"they come to {amount}", field="payables")
            return [
                SupplierRefundReceived(
                    supplier_id=request.supplier_id,
                    lines=lines,
                    amount=amount,
                    entry_id=request.entry_id,
                    noted_by=request.by,
                    received_on=request.received_on,
                )
            ]
        case Proposed() | Refused() | Approved() | Sent() | Succeeded() | Failed() | Cleared() | TakenBack():
            return []
        case _:
            assert_never(payment)
