"""Lowering what an order reserves of its customer's credit, when it is for less than before."""

from datetime import date
from typing import assert_never

from services.accounting.credit_account.blocking import then_nothing_kept, then_unblocked
from services.accounting.credit_account.events import CreditAccountEvent, CreditReduced
from services.accounting.credit_account.reserving import ReserveCredit, checked
from services.accounting.credit_account.state import CreditAccount, HeldOrder, Open, Unopened
from shared.kernel.money import Money
from shared.kernel.shapes import command


@command
class LowerReservedCredit:
    """By `amount`, with tax, what of the order has not left is expected to be billed at less than before.

    It is a difference: who sends it twice lowers twice. The billing of the order sends it once per amendment.
    """

    order_id: str
    amount: Money
    on: date


def lower_reserved_credit(request: LowerReservedCredit, account: CreditAccount) -> list[CreditAccountEvent]:
    """What is free may let goods go, of this order and of others. A held order is checked anew by the lower amount.

    An order that was refused while it was held reserves nothing, and waits for sales to cancel it.
    """
    match account:
        case Unopened():
            return []
        case Open(held=held) if request.order_id in held:
            return _checked_anew(request, held[request.order_id], account)
        case Open(orders=orders):
            order = orders.get(request.order_id)
            if order is None:
                return []
            given_back = min(request.amount, order.reserved)
            if not given_back:
                return []
            reduced = CreditReduced(
                order_id=request.order_id,
                given_back=given_back,
                reserved=order.reserved - given_back,
                exposure=account.total - given_back,
                reduced_on=request.on,
            )
            kept = then_nothing_kept(account, [reduced], request.order_id, request.on)
            return then_unblocked(account, kept, request.on)
        case _:
            assert_never(account)


def _checked_anew(request: LowerReservedCredit, waiting: HeldOrder, account: Open) -> list[CreditAccountEvent]:
    if not request.amount:
        return []
    amount = max(waiting.amount - request.amount, Money.zero(waiting.amount.currency))
    placed_by = waiting.placed_by
    again = ReserveCredit(order_id=request.order_id, amount=amount, placed_by=placed_by, on=request.on)
    return [checked(again, account)]
