"""What is left to call under a contract, and what each order has taken of it."""

from collections.abc import Iterable
from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from services.sales.contract.events import (
    CallReduced,
    CallReturned,
    CallTakenAgain,
    GoodsCalled,
    OrderCompletionNoted,
    OrderReopeningNoted,
    TakenLine,
)
from shared.kernel.mappings import summed
from shared.kernel.money import Money
from shared.kernel.records import replace
from shared.kernel.shapes import part
from shared.published.sales import ContractLine

NOTHING: Final = Decimal(0)


class CallStatus(StrEnum):
    """How far an order under the contract has come, as far as the contract cares."""

    OPEN = "open"
    COMPLETED = "completed"
    RETURNED = "returned"


@part
class Left:
    """What is left of one line."""

    quantity: Decimal
    net: Money


@part
class Call:
    """What one order took; nothing is remembered line by line once it cannot be given back any more.

    `billed_after_return` are the invoices for which a returned call was taken again.
    """

    status: CallStatus
    lines: tuple[TakenLine, ...] = ()
    with_charges: bool = False
    billed_after_return: tuple[str, ...] = ()


@part
class Balance:
    """Left to call by line number, whether the charges are still to go with an order, and the orders by id.

    `uncovered` are units by line number, and `charges_uncovered` whether charges too, that were billed of cancelled
    orders though others had called them: what is given back covers them first.
    """

    left: dict[str, Left]
    charges_left: bool
    calls: dict[str, Call]
    uncovered: dict[str, Decimal] = field(default_factory=dict)
    charges_uncovered: bool = False

    def of(self, line: ContractLine) -> Left:
        """What is left of that line."""
        return self.left[str(line.line_no)]


def full_balance(lines: tuple[ContractLine, ...]) -> Balance:
    """The balance on the day of signing: everything."""
    left = {str(line.line_no): Left(quantity=line.quantity, net=line.net) for line in lines}
    return Balance(left=left, charges_left=True, calls={})


def net_of_part(line: ContractLine, left: Left, quantity: Decimal) -> Money:
    """What so many units of a line cost.

    Their share of the line, rounded half up, but never more than is left; the last units cost what is left.
    """
    if quantity == left.quantity:
        return left.net
    return min(Money.of(line.net.amount * quantity / line.quantity, line.net.currency), left.net)


def is_exhausted(balance: Balance) -> bool:
    """Nothing is left to call."""
    return all(left.quantity == 0 for left in balance.left.values())


def is_settled(balance: Balance) -> bool:
    """Nothing is left to call, and no order is open any more."""
    return is_exhausted(balance) and all(call.status is not CallStatus.OPEN for call in balance.calls.values())


def called(balance: Balance, fact: GoodsCalled) -> Balance:
    """The balance after a call."""
    taken = tuple(TakenLine(line_no=line.line_no, quantity=line.quantity, net=line.net) for line in fact.lines)
    left = dict(balance.left)
    for line in taken:
        before = left[str(line.line_no)]
        left[str(line.line_no)] = Left(quantity=before.quantity - line.quantity, net=before.net - line.net)
    with_charges = balance.charges_left and not fact.leaves_charges
    call = Call(status=CallStatus.OPEN, lines=taken, with_charges=with_charges)
    charges_left = balance.charges_left and fact.leaves_charges
    return replace(balance, left=left, charges_left=charges_left, calls={**balance.calls, fact.order_id: call})


def returned(balance: Balance, fact: CallReturned) -> Balance:
    """The balance after a call was given back."""
    left = dict(balance.left)
    for line in fact.lines:
        before = left[str(line.line_no)]
        left[str(line.line_no)] = Left(quantity=before.quantity + line.quantity, net=before.net + line.net)
    return replace(
        balance,
        left=left,
        charges_left=balance.charges_left or fact.with_charges,
        calls={**balance.calls, fact.order_id: Call(status=CallStatus.RETURNED)},
        uncovered=_covered(balance, fact.settled),
        charges_uncovered=balance.charges_uncovered and not fact.settles_charges,
    )


def reduced(balance: Balance, fact: CallReduced) -> Balance:
    """The balance after a part of a call was given back: the rest of it stays called."""
    left = dict(balance.left)
    call = balance.calls[fact.order_id]
    taken = {line.line_no: line for line in call.lines}
    for line in fact.lines:
        before = left[str(line.line_no)]
        left[str(line.line_no)] = Left(quantity=before.quantity + line.quantity, net=before.net + line.net)
    for line in (*fact.lines, *fact.settled):
        held = taken[line.line_no]
        taken[line.line_no] = TakenLine(
            line_no=line.line_no, quantity=held.quantity - line.quantity, net=held.net - line.net
        )
    lines = tuple(line for line in taken.values() if line.quantity)
    return replace(
        balance,
        left=left,
        calls={**balance.calls, fact.order_id: replace(call, lines=lines)},
        uncovered=_covered(balance, fact.settled),
    )


def taken_again(balance: Balance, fact: CallTakenAgain) -> Balance:
    """The balance after goods of a returned call were billed all the same: its order stays cancelled."""
    left = dict(balance.left)
    for line in fact.lines:
        before = left[str(line.line_no)]
        left[str(line.line_no)] = Left(quantity=before.quantity - line.quantity, net=before.net - line.net)
    call = balance.calls[fact.order_id]
    billed = (*call.billed_after_return, fact.invoice_id)
    beyond = ((str(one.line_no), one.quantity) for one in fact.uncovered)
    return replace(
        balance,
        left=left,
        charges_left=balance.charges_left and not fact.with_charges,
        calls={**balance.calls, fact.order_id: replace(call, billed_after_return=billed)},
        uncovered=summed((*balance.uncovered.items(), *beyond)),
        charges_uncovered=balance.charges_uncovered or fact.charges_uncovered,
    )


def _covered(balance: Balance, settled: Iterable[TakenLine]) -> dict[str, Decimal]:
    """What is not covered yet after that."""
    units = {line.line_no: line.quantity for line in settled}
    after = {number: quantity - units.get(int(number), NOTHING) for number, quantity in balance.uncovered.items()}
    return {number: quantity for number, quantity in after.items() if quantity}


def completed(balance: Balance, fact: OrderCompletionNoted) -> Balance:
    """The balance after an order was completed: what it took cannot come back."""
    return replace(balance, calls={**balance.calls, fact.order_id: Call(status=CallStatus.COMPLETED)})


def reopened(balance: Balance, fact: OrderReopeningNoted) -> Balance:
    """The balance after a completed order was reopened: its goods are delivered, so what it took stays taken."""
    return replace(balance, calls={**balance.calls, fact.order_id: Call(status=CallStatus.OPEN)})
