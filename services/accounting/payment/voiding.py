"""Taking back a payment that was entered in error, so that the money that did come in can be noted in its place."""

from datetime import date
from typing import assert_never

from services.accounting.payment.events import PaymentEvent, PaymentVoided
from services.accounting.payment.matching_charges import charges_restored
from services.accounting.payment.receiving import PaymentUnknown, require_bank_money
from services.accounting.payment.refunding import RefundHasLeft
from services.accounting.payment.state import Identified, NotReceived, Payment, Returned, Unidentified, Voided
from shared.kernel.money import Money
from shared.kernel.shapes import command


@command
class VoidPayment:
    """It was entered in error: no such money came in under its bank reference."""

    reason: str
    by: str
    on: date


def void_payment(request: VoidPayment, payment: Payment) -> list[PaymentEvent]:
    """Not once a part of it was refunded: that money did leave, so that a return has to say who owes it."""
    match payment:
        case NotReceived():
            raise PaymentUnknown("note the payment first")
        case Voided():
            return []
        case Unidentified(receipt=receipt):
            _require_nothing_left(payment)
            return [_voided(request, payment, not_allocated=receipt.amount)]
        case Identified(receipt=receipt):
            require_bank_money(receipt)
            _require_nothing_left(payment)
            return [
                *charges_restored(payment, request.reason, request.on),
                _voided(request, payment, not_allocated=receipt.amount - payment.allocated),
            ]
        case Returned(receipt=receipt):
            _require_nothing_left(payment)
            return [_voided(request, payment, not_allocated=Money.zero(receipt.amount.currency))]
        case _:
            assert_never(payment)


def _require_nothing_left(payment: Unidentified | Identified | Returned) -> None:
    if payment.refunded:
        raise RefundHasLeft(f"{payment.refunded} of it was refunded")


def _voided(
    request: VoidPayment, payment: Unidentified | Identified | Returned, *, not_allocated: Money
) -> PaymentVoided:
    return PaymentVoided(
        amount=payment.receipt.amount,
        customer_id="" if isinstance(payment, Unidentified) else payment.customer_id,
        allocations=payment.allocations if isinstance(payment, Identified) else (),
        not_allocated=not_allocated,
        reason=request.reason,
        voided_by=request.by,
        voided_on=request.on,
    )
