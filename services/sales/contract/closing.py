"""Closing a contract short: what was not called will not be."""

from datetime import date
from typing import assert_never

from services.sales.contract.balance import is_exhausted
from services.sales.contract.calling import ContractIsOver, ContractUnknown, NothingLeftToCall
from services.sales.contract.events import ContractClosedShort, ContractEvent
from services.sales.contract.state import Active, ClosedShort, Contract, Fulfilled, Suspended, Unsigned
from shared.kernel.shapes import command


@command
class CloseContract:
    """Give up what is left to call."""

    reason: str
    by: str
    on: date


def close_contract(request: CloseContract, contract: Contract) -> list[ContractEvent]:
    """With nothing left there is nothing to give up: such a contract is fulfilled by its orders."""
    match contract:
        case Unsigned():
            raise ContractUnknown("sign it first")
        case ClosedShort():
            return []
        case Fulfilled(fulfilled_on=on):
            raise ContractIsOver(f"fulfilled on {on}")
        case Active() | Suspended():
            if is_exhausted(contract.balance):
                raise NothingLeftToCall("it is fulfilled as soon as its orders are completed")
            return [ContractClosedShort(reason=request.reason, closed_by=request.by, closed_on=request.on)]
        case _:
            assert_never(contract)
