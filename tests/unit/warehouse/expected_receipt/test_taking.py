"""Goods receipts consume what is expected, and never more."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.warehouse.expected_receipt.decider import EXPECTED_RECEIPT
from services.warehouse.expected_receipt.events import (
    ExpectationWithdrawn,
    GoodsTaken,
    OrderedLine,
    Peg,
    ReceiptExpected,
    TakenLine,
    Withdrawal,
)
from services.warehouse.expected_receipt.state import Complete, Expecting
from services.warehouse.expected_receipt.taking import (
    ExceedsExpected,
    LineNotExpected,
    NoLongerExpected,
    NothingExpected,
    TakeGoods,
    taken_of,
)
from shared.kernel.money import Money, total
from shared.testing.specification import Specification, spec_of

MONDAY = date(2026, 3, 2)
an_expected_receipt = spec_of(EXPECTED_RECEIPT)
WITHDRAWN = ExpectationWithdrawn(withdrawal=Withdrawal.CLOSED_SHORT, reason="gone bust", withdrawn_on=MONDAY)


def expected(quantity: Decimal, net: int, *pegs: Peg) -> ReceiptExpected:
    line = OrderedLine(
        line_no=1,
        sku="PUMP-40",
        quantity=quantity,
        unit_price=Decimal(1),
        net=Money(minor=net, currency="USD"),
        pegs=pegs,
    )
    return ReceiptExpected(supplier_id="V1", warehouse="MAIN", lines=(line,), sent_on=MONDAY, expected_on=MONDAY)


TEN = expected(Decimal(10), 1000)


def take(units: int, receipt: str = "R1", line_no: int = 1) -> TakeGoods:
    line = TakenLine(line_no=line_no, accepted=Decimal(units), value=Money(minor=units * 100, currency="USD"), pegs=())
    return TakeGoods(receipt_id=receipt, lines=(line,), on=MONDAY)


def taken(command: TakeGoods) -> GoodsTaken:
    return GoodsTaken(receipt_id=command.receipt_id, lines=command.lines, taken_on=MONDAY)


class TestTaking:
    def test_a_receipt_takes_its_units_once(self) -> None:
        an_expected_receipt.given(TEN).when(take(4)).then(taken(take(4))).then_asked_again_nothing()

    def test_the_receipt_that_completes_the_order_is_also_taken_once(self) -> None:
        an_expected_receipt.given(TEN).when(take(10)).then(taken(take(10))).then_asked_again_nothing()

    def test_never_more_than_is_open(self) -> None:
        an_expected_receipt.given(TEN, taken(take(4))).when(take(7, "R2")).then_rejected(ExceedsExpected)
        an_expected_receipt.given(TEN, taken(take(10))).when(take(1, "R2")).then_rejected(ExceedsExpected)

    def test_only_lines_of_the_order(self) -> None:
        an_expected_receipt.given(TEN).when(take(1, line_no=2)).then_rejected(LineNotExpected)

    def test_only_orders_that_are_expected(self) -> None:
        an_expected_receipt.when(take(1)).then_rejected(NothingExpected)
        an_expected_receipt.given(WITHDRAWN).when(take(1)).then_rejected(NoLongerExpected)
        an_expected_receipt.given(TEN, WITHDRAWN).when(take(1)).then_rejected(NoLongerExpected)


def received_in_parts(start: ReceiptExpected, parts: list[Decimal]) -> tuple[Specification[object], list[TakenLine]]:
    """The order after receipts of these sizes, as far as they fit."""
    receipt: Specification[object] = an_expected_receipt.given(start)  # type: ignore[assignment]
    found: list[TakenLine] = []
    for number, size in enumerate(parts):
        state = receipt.state
        if not isinstance(state, Expecting):
            break
        line = state.expectation.lines[0]
        found.append(taken_of(line, min(size, line.open), field="lines.0.accepted"))
        command = TakeGoods(receipt_id=f"R{number}", lines=(found[-1],), on=MONDAY)
        receipt = receipt.given(*receipt.when(command).facts)
    return receipt, found


units = st.decimals(Decimal("0.0001"), Decimal(1000), places=4)


class TestValueAndPegs:
    def test_the_last_units_take_the_remainder_of_the_net(self) -> None:
        _, parts = received_in_parts(expected(Decimal(3), 1000), [Decimal(1)] * 3)
        assert [part.value.minor for part in parts] == [333, 334, 333]

    @given(units, st.integers(0, 10**9), st.lists(units, max_size=12))
    def test_values_are_never_negative_and_sum_to_the_net_when_all_came(
        self, quantity: Decimal, net: int, sizes: list[Decimal]
    ) -> None:
        receipt, parts = received_in_parts(expected(quantity, net), [*sizes, quantity])
        assert isinstance(receipt.state, Complete)
        assert all(part.value.minor >= 0 for part in parts)
        assert total((part.value for part in parts), "USD").minor == net
        assert sum(part.accepted for part in parts) == quantity

    @given(
        st.lists(st.integers(1, 20), max_size=5),
        st.integers(0, 30),
        st.lists(st.integers(1, 40), min_size=1, max_size=8),
    )
    def test_pegs_are_served_in_order_and_never_beyond_their_promise(
        self, promised: list[int], free: int, sizes: list[int]
    ) -> None:
        pegs = tuple(
            Peg(order_id=f"O{number}", order_line_no=1, quantity=Decimal(quantity))
            for number, quantity in enumerate(promised)
        )
        ordered = Decimal(sum(promised) + free)
        if not ordered:
            return
        _, parts = received_in_parts(expected(ordered, 100, *pegs), [Decimal(size) for size in sizes])
        came = sum((part.accepted for part in parts), Decimal(0))
        served = {peg.order_id: Decimal(0) for peg in pegs}
        for part in parts:
            assert sum((peg.quantity for peg in part.pegs), Decimal(0)) <= part.accepted
            for peg in part.pegs:
                served[peg.order_id] += peg.quantity
        left = came
        for peg in pegs:
            assert served[peg.order_id] == min(peg.quantity, left)
            left -= served[peg.order_id]
