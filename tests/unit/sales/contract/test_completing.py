"""A contract is fulfilled by its orders."""

from services.sales.contract.calling import ReturnCall
from services.sales.contract.completing import NoteOrderCompleted, NoteOrderReopened
from services.sales.contract.events import ContractReopened, OrderReopeningNoted
from services.sales.contract.suspending import ResumeContract
from tests.unit.sales.contract.agreeing import (
    COMPLETED,
    FULFILLED,
    SUSPENDED,
    active,
    all_called,
    called,
    closed,
    fulfilled,
    unsigned,
)
from tests.unit.sales.examples import TUESDAY

REOPEN = NoteOrderReopened(order_id="O1", on=TUESDAY)
ORDER_REOPENED = OrderReopeningNoted(order_id="O1", reopened_on=TUESDAY)
REOPENED = ContractReopened(reopened_on=TUESDAY)
NOTE = NoteOrderCompleted(order_id="O1", on=TUESDAY)


class TestCompleting:
    def test_the_last_order_fulfils_the_contract(self) -> None:
        all_called.when(NOTE).then(COMPLETED, FULFILLED).then_asked_again_nothing()

    def test_it_is_not_fulfilled_while_something_is_left_to_call(self) -> None:
        active.given(called(active, "O1", (1, "3"))).when(NOTE).then(COMPLETED).then_asked_again_nothing()

    def test_it_is_not_fulfilled_while_an_order_is_open(self) -> None:
        first = called(active, "O1", (1, "3"))
        second = called(active.given(first), "O2")
        active.given(first, second).when(NOTE).then(COMPLETED)

    def test_a_cancelled_order_does_not_count(self) -> None:
        first = called(active, "O2", (1, "3"))
        given_back = active.given(first, *active.given(first).when(ReturnCall(order_id="O2", on=TUESDAY)).facts)
        everything = called(given_back, "O1")
        given_back.given(everything).when(NOTE).then(COMPLETED, FULFILLED)

    def test_an_order_that_is_unheard_of_changes_nothing(self) -> None:
        unsigned.when(NOTE).then_nothing()
        active.when(NOTE).then_nothing()
        fulfilled.when(NOTE).then_nothing()

    def test_an_order_that_reopens_takes_the_fulfilment_back_until_it_completes_again(self) -> None:
        decided = fulfilled.when(REOPEN).then(ORDER_REOPENED, REOPENED).then_asked_again_nothing()
        fulfilled.given(*decided.facts).when(NOTE).then(COMPLETED, FULFILLED)

    def test_an_order_that_reopens_keeps_an_unfulfilled_contract_open(self) -> None:
        first = called(active, "O1", (1, "3"))
        active.given(first, COMPLETED).when(REOPEN).then(ORDER_REOPENED)
        active.given(first).when(REOPEN).then_nothing()
        unsigned.when(REOPEN).then_nothing()

    def test_a_closed_contract_stays_closed_when_an_order_reopens(self) -> None:
        closed.given(called(active, "O1"), COMPLETED).when(REOPEN).then(ORDER_REOPENED)

    def test_a_closed_contract_stays_closed(self) -> None:
        closed.given(called(active, "O1")).when(NOTE).then(COMPLETED)

    def test_a_suspended_contract_is_fulfilled_when_it_is_resumed(self) -> None:
        suspended = all_called.given(SUSPENDED)
        suspended.when(NOTE).then(COMPLETED)
        resume = ResumeContract(reason="agreed", by="boss", on=TUESDAY)
        facts = suspended.given(COMPLETED).when(resume).facts
        assert facts[-1] == FULFILLED
