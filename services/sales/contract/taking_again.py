"""Goods of a cancelled order that had left all the same, and are billed: they are called after all."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import assert_never

from services.sales.contract.balance import NOTHING, Balance, CallStatus, is_settled, taken_again
from services.sales.contract.events import (
    CallTakenAgain,
    ContractEvent,
    ContractFulfilled,
    TakenLine,
    UncoveredLine,
)
from services.sales.contract.state import Active, ClosedShort, Contract, Fulfilled, Suspended, Unsigned
from shared.kernel.shapes import command


@command
class TakeCallAgain:
    """Take what was billed of an order, if its call was returned. `lines` are those of the invoice."""

    order_id: str
    invoice_id: str
    lines: tuple[TakenLine, ...]
    with_charges: bool
    on: date


def take_call_again(request: TakeCallAgain, contract: Contract) -> list[ContractEvent]:
    """Never refused: what was called anew meanwhile is delivered beyond the contract, and the order shows that. It is
    kept, so that what is given back of the new call cannot be called a second time.

    Whatever follows by rule when the last units are called follows now: the cancelled order itself is not waited for.
    """
    match contract:
        case Unsigned():
            return []
        case (
            Active(balance=balance)
            | Suspended(balance=balance)
            | Fulfilled(balance=balance)
            | ClosedShort(balance=balance)
        ):
            call = balance.calls.get(request.order_id)
            if call is None or call.status is not CallStatus.RETURNED:
                return []
            taken = _taken(request, balance)
            takes_something = taken.lines or taken.uncovered or request.with_charges
            if request.invoice_id in call.billed_after_return or not takes_something:
                return []
            if isinstance(contract, Active) and is_settled(taken_again(balance, taken)):
                return [taken, ContractFulfilled(fulfilled_on=request.on)]
            return [taken]
        case _:
            assert_never(contract)


def _taken(request: TakeCallAgain, balance: Balance) -> CallTakenAgain:
    lines = tuple(_what_is_left(request.lines, balance))
    taken = {line.line_no: line.quantity for line in lines}
    agreed = (line for line in request.lines if str(line.line_no) in balance.left)
    beyond = ((line.line_no, line.quantity - taken.get(line.line_no, NOTHING)) for line in agreed)
    return CallTakenAgain(
        order_id=request.order_id,
        invoice_id=request.invoice_id,
        lines=lines,
        with_charges=request.with_charges and balance.charges_left,
        taken_on=request.on,
        uncovered=tuple(UncoveredLine(line_no=line_no, quantity=units) for line_no, units in beyond if units),
        charges_uncovered=request.with_charges and not balance.charges_left,
    )


def _what_is_left(billed: Sequence[TakenLine], balance: Balance) -> Iterator[TakenLine]:
    """Of each line at most what is left; its last units take what is left of its amount."""
    for line in billed:
        left = balance.left.get(str(line.line_no))
        if left is None or not left.quantity:
            continue
        quantity = min(line.quantity, left.quantity)
        net = left.net if quantity == left.quantity else min(line.net, left.net)
        yield TakenLine(line_no=line.line_no, quantity=quantity, net=net)
