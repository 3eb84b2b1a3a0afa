"""The stages of a contract's life, and how each fact moves it on."""

from datetime import date
from typing import assert_never

from services.sales.contract.balance import (
    Balance,
    called,
    completed,
    full_balance,
    reduced,
    reopened,
    returned,
    taken_again,
)
from services.sales.contract.events import (
    CallReduced,
    CallReturned,
    CallTakenAgain,
    ContractClosedShort,
    ContractEvent,
    ContractFulfilled,
    ContractReopened,
    ContractResumed,
    ContractSigned,
    ContractSuspended,
    GoodsCalled,
    OrderCompletionNoted,
    OrderReopeningNoted,
)
from shared.kernel.records import replace
from shared.kernel.shapes import state


@state
class Unsigned:
    """Nothing was agreed under this id."""


@state
class Active:
    """Goods may be called."""

    agreed: ContractSigned
    balance: Balance


@state
class Suspended:
    """Nothing may be called until it is resumed; orders that were placed run on."""

    agreed: ContractSigned
    balance: Balance
    reason: str
    suspended_by: str
    suspended_on: date


@state
class Fulfilled:
    """Everything was called, delivered, billed and paid."""

    agreed: ContractSigned
    balance: Balance
    fulfilled_on: date


@state
class ClosedShort:
    """Nothing more will be called; orders that were placed run on."""

    agreed: ContractSigned
    balance: Balance
    reason: str
    closed_by: str
    closed_on: date


Contract = Unsigned | Active | Suspended | Fulfilled | ClosedShort


def evolve(contract: Contract, fact: ContractEvent) -> Contract:
    """The contract after the fact. Never refuses: what happened, happened."""
    if isinstance(contract, Unsigned):
        if isinstance(fact, ContractSigned):
            return Active(agreed=fact, balance=full_balance(fact.lines))
        return contract
    agreed, balance = contract.agreed, contract.balance
    match fact:
        case ContractSigned():
            return contract
        case GoodsCalled():
            return replace(contract, balance=called(balance, fact))
        case CallReturned():
            return replace(contract, balance=returned(balance, fact))
        case CallReduced():
            return replace(contract, balance=reduced(balance, fact))
        case CallTakenAgain():
            return replace(contract, balance=taken_again(balance, fact))
        case OrderCompletionNoted():
            return replace(contract, balance=completed(balance, fact))
        case OrderReopeningNoted():
            return replace(contract, balance=reopened(balance, fact))
        case ContractSuspended(reason=reason, suspended_by=by, suspended_on=on):
            return Suspended(agreed=agreed, balance=balance, reason=reason, suspended_by=by, suspended_on=on)
        case ContractResumed() | ContractReopened():
            return Active(agreed=agreed, balance=balance)
        case ContractClosedShort(reason=reason, closed_by=by, closed_on=on):
            return ClosedShort(agreed=agreed, balance=balance, reason=reason, closed_by=by, closed_on=on)
        case ContractFulfilled(fulfilled_on=on):
            return Fulfilled(agreed=agreed, balance=balance, fulfilled_on=on)
        case _:
            assert_never(fact)
