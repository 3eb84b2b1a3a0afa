"""Suspending and resuming."""

from services.sales.contract.calling import ContractIsOver, ContractUnknown
from services.sales.contract.events import ContractResumed
from services.sales.contract.state import Active
from services.sales.contract.suspending import ResumeContract, SuspendContract
from tests.unit.sales.contract.agreeing import SUSPENDED, active, closed, fulfilled, suspended, unsigned
from tests.unit.sales.examples import TUESDAY

SUSPEND = SuspendContract(reason="renegotiated", by="boss", on=TUESDAY)
RESUME = ResumeContract(reason="agreed", by="boss", on=TUESDAY)


class TestSuspending:
    def test_an_active_contract_is_suspended_once(self) -> None:
        active.when(SUSPEND).then(SUSPENDED).then_asked_again_nothing()

    def test_what_is_over_or_unheard_of_is_not_suspended(self) -> None:
        unsigned.when(SUSPEND).then_rejected(ContractUnknown)
        closed.when(SUSPEND).then_rejected(ContractIsOver)
        fulfilled.when(SUSPEND).then_rejected(ContractIsOver)


class TestResuming:
    def test_a_suspended_contract_is_as_it_was(self) -> None:
        resumed = ContractResumed(reason="agreed", resumed_by="boss", resumed_on=TUESDAY)
        decided = suspended.when(RESUME).then(resumed).then_asked_again_nothing()
        assert isinstance(active.state, Active)
        assert decided.state_after() == active.state

    def test_what_is_over_or_unheard_of_is_not_resumed(self) -> None:
        unsigned.when(RESUME).then_rejected(ContractUnknown)
        closed.when(RESUME).then_rejected(ContractIsOver)
        fulfilled.when(RESUME).then_rejected(ContractIsOver)
