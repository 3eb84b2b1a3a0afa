"""Reclaiming what was refunded of money that the bank then took back: it left twice, and whoever had it owes it."""

from datetime import date
from typing import assert_never

from services.accounting.payment.events import PaymentEvent, RefundReclaimed
from services.accounting.payment.matching import is_customer
from services.accounting.payment.receiving import CustomerUnknown, IdentifiedAlready, PaymentUnknown, PaymentWasVoided
from services.accounting.payment.state import Identified, NotReceived, Payment, Returned, Unidentified, Voided
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.rejection import Rejection
from shared.kernel.shapes import command


class NotReturned(Rejection):
    """The money is still here: nothing of it has to be reclaimed."""

    code = "accounting.payment.not-returned"


class NothingToReclaim(Rejection):
    """Nothing of it had been refunded when the bank took it back."""

    code = "accounting.payment.nothing-to-reclaim"


class ReclaimedAlready(Rejection):
    """Another customer owes it already."""

    code = "accounting.payment.reclaimed-already"


@command
class ReclaimRefund:
    """Say who had the refund of a payment that was returned before anybody knew whose it was. Given their account."""

    customer_id: str
    by: str
    on: date


def reclaimed_at_once(payment: Identified, reason: str, by: str, on: date) -> list[PaymentEvent]:
    """Of a known customer's payment: what was refunded before the bank took it back."""
    return _reclaimed(payment.refunded, payment.customer_id, reason, by, on, from_suspense=False)


def reclaim_refund(request: ReclaimRefund, payment: Payment, given: Given) -> list[PaymentEvent]:
    """Once; from the customer whose payment it was, where that is known."""
    match payment:
        case NotReceived():
            raise PaymentUnknown("note the payment first")
        case Unidentified() | Identified():
            raise NotReturned("note its return first")
        case Voided(reason=reason):
            raise PaymentWasVoided(reason)
        case Returned(reclaimed_from=debtor) if debtor:
            if debtor == request.customer_id:
                return []
            raise ReclaimedAlready(f"from {debtor}", customer_id=debtor)
        case Returned(customer_id=owner):
            if owner not in ("", request.customer_id):
                raise IdentifiedAlready(f"it was {owner}'s", customer_id=owner)
            if not is_customer(request.customer_id, given):
                raise CustomerUnknown(f"customer {request.customer_id} was never heard of", field="customer_id")
            found = _reclaimed(
                payment.refunded,
                request.customer_id,
                payment.reason,
                request.by,
                request.on,
                from_suspense=not owner,
            )
            if not found:
                raise NothingToReclaim("nothing was refunded of it")
            return found
        case _:
            assert_never(payment)


def _reclaimed(
    refunded: Money, customer_id: str, reason: str, by: str, on: date, *, from_suspense: bool
) -> list[PaymentEvent]:
    if not refunded:
        return []
    return [
        RefundReclaimed(
            amount=refunded,
            customer_id=customer_id,
            from_suspense=from_suspense,
            reason=reason,
            reclaimed_by=by,
            reclaimed_on=on,
        )
    ]
