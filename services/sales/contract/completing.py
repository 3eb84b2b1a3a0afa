"""Orders under a contract complete, and with the last of them the contract; an order that reopens takes that back."""

from datetime import date
from typing import assert_never

from services.sales.contract.balance import CallStatus, completed, is_settled
from services.sales.contract.events import (
    ContractEvent,
    ContractFulfilled,
    ContractReopened,
    OrderCompletionNoted,
    OrderReopeningNoted,
)
from services.sales.contract.state import Active, ClosedShort, Contract, Fulfilled, Suspended, Unsigned
from shared.kernel.shapes import command


@command
class NoteOrderCompleted:
    """Note that an order under the contract is delivered, billed and paid."""

    order_id: str
    on: date


@command
class NoteOrderReopened:
    """Note that an order under the contract is not completed any more."""

    order_id: str
    on: date


def note_order_completed(request: NoteOrderCompleted, contract: Contract) -> list[ContractEvent]:
    """Fulfilled by rule when nothing is left to call and no order is open; a suspended one once it is resumed."""
    match contract:
        case Unsigned():
            return []
        case Active() | Suspended() | Fulfilled() | ClosedShort():
            call = contract.balance.calls.get(request.order_id)
            if call is None or call.status is not CallStatus.OPEN:
                return []
            noted = OrderCompletionNoted(order_id=request.order_id, completed_on=request.on)
            if isinstance(contract, Active) and is_settled(completed(contract.balance, noted)):
                return [noted, ContractFulfilled(fulfilled_on=request.on)]
            return [noted]
        case _:
            assert_never(contract)


def note_order_reopened(request: NoteOrderReopened, contract: Contract) -> list[ContractEvent]:
    """A contract that a person closed stays closed."""
    match contract:
        case Unsigned():
            return []
        case Active() | Suspended() | Fulfilled() | ClosedShort():
            call = contract.balance.calls.get(request.order_id)
            if call is None or call.status is not CallStatus.COMPLETED:
                return []
            noted = OrderReopeningNoted(order_id=request.order_id, reopened_on=request.on)
            if isinstance(contract, Fulfilled):
                return [noted, ContractReopened(reopened_on=request.on)]
            return [noted]
        case _:
            assert_never(contract)
