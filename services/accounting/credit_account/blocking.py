"""Checking credit again before goods leave: what a worse standing blocks, and a better one lets go.

An order counts from its placing, so shipping adds nothing to the exposure; what may have changed since is the standing:
a stop, a lower limit, what is owed again. Then what has credit and has not left is blocked, order by order.
"""

from collections.abc import Sequence
from datetime import date

from services.accounting.credit_account.events import CreditAccountEvent, DeliveryBlocked, DeliveryUnblocked
from services.accounting.credit_account.state import HOLD, OK, STOP, WATCH, Open, OrderExposure, evolve


def then_blocked(account: Open, facts: Sequence[CreditAccountEvent], on: date) -> list[CreditAccountEvent]:
    """The facts, and the blocks that follow: a stop blocks everything, a limit what nobody let go over it."""
    after = _after(account, facts)
    standing = after.standing_of_goods
    if standing not in (HOLD, STOP):
        return list(facts)
    blocks = [
        _block(order_id, order, after, on)
        for order_id, order in after.orders.items()
        if order.reserved and order_id not in after.blocked and (standing == STOP or not order.approved)
    ]
    return [*facts, *blocks]


def then_unblocked(account: Open, facts: Sequence[CreditAccountEvent], on: date) -> list[CreditAccountEvent]:
    """The facts, and what they let go. What a lifted stop leaves over the limit is blocked for that instead.

    What an approver has refused no rule lets go: it is for a person to release, or for sales to cancel or reduce.
    """
    if not account.blocked:
        return list(facts)
    after = _after(account, facts)
    standing = after.standing_of_goods
    if standing == STOP:
        return list(facts)
    found = list(facts)
    for order_id, block in after.blocked.items():
        if order_id in after.refused:
            continue
        order = after.orders.get(order_id)
        if standing in (OK, WATCH) or order is None or order.approved:
            found.append(_unblocked(order_id, after, on))
        elif block.standing == STOP:
            found.append(_block(order_id, order, after, on))
    return found


def then_kept_over_limit(
    account: Open, facts: Sequence[CreditAccountEvent], order_id: str, on: date
) -> list[CreditAccountEvent]:
    """The facts, what they let go, and the block of this one order where it is over the limit and nobody let it go.

    Only of this one: the facts make nothing worse for the others, which were looked at when their standing changed.
    """
    found = then_unblocked(account, facts, on)
    after = _after(account, found)
    order = after.orders.get(order_id)
    if after.standing_of_goods != HOLD or order is None or order_id in after.blocked:
        return found
    return [*found, _block(order_id, order, after, on)] if order.reserved and not order.approved else found


def then_nothing_kept(
    account: Open, facts: Sequence[CreditAccountEvent], order_id: str, on: date
) -> list[CreditAccountEvent]:
    """The facts, and the end of the order's block when they left nothing of it to keep; a stop has no say in that."""
    after = _after(account, facts)
    if order_id not in after.blocked or after.exposure_of(order_id, after.currency).reserved:
        return list(facts)
    return [*facts, _unblocked(order_id, after, on)]


def _block(order_id: str, order: OrderExposure, account: Open, on: date) -> DeliveryBlocked:
    return DeliveryBlocked(
        order_id=order_id,
        amount=order.reserved,
        exposure=account.total,
        limit=account.limit,
        standing=account.standing_of_goods,
        placed_by=order.placed_by,
        blocked_on=on,
    )


def _unblocked(order_id: str, account: Open, on: date) -> DeliveryUnblocked:
    """By rule: nobody said so."""
    return DeliveryUnblocked(order_id=order_id, exposure=account.total, unblocked_by=None, reason="", unblocked_on=on)


def _after(account: Open, facts: Sequence[CreditAccountEvent]) -> Open:
    for fact in facts:
        after = evolve(account, fact)
        assert isinstance(after, Open)  # an account is never closed
        account = after
    return account
