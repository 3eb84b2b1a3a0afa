"""Reserving credit for an order, or holding it; and giving back what a cancelled order had reserved."""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from services.accounting.credit_account.blocking import then_unblocked
from services.accounting.credit_account.events import (
    CreditAccountEvent,
    CreditGivenBack,
    CreditHeld,
    CreditReserved,
)
from services.accounting.credit_account.opening import newly_opened
from services.accounting.credit_account.state import DUNNED, OK, STOP, WATCH, CreditAccount, Open, Unopened, evolve
from shared.kernel.decider import Given
from shared.kernel.money import Money
from shared.kernel.shapes import command


@command
class ReserveCredit:
    """An order was placed; `amount` is what we expect to bill for it, with charges and tax. Given the credit policy."""

    order_id: str
    amount: Money
    placed_by: str
    on: date


@command
class GiveBackCredit:
    """An order was cancelled."""

    order_id: str
    on: date


def reserve_credit(request: ReserveCredit, account: CreditAccount, given: Given) -> list[CreditAccountEvent]:
    """Reserved when it fits, held when not, and never refused: only a person says no."""
    match account:
        case Unopened():
            # The order came before its customer's registration, which will add the name.
            opened = newly_opened("", request.amount.currency, request.on, given)
            return [*opened, *reserve_credit(request, _after(account, opened), given)]
        case Open(orders=orders, held=held, refused=refused):
            if request.order_id in orders or request.order_id in held or request.order_id in refused:
                return []
            return [checked(request, account)]
        case _:
            assert_never(account)


def _after(account: CreditAccount, facts: Iterable[CreditAccountEvent]) -> CreditAccount:
    for fact in facts:
        account = evolve(account, fact)
    return account


def give_back_credit(request: GiveBackCredit, account: CreditAccount) -> list[CreditAccountEvent]:
    """Whatever is still reserved; goods that left count until they are paid or back."""
    match account:
        case Unopened():
            return []
        case Open(orders=orders, held=held, refused=refused, currency=currency):
            order = orders.get(request.order_id)
            amount = Money.zero(currency) if order is None else order.reserved
            if not amount and request.order_id not in held and request.order_id not in refused:
                return []
            given_back = CreditGivenBack(order_id=request.order_id, amount=amount, given_back_on=request.on)
            return then_unblocked(account, [given_back], request.on)
        case _:
            assert_never(account)


def check_stopped_again(account: Open, on: date) -> list[CreditAccountEvent]:
    """Orders that were held for a stop or for dunning alone, oldest first, once that is over.

    Reserved, or held for what still stands in their way.
    """
    found: list[CreditAccountEvent] = []
    for order_id, waiting in account.held.items():
        if waiting.standing not in (STOP, DUNNED):
            continue
        request = ReserveCredit(order_id=order_id, amount=waiting.amount, placed_by=waiting.placed_by, on=on)
        fact = checked(request, account)
        found.append(fact)
        after = evolve(account, fact)
        assert isinstance(after, Open)  # an account is never closed
        account = after
    return found


def checked(request: ReserveCredit, account: Open) -> CreditReserved | CreditHeld:
    """Reserved by itself when it fits, held when not. What of the order has left already is not counted twice."""
    amount = account.not_counted_yet(request.order_id, request.amount)
    standing = account.standing_with(amount)
    exposure = account.total
    if standing in (OK, WATCH):
        return CreditReserved(
            order_id=request.order_id,
            amount=amount,
            exposure=exposure + amount,
            limit=account.limit,
            placed_by=request.placed_by,
            released_by=None,
            reason="",
            reserved_on=request.on,
        )
    return CreditHeld(
        order_id=request.order_id,
        amount=request.amount,
        exposure=exposure,
        limit=account.limit,
        standing=standing,
        placed_by=request.placed_by,
        held_on=request.on,
    )
