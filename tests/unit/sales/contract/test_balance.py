"""Whatever is called and given back, the balance is conserved to the last unit and the last cent."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.sales.contract.calling import ReturnCall
from services.sales.contract.decider import CONTRACT
from services.sales.contract.events import ContractSigned, GoodsCalled
from services.sales.contract.state import Active
from services.sales.contract.state import evolve as contract_after
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


def test_a_fact_before_the_signing_changes_nothing() -> None:
    (fact,) = active.when(call("O1")).facts
    assert contract_after(unsigned.state, fact) == unsigned.state


def test_a_snapshot_keeps_the_balance() -> None:
    codec = Codec([CONTRACT])
    for contract in (active, all_called, suspended, closed, fulfilled):
        state = contract.state
        assert codec.snapshot("contract", type(state).__name__, encode(state)) == state
