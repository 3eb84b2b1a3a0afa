"""The contract's table of contents."""

from typing import Final

from services.sales.contract.calling import CallOff, ReturnCall, call_off, return_call
from services.sales.contract.closing import CloseContract, close_contract
from services.sales.contract.completing import (
    NoteOrderCompleted,
    NoteOrderReopened,
    note_order_completed,
    note_order_reopened,
)
from services.sales.contract.events import (
    CallReduced,
    CallReturned,
    CallTakenAgain,
    ContractClosedShort,
    ContractFulfilled,
    ContractReopened,
    ContractResumed,
    ContractSigned,
    ContractSuspended,
    GoodsCalled,
    OrderCompletionNoted,
    OrderReopeningNoted,
)
from services.sales.contract.reducing import ReduceCall, reduce_call
from services.sales.contract.signing import SignContract, sign_contract
from services.sales.contract.state import (
    Active,
    ClosedShort,
    Contract,
    Fulfilled,
    Suspended,
    Unsigned,
    evolve,
)
from services.sales.contract.suspending import (
    ResumeContract,
    SuspendContract,
    resume_contract,
    suspend_contract,
)
from services.sales.contract.taking_again import TakeCallAgain, take_call_again
from shared.kernel.decider import Decider

CONTRACT: Final[Decider[Contract]] = Decider(
    category="contract",
    initial=Unsigned(),
    evolve=evolve,
    decisions={
        SignContract: sign_contract,
        CallOff: call_off,
        ReturnCall: return_call,
        ReduceCall: reduce_call,
        TakeCallAgain: take_call_again,
        NoteOrderCompleted: note_order_completed,
        NoteOrderReopened: note_order_reopened,
        SuspendContract: suspend_contract,
        ResumeContract: resume_contract,
        CloseContract: close_contract,
    },
    events=(
        ContractSigned,
        GoodsCalled,
        CallReturned,
        CallReduced,
        CallTakenAgain,
        OrderCompletionNoted,
        OrderReopeningNoted,
        ContractSuspended,
        ContractResumed,
        ContractClosedShort,
        ContractFulfilled,
        ContractReopened,
    ),
    shapes=(Unsigned, Active, Suspended, Fulfilled, ClosedShort),
    snapshot_every=100,
)
