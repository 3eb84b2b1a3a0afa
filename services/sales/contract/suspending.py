"""Suspending a contract, and resuming it."""

from datetime import date
from typing import assert_never

from services.sales.contract.balance import is_settled
from services.sales.contract.calling import ContractIsOver, ContractUnknown
from services.sales.contract.events import (
    ContractEvent,
    ContractFulfilled,
    ContractResumed,
    ContractSuspended,
)
from services.sales.contract.state import Active, ClosedShort, Contract, Fulfilled, Suspended, Unsigned
from shared.kernel.shapes import command


@command
class SuspendContract:
    """Let nothing be called until further notice."""

    reason: str
    by: str
    on: date


@command
class ResumeContract:
    """Let goods be called again."""

    reason: str
    by: str
    on: date


def suspend_contract(request: SuspendContract, contract: Contract) -> list[ContractEvent]:
    """Asked twice, it is suspended once, for the first reason."""
    match contract:
        case Unsigned():
            raise ContractUnknown("sign it first")
        case Suspended():
            return []
        case Active():
            return [ContractSuspended(reason=request.reason, suspended_by=request.by, suspended_on=request.on)]
        case Fulfilled() | ClosedShort():
            raise ContractIsOver("there is nothing to suspend")
        case _:
            assert_never(contract)


def resume_contract(request: ResumeContract, contract: Contract) -> list[ContractEvent]:
    """Orders may have completed meanwhile: then the contract is fulfilled at once."""
    match contract:
        case Unsigned():
            raise ContractUnknown("sign it first")
        case Active():
            return []
        case Suspended():
            resumed = ContractResumed(reason=request.reason, resumed_by=request.by, resumed_on=request.on)
            if is_settled(contract.balance):
                return [resumed, ContractFulfilled(fulfilled_on=request.on)]
            return [resumed]
        case Fulfilled() | ClosedShort():
            raise ContractIsOver("it cannot be resumed")
        case _:
            assert_never(contract)
