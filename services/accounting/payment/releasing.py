"""Finding out that money is not whose it was thought to be."""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from services.accounting.payment.events import PaymentEvent, PaymentReleased, RefundRefused
from services.accounting.payment.matching_charges import charges_restored
from services.accounting.payment.receiving import (
    PaymentUnknown,
    PaymentWasReturned,
    PaymentWasVoided,
    require_bank_money,
)
from services.accounting.payment.refunding import RefundHasLeft
from services.accounting.payment.state import (
    APPROVED,
    PROPOSED,
    Identified,
    NotReceived,
    Payment,
    Returned,
    Unidentified,
    Voided,
)
from shared.kernel.money import total
from shared.kernel.shapes import command


@command
class ReleasePayment:
    """It is not this customer's: take back what it settles."""

    reason: str
    by: str
    on: date


def release_payment(request: ReleasePayment, payment: Payment) -> list[PaymentEvent]:
    """The invoices are owed again; the money waits to be identified.

    Not while this customer has a part of it as their refund: whose it is then would be charged with that. A refund that
    was proposed for them is refused, or whose it is then would be paid out with it.
    """
    match payment:
        case NotReceived():
            raise PaymentUnknown("note the payment first")
        case Unidentified():
            return []
        case Identified(receipt=receipt):
            require_bank_money(receipt)
            _require_nothing_given_back(payment)
            return [
                *charges_restored(payment, request.reason, request.on),
                *_refused(payment, request.reason, request.on),
                PaymentReleased(
                    customer_id=payment.customer_id,
                    allocations=payment.allocations,
                    on_account=receipt.amount - payment.refunded - payment.allocated,
                    reason=request.reason,
                    released_by=request.by,
                    released_on=request.on,
                ),
            ]
        case Returned(reason=reason):
            raise PaymentWasReturned(reason)
        case Voided(reason=reason):
            raise PaymentWasVoided(reason)
        case _:
            assert_never(payment)


def _require_nothing_given_back(payment: Identified) -> None:
    """What was refunded before anybody knew whose it was went to whoever paid it, and is nobody else's."""
    left = (one.amount for one in payment.refunds if one.status == APPROVED and one.customer_id != "")
    theirs = total(left, payment.receipt.amount.currency)
    if theirs:
        raise RefundHasLeft(
            f"{theirs} of it was refunded to {payment.customer_id}: once that is back, note the refund as failed",
            customer_id=payment.customer_id,
        )


def _refused(payment: Identified, reason: str, on: date) -> Iterable[RefundRefused]:
    """What was proposed before anybody knew whose it was goes to whoever paid it, and waits on."""
    for one in payment.refunds:
        if one.status == PROPOSED and one.proposed_for:
            yield RefundRefused(refund_id=one.refund_id, reason=f"released: {reason}", refused_by="", refused_on=on)
