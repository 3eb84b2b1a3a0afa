"""Closing short."""

from services.sales.contract.calling import ContractIsOver, ContractUnknown, NothingLeftToCall
from services.sales.contract.closing import CloseContract
from tests.unit.sales.contract.agreeing import CLOSED, active, all_called, fulfilled, suspended, unsigned
from tests.unit.sales.examples import TUESDAY

CLOSE = CloseContract(reason="site closed", by="boss", on=TUESDAY)


class TestClosing:
    def test_what_is_left_is_given_up_once(self) -> None:
        active.when(CLOSE).then(CLOSED).then_asked_again_nothing()
        suspended.when(CLOSE).then(CLOSED).then_asked_again_nothing()

    def test_with_nothing_left_there_is_nothing_to_give_up(self) -> None:
        all_called.when(CLOSE).then_rejected(NothingLeftToCall)

    def test_what_is_over_or_unheard_of_is_not_closed(self) -> None:
        unsigned.when(CLOSE).then_rejected(ContractUnknown)
        fulfilled.when(CLOSE).then_rejected(ContractIsOver)
