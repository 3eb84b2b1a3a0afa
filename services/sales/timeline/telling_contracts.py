"""What is told of contracts themselves: how they begin, pause and end."""

from typing import assert_never

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
from services.sales.timeline.entry import Entry, actor_of
from shared.kernel.decider import Fact


def tell_contract(fact: Fact[ContractEvent]) -> Entry | None:
    """The entry of a fact; none where the order tells the same."""
    told = fact.data
    document = f"contract {fact.id}"
    match told:
        case GoodsCalled() | CallReturned() | CallReduced() | OrderCompletionNoted() | OrderReopeningNoted():
            return None
        case CallTakenAgain():
            what = "Goods of the cancelled order were billed: they are called under the contract after all"
            if told.uncovered:
                what += "; of some of them nothing was left to call"
            return Entry(what=what, who=actor_of(fact), document=f"order {told.order_id}")
        case ContractSigned():
            what = f"Contract signed by {told.signed_by}, from revision {told.revision} of the quotation"
            return Entry(what=what, who=actor_of(fact), document=document, amount=told.net)
        case ContractSuspended(reason=reason):
            return Entry(what=f"Contract suspended: {reason}", who=actor_of(fact), document=document)
        case ContractResumed(reason=reason):
            return Entry(what=f"Contract resumed: {reason}", who=actor_of(fact), document=document)
        case ContractClosedShort(reason=reason):
            return Entry(what=f"Contract closed short: {reason}", who=actor_of(fact), document=document)
        case ContractFulfilled():
            what = "Contract fulfilled: nothing is left to call, and every order is completed"
            return Entry(what=what, who=actor_of(fact), document=document)
        case ContractReopened():
            return Entry(what="Contract reopened: an order is owed for again", who=actor_of(fact), document=document)
        case _:
            assert_never(told)
