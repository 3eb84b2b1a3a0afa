"""Asking for less of an order, and what becomes of it by the warehouse's answer."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sales.order.facets import Supply
from services.sales.order.holding import HandHold, HoldOrder, OrderUnknown, TooLateToHold
from services.sales.order.noting import Note
from services.sales.order.reducing import (
    MoreHasLeft,
    NotFewer,
    NothingWouldBeLeft,
    OrderLineNamedTwice,
    OrderLineUnknown,
    ReductionPending,
    TooLateToReduce,
)
from services.sales.order.state import Cancelled, Completed, Confirmed, Placed, facets, lines_of
from services.sales.order.views import read
from tests.unit.sales.order.lessening import FEWER, amended, asked, credit_reduced, given_back, reduce
from tests.unit.sales.order.ordering import (
    CANCELLED,
    COMPLETED,
    NOON,
    billed,
    came_back,
    cancelled,
    completed,
    confirmed,
    credit_held,
    credit_reserved,
    delivered,
    order_line,
    paid,
    placed,
    reserved,
    shipped,
    unplaced,
    usd,
)
from tests.unit.sales.order.ordering import lines_of as quantities


class TestAsking:
    def test_of_a_confirmed_order_the_warehouse_is_asked_once(self) -> None:
        confirmed.when(reduce((2, "4"))).then(asked((2, "4"))).then_asked_again_nothing()

    def test_an_order_that_is_not_confirmed_holds_no_goods_and_is_amended_at_once(self) -> None:
        decided = placed.when(reduce((2, "4"))).then(FEWER).then_asked_again_nothing()
        after = decided.state_after()
        assert isinstance(after, Placed)
        assert [(int(line.quantity), line.net.minor) for line in lines_of(after)] == [(3, 15_000), (4, 2_000)]

    def test_it_is_confirmed_for_what_it_is_for_by_then(self) -> None:
        held = placed.given(credit_held(), FEWER)
        decided = held.when(Note(heard=credit_reserved(version=3)))
        after = decided.state_after()
        assert isinstance(after, Confirmed)
        assert [line.quantity for line in lines_of(after)] == [3, 4]

    def test_one_request_at_a_time(self) -> None:
        pending = confirmed.given(asked((2, "4")))
        pending.when(reduce((2, "3"), reduction_id="R2")).then_rejected(ReductionPending)
        settled = pending.given(given_back((1, "3", "3", "0"), (2, "4", "4", "0")), FEWER)
        settled.when(reduce((2, "3"), reduction_id="R2")).then(asked((2, "3"), reduction_id="R2"))

    @pytest.mark.parametrize(
        ("lines", "why", "field"),
        [
            ([(9, "1")], OrderLineUnknown, "lines.0.line_no"),
            ([(1, "1"), (1, "1")], OrderLineNamedTwice, "lines.1.line_no"),
            ([(1, "1"), (2, "10")], NotFewer, "lines.1.quantity"),
            ([(1, "4")], NotFewer, "lines.0.quantity"),
            ([(1, "0"), (2, "0")], NothingWouldBeLeft, "lines"),
        ],
    )
    def test_what_cannot_be_asked_says_which_line(
        self, lines: list[tuple[int, str]], why: type[Exception], field: str
    ) -> None:
        for order in (placed, confirmed):
            order.when(reduce(*lines)).then_rejected(why, field=field)  # type: ignore[arg-type]

    def test_what_has_left_stays_ordered_but_not_what_came_back(self) -> None:
        partly = confirmed.given(shipped((2, "6")))
        partly.when(reduce((2, "5"))).then_rejected(MoreHasLeft, field="lines.0.quantity")
        partly.when(reduce((1, "0"), (2, "6"))).then(asked((1, "0"), (2, "6")))
        partly.given(came_back((2, "6"))).when(reduce((2, "5"))).then(asked((2, "5")))

    def test_of_an_order_that_is_over_or_unknown_nothing(self) -> None:
        unplaced.when(reduce((1, "1"))).then_rejected(OrderUnknown)
        for over in (completed, cancelled):
            over.when(reduce((1, "1"))).then_rejected(TooLateToReduce)


class TestTheAnswer:
    pending = confirmed.given(reserved((1, "3", "0"), (2, "6", "4")), asked((2, "4")))

    def test_it_amends_the_order_once(self) -> None:
        heard = given_back((1, "3", "3", "0"), (2, "4", "4", "0"))
        decided = self.pending.when(Note(heard=heard)).then(heard, FEWER).then_asked_again_nothing()
        after = decided.state_after()
        assert isinstance(after, Confirmed)
        assert facets(after).supply is Supply.RESERVED

    def test_what_the_warehouse_kept_stays_ordered_and_is_shown(self) -> None:
        heard = given_back((1, "3", "3", "0"), (2, "6", "6", "0"))
        decided = self.pending.when(Note(heard=heard))
        decided.then(heard, amended((2, "10", "6", 5_000, 3_000), net=18_000))
        shown = read("O1", decided.state_after())
        assert shown is not None
        assert shown.reduction is not None
        assert (shown.reduction.status, shown.reduction.wanted, shown.reduction.granted) == (
            "partly-granted",
            quantities(((2, "4"),)),
            quantities(((2, "6"),)),
        )
        assert [(line.quantity, line.placed_quantity) for line in shown.lines] == [
            (Decimal(3), None),
            (Decimal(6), Decimal(10)),
        ]
        assert shown.net == usd(18_000)

    def test_nothing_given_back_changes_nothing(self) -> None:
        heard = given_back((1, "3", "3", "0"), (2, "10", "6", "4"))
        self.pending.when(Note(heard=heard)).then(heard).then_asked_again_nothing()

    def test_newer_news_of_the_goods_do_not_swallow_it(self) -> None:
        newer = reserved((1, "3", "0"), (2, "4", "0"), version=7)
        heard = given_back((1, "3", "3", "0"), (2, "4", "3", "1"), version=2)
        decided = self.pending.given(newer).when(Note(heard=heard)).then(heard, FEWER)
        after = decided.state_after()
        assert isinstance(after, Confirmed)
        assert after.progress.line(2).short == 0

    def test_an_answer_that_nobody_asked_for_is_not_noted(self) -> None:
        confirmed.when(Note(heard=given_back((1, "1", "1", "0")))).then_nothing()
        other = given_back((1, "1", "1", "0"), reduction_id="R9")
        self.pending.when(Note(heard=other)).then_nothing()

    def test_a_cancelled_order_is_not_amended(self) -> None:
        heard = given_back((1, "3", "0", "0"), (2, "4", "0", "0"))
        decided = self.pending.given(CANCELLED).when(Note(heard=heard)).then(heard)
        assert isinstance(decided.state_after(), Cancelled)

    def test_closed_to_what_was_delivered_billed_and_paid_it_is_completed(self) -> None:
        rest = confirmed.given(
            shipped((1, "3")), delivered((1, "3")), billed((1, "3"), total=16_500), paid(16_500), asked((2, "0"))
        )
        heard = given_back((1, "3", "3", "0"), (2, "0", "0", "0"))
        decided = rest.when(Note(heard=heard)).then(heard, amended((2, "10", "0", 5_000, 0), net=15_000), COMPLETED)
        assert isinstance(decided.state_after(), Completed)

    def test_with_nothing_more_to_leave_it_cannot_be_held(self) -> None:
        gone = confirmed.given(shipped((1, "3")), asked((2, "0")), given_back((1, "3", "3", "0"), (2, "0", "0", "0")))
        closed = gone.given(amended((2, "10", "0", 5_000, 0), net=15_000))
        hold = HoldOrder(name=HandHold.EXPORT, reason="licence", by="rep", at=NOON)
        closed.when(hold).then_rejected(TooLateToHold)


def test_accounting_reserves_less_and_the_order_shows_it() -> None:
    less = credit_reduced()
    decided = confirmed.when(Note(heard=less)).then(less).then_asked_again_nothing()
    after = decided.state_after()
    assert isinstance(after, Confirmed)
    assert (after.progress.credit.status, after.progress.credit.amount) == ("reserved", usd(18_700))


@given(
    placed_units=st.integers(1, 10**6),
    net=st.integers(0, 10**9),
    steps=st.lists(st.integers(0, 10**6), max_size=6),
)
def test_however_it_shrinks_a_line_costs_its_share_of_what_was_placed(
    placed_units: int, net: int, steps: list[int]
) -> None:
    """So that a line that was billed in parts and is cut to what was billed is billed to the cent."""
    whole = replace(order_line(1, str(placed_units), net), quantity=Decimal(placed_units))
    order = unplaced.given(replace(placed.history[0], lines=(whole, order_line(2, "1", 100)), net=usd(net + 100)))
    now = placed_units
    for number, step in enumerate(steps):
        if step < now:
            decided = order.when(reduce((1, str(step)), reduction_id=f"R{number}"))
            order = order.given(*decided.facts)
            now = step
    state = order.state
    assert isinstance(state, Placed)
    line = lines_of(state)[0]
    twice = 2 * net * now
    exact = (twice + placed_units) // (2 * placed_units)
    assert (int(line.quantity), line.net.minor) == (now, exact)
