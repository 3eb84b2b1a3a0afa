"""Whatever is called and given back, the balance is conserved to the last unit and the last cent."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.sales.contract.calling import ReturnCall
from services.sales.contract.decider import CONTRACT
from services.sales.contract.events import ContractSigned, GoodsCalled, TakenLine
from services.sales.contract.reducing import ReduceCall
from services.sales.contract.state import Active, Fulfilled
from services.sales.contract.state import evolve as contract_after
from services.sales.contract.taking_again import TakeCallAgain
from shared.event_store.codec import Codec, encode
from shared.kernel.money import Money, total
from tests.unit.sales.contract.agreeing import (
    active,
    all_called,
    call,
    closed,
    contract_line,
    fulfilled,
    signed,
    suspended,
    unsigned,
    usd,
)
from tests.unit.sales.examples import TUESDAY

QUANTITIES = st.decimals(min_value="0.0001", max_value="500", places=4)


@st.composite
def agreements(draw: st.DrawFn) -> ContractSigned:
    """Contracts of one to four lines, with amounts that rarely divide."""
    lines = [
        contract_line(number, str(draw(QUANTITIES)), draw(st.integers(min_value=0, max_value=1_000_000)))
        for number in range(1, draw(st.integers(min_value=1, max_value=4)) + 1)
    ]
    return signed(*lines)


@given(agreement=agreements(), data=st.data())
def test_all_orders_together_cost_what_was_agreed(agreement: ContractSigned, data: st.DataObject) -> None:
    contract = unsigned.given(agreement)
    standing: dict[str, GoodsCalled] = {}
    for step in range(data.draw(st.integers(min_value=0, max_value=8))):
        state = contract.state
        assert isinstance(state, Active)
        gives_back = data.draw(st.booleans())
        if standing and gives_back:
            order_id = data.draw(st.sampled_from(sorted(standing)))
            contract = contract.given(*contract.when(ReturnCall(order_id=order_id, on=TUESDAY)).facts)
            del standing[order_id]
            continue
        left = [(line, state.balance.of(line).quantity) for line in state.agreed.lines]
        wanted = [
            (line.line_no, str(data.draw(st.decimals(min_value="0.0001", max_value=quantity, places=4))))
            for line, quantity in left
            if quantity and data.draw(st.booleans())
        ]
        if wanted:
            contract = contract.given(*contract.when(call(f"O{step}", *wanted)).facts)
            fact = contract.history[-1]
            assert isinstance(fact, GoodsCalled)
            standing[fact.order_id] = fact
        _is_conserved(contract.state, agreement, standing)
    last = contract.when(call("last"))
    if last.rejection is None:
        (fact,) = last.facts
        standing["last"] = fact
        _is_conserved(contract.given(fact).state, agreement, standing)
    assert total((one.net for one in standing.values()), "USD") == agreement.net
    assert sum((len(one.charges) for one in standing.values()), 0) == len(agreement.charges)


def _is_conserved(state: object, agreement: ContractSigned, standing: dict[str, GoodsCalled]) -> None:
    assert isinstance(state, Active)
    for line in agreement.lines:
        taken = [part for fact in standing.values() for part in fact.lines if part.line_no == line.line_no]
        left = state.balance.of(line)
        assert left.quantity >= 0
        assert left.net >= usd(0)
        assert left.quantity + sum((part.quantity for part in taken), Decimal(0)) == line.quantity
        assert left.net + total((part.net for part in taken), "USD") == line.net
        assert all(part.net >= Money.zero("USD") for part in taken)


class Crossing:
    """Orders that are called, reduced and cancelled, and of the cancelled ones what had left and is billed."""

    def __init__(self, agreement: ContractSigned) -> None:
        self.agreement = agreement
        self.contract = unsigned.given(agreement)
        self.standing: dict[str, dict[int, TakenLine]] = {}
        self.cancelled: dict[str, dict[int, TakenLine]] = {}
        self.billed: dict[int, Decimal] = {line.line_no: Decimal(0) for line in agreement.lines}

    def asks(self, command: Any) -> Sequence[Any]:
        decided = self.contract.when(command)
        assert decided.rejection is None, decided.rejection
        self.contract = self.contract.given(*decided.facts)
        return decided.facts

    def calls(self, order_id: str, data: st.DataObject) -> None:
        state = self.contract.state
        left = (
            {}
            if not isinstance(state, Active)
            else {line.line_no: state.balance.of(line).quantity for line in state.agreed.lines}
        )
        wanted = [
            (line_no, str(data.draw(st.decimals(min_value="0.0001", max_value=quantity, places=4))))
            for line_no, quantity in left.items()
            if quantity and data.draw(st.booleans())
        ]
        if not wanted:
            return
        (fact,) = self.asks(call(order_id, *wanted))
        self.standing[order_id] = {
            line.line_no: TakenLine(line_no=line.line_no, quantity=line.quantity, net=line.net) for line in fact.lines
        }
        for line in self.agreement.lines:
            if line.line_no in self.standing[order_id]:
                assert self.of_orders(line.line_no) + self.billed[line.line_no] <= line.quantity

    def gives_back(self, order_id: str, data: st.DataObject) -> None:
        if data.draw(st.booleans()):
            self.asks(ReturnCall(order_id=order_id, on=TUESDAY))
            self.cancelled[order_id] = self.standing.pop(order_id)
            return
        line = data.draw(st.sampled_from([*self.standing[order_id].values()]))
        quantity = data.draw(st.decimals(min_value="0.0001", max_value=line.quantity, places=4))
        given = TakenLine(line_no=line.line_no, quantity=quantity, net=line.net.share(quantity, line.quantity))
        self.asks(ReduceCall(order_id=order_id, lines=(given,), on=TUESDAY))
        self.standing[order_id][line.line_no] = replace(
            line, quantity=line.quantity - quantity, net=line.net - given.net
        )
        if line.quantity == quantity:
            del self.standing[order_id][line.line_no]
        if not self.standing[order_id]:
            del self.standing[order_id]

    def bills(self, order_id: str) -> None:
        lines = self.cancelled.pop(order_id)
        again = TakeCallAgain(
            order_id=order_id, invoice_id=order_id, lines=tuple(lines.values()), with_charges=False, on=TUESDAY
        )
        self.asks(again)
        for line in lines.values():
            self.billed[line.line_no] += line.quantity

    def of_orders(self, line_no: int) -> Decimal:
        lines = (lines.get(line_no) for lines in self.standing.values())
        return sum((line.quantity for line in lines if line is not None), Decimal(0))

    def holds(self) -> None:
        state = self.contract.state
        assert isinstance(state, Active | Fulfilled)
        for line in self.agreement.lines:
            left, uncovered = state.balance.of(line), state.balance.uncovered.get(str(line.line_no), Decimal(0))
            assert not (left.quantity and uncovered)
            assert left.quantity >= 0 <= uncovered
            assert left.net >= usd(0)
            assert left.quantity or not left.net
            taken = self.of_orders(line.line_no) + self.billed[line.line_no]
            assert line.quantity - left.quantity + uncovered == taken


@given(agreement=agreements(), data=st.data())
def test_what_is_billed_of_cancelled_orders_is_never_called_a_second_time(
    agreement: ContractSigned, data: st.DataObject
) -> None:
    crossing = Crossing(agreement)
    for step in range(data.draw(st.integers(min_value=0, max_value=12))):
        happens = data.draw(st.sampled_from(["call", "give back", "bill"]))
        if happens == "give back" and crossing.standing:
            crossing.gives_back(data.draw(st.sampled_from(sorted(crossing.standing))), data)
        elif happens == "bill" and crossing.cancelled:
            crossing.bills(data.draw(st.sampled_from(sorted(crossing.cancelled))))
        else:
            crossing.calls(f"O{step}", data)
        crossing.holds()


def test_a_fact_before_the_signing_changes_nothing() -> None:
    (fact,) = active.when(call("O1")).facts
    assert contract_after(unsigned.state, fact) == unsigned.state


def test_a_snapshot_keeps_the_balance() -> None:
    codec = Codec([CONTRACT])
    for contract in (active, all_called, suspended, closed, fulfilled):
        state = contract.state
        assert codec.snapshot("contract", type(state).__name__, encode(state)) == state
