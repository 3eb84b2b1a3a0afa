"""An order is for less than it had called: the difference may be called again."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import assert_never

from services.sales.contract.balance import Call, CallStatus
from services.sales.contract.events import CallReduced, ContractEvent, TakenLine
from services.sales.contract.settling import settled_first
from services.sales.contract.state import Active, ClosedShort, Contract, Fulfilled, Suspended, Unsigned
from shared.kernel.shapes import command


@command
class ReduceCall:
    """Give back a part of what an order took: `lines` are what it gives up, in units and in money."""

    order_id: str
    lines: tuple[TakenLine, ...]
    on: date


def reduce_call(request: ReduceCall, contract: Contract) -> list[ContractEvent]:
    """The charges stay with the order. Of a call that was returned or completed there is nothing to give back.

    What was billed beyond the contract meanwhile is covered first.
    """
    match contract:
        case Unsigned():
            return []
        case Active() | Suspended() | Fulfilled() | ClosedShort():
            call = contract.balance.calls.get(request.order_id)
            if call is None or call.status is not CallStatus.OPEN:
                return []
            lines, settled = settled_first(_taken(request.lines, call), contract.balance)
            if not (lines or settled):
                return []
            return [CallReduced(order_id=request.order_id, lines=lines, reduced_on=request.on, settled=settled)]
        case _:
            assert_never(contract)


def _taken(lines: Sequence[TakenLine], call: Call) -> Iterator[TakenLine]:
    """What the call has of them."""
    held = {line.line_no for line in call.lines}
    return (line for line in lines if line.line_no in held)
