"""Counting off what a customer has with us: money on account is owed to them, so that they owe us less by it.

As in ERPNext and Tryton, where what a party owes is a balance, from which money that is not allocated is off already.
"""

from datetime import date
from typing import Final, assert_never

from services.accounting.credit_account.blocking import then_blocked, then_unblocked
from services.accounting.credit_account.events import CreditAccountEvent, MoneyOnAccountMoved
from services.accounting.credit_account.state import CreditAccount, Open, Unopened
from services.accounting.payment.reading import PAYMENT_AS_READ
from services.accounting.payment.state import Identified, NotReceived, Payment, Returned, Unidentified, Voided
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.shapes import command

USED: Final = "used"
"""Why there is less: it settles something of theirs, which counts less by it in the same transaction."""
LOST: Final = frozenset({"released", "returned", "voided", "refunded", "withdrawn"})
"""Why there is less, and they owe more by it."""


@command
class CountMoney:
    """Something happened to a payment that is, or was, theirs. Given the payment; `because` as in the fact."""

    customer_id: str
    payment_id: str
    currency: str
    because: str
    on: date


def count_money(request: CountMoney, account: CreditAccount, given: Given) -> list[CreditAccountEvent]:
    """What is left as the payment stands, not a difference, so that repeating it changes nothing.

    Money that came may let goods go; money that did not stay may block them. What is used changes neither: it moves
    before that what it settles does, and it is for that to let them go.
    """
    match account:
        case Unopened():
            return []
        case Open(on_account=counted):
            held = _held(given.of(PAYMENT_AS_READ, request.payment_id), request)
            if held == counted.get(request.payment_id, Money.zero(request.currency)):
                return []
            moved = MoneyOnAccountMoved(
                payment_id=request.payment_id, held=held, because=request.because, moved_on=request.on
            )
            if request.because == USED:
                return [moved]
            follow = then_blocked if request.because in LOST else then_unblocked
            return follow(account, [moved], request.on)
        case _:
            assert_never(account)


def _held(payment: Payment, request: CountMoney) -> Money:
    """A refund that waits for its approval is still with us."""
    match payment:
        case Identified(customer_id=customer_id) if customer_id == request.customer_id:
            return payment.on_account
        case NotReceived() | Unidentified() | Identified() | Returned() | Voided():
            return Money.zero(request.currency)
        case _:
            assert_never(payment)
