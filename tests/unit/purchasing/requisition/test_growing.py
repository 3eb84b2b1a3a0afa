"""Requisitions: the customer's order is short of more than before."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.purchasing.requisition.cancelling import CancelRequisition
from services.purchasing.requisition.events import (
    NeededAgain,
    RequisitionApproved,
    RequisitionExtended,
    RequisitionRaised,
)
from services.purchasing.requisition.growing import SHORT_AGAIN, NoteShortageGrew
from services.purchasing.requisition.lines import (
    RequisitionLine,
    Stage,
    TrackedLine,
    extended,
    lowered,
    needed_of,
    sourced,
)
from services.purchasing.requisition.lines import ordered as sent
from services.purchasing.requisition.lowering import NoteShortageFilled
from services.purchasing.requisition.raising import SHORTAGE
from services.purchasing.requisition.state import FILLED, FOR_LESS, Approved, Cancelled, Ordered, Requisition
from shared.kernel.records import replace
from shared.testing.specification import Specification
from tests.unit.purchasing.requisition.needs import (
    MONDAY,
    WAREHOUSE,
    a_requisition,
    a_sourced_requisition,
    an_approved_requisition,
    line,
    need,
    ordered,
)

an_ordered_requisition = a_sourced_requisition.given(ordered("nord"), ordered("sued"))


def grew(*short: RequisitionLine) -> NoteShortageGrew:
    return NoteShortageGrew(sales_order_id="order-1", warehouse="MAIN", lines=short, by=WAREHOUSE, on=MONDAY)


def more(*lines: RequisitionLine) -> RequisitionExtended:
    return RequisitionExtended(lines=lines, reason=SHORT_AGAIN, extended_by=WAREHOUSE, extended_on=MONDAY)


def lines_after(requisition: Specification[Requisition], *commands: object) -> tuple[TrackedLine, ...]:
    """The lines once all of that was heard, and each of it twice."""
    for one in commands:
        requisition = requisition.given(*requisition.when(one).then_asked_again_nothing().facts)
    state = requisition.when(grew()).state_after()
    assert isinstance(state, Approved)
    return state.body.lines


def test_where_nothing_was_short_before_it_is_raised() -> None:
    facts = a_requisition.when(grew(line(1, "PUMP", "2"))).facts
    assert [type(one) for one in facts] == [RequisitionRaised, RequisitionApproved]
    assert facts[0].reason == SHORTAGE
    a_requisition.when(grew()).then_nothing()


def test_an_open_line_grows_by_the_difference() -> None:
    (first, *_) = lines_after(an_approved_requisition, grew(line(1, "PUMP", "9")))
    assert (first.line_no, first.stage) == (1, Stage.OPEN)
    assert first.quantity == first.outstanding == 9


def test_what_is_with_a_supplier_stays_and_the_rest_is_a_line_anew() -> None:
    found = [one for one in lines_after(an_ordered_requisition, grew(line(1, "PUMP", "9"))) if one.line_no == 1]
    assert [one.stage for one in found] == [Stage.ORDERED, Stage.OPEN]
    assert sum(one.outstanding for one in found) == 9


def test_what_came_meanwhile_is_not_counted_as_on_its_way() -> None:
    came = NoteShortageFilled(short=(), by=WAREHOUSE, on=MONDAY)
    found = lines_after(an_ordered_requisition, came, grew(line(1, "PUMP", "2")))
    assert [(one.line_no, one.outstanding) for one in found if one.stage is Stage.OPEN] == [(1, Decimal(2))]


def test_one_that_nobody_needed_any_more_goes_on_but_not_one_that_a_person_cancelled() -> None:
    for reason, goes_on in ((FOR_LESS, True), ("they are sold out", False)):
        cancel = CancelRequisition(reason=reason, by="ben", on=MONDAY)
        cancelled = an_approved_requisition.given(*an_approved_requisition.when(cancel).facts)
        decided = cancelled.when(grew(line(1, "PUMP", "2")))
        assert bool(decided.facts) is goes_on
        assert isinstance(decided.state_after(), Approved if goes_on else Cancelled)


@pytest.mark.parametrize("reason", [FOR_LESS, FILLED])
def test_one_that_nobody_needed_any_more_ends_for_good_with_its_order(reason: str) -> None:
    ended = CancelRequisition(reason=reason, by="warehouse", on=MONDAY)
    waiting = an_approved_requisition.given(*an_approved_requisition.when(ended).facts)
    over = waiting.when(CancelRequisition(reason="the order was cancelled", by="sales", on=MONDAY))
    over.then_asked_again_nothing()
    waiting.given(*over.facts).when(grew(line(1, "PUMP", "2"))).then_nothing()


def test_of_a_cancelled_order_nothing_is_bought() -> None:
    cancel = CancelRequisition(reason="the order was cancelled", by="ben", on=MONDAY)
    forestalled = a_requisition.given(*a_requisition.when(cancel).facts)
    forestalled.when(grew(line(1, "PUMP", "2"))).then_nothing()


@given(st.lists(st.tuples(st.sampled_from(("more", "less", "order")), st.integers(0, 9)), max_size=10))
def test_what_is_needed_is_what_is_short_however_it_came_to_that(told: list[tuple[str, int]]) -> None:
    """Told in turn of a line: that more is short, or no more than that; or it is ordered as far as it is open."""
    lines: tuple[TrackedLine, ...] = ()
    known = Decimal(0)
    for number, (what, quantity) in enumerate(told):
        short = Decimal(quantity)
        if what == "order":
            open_now = [need(1, str(one.outstanding)) for one in lines if one.stage is Stage.OPEN]
            lines = sent(sourced(lines, open_now, "nord", f"po-{number}"), f"po-{number}")
        elif what == "more" and short > known:
            lines, known = extended(lines, [line(1, "PUMP", str(short - known))]), short
        elif what == "less" and short < known:
            lines, known = lowered(lines, [need(1, str(short))]), short
        assert sum((needed_of(one) for one in lines), Decimal(0)) == known
        assert all(one.outstanding for one in lines if one.stage is Stage.OPEN)


@given(st.lists(st.tuples(st.sampled_from(("order", "bring", "find", "lose")), st.integers(1, 4)), max_size=12))
def test_of_no_purchase_order_is_more_needed_than_is_still_to_come_of_it(told: list[tuple[str, int]]) -> None:
    """Told in turn of a line: it is ordered as far as it is open; one of them brings goods; some are found, or lost."""
    lines = extended((), [line(1, "PUMP", "4")])
    short, to_come = Decimal(4), dict[str, Decimal]()
    for number, (what, units) in enumerate(told):
        quantity, brings = Decimal(units), f"po-{units}"
        if what == "order":
            open_now = sum((one.outstanding for one in lines if one.stage is Stage.OPEN), Decimal(0))
            purchase = f"po-{len(to_come) + 1}"
            lines = sent(sourced(lines, [need(1, str(open_now))], "nord", purchase), purchase)
            to_come |= {purchase: open_now} if open_now else {}
        elif what == "lose":
            lines, short = extended(lines, [line(1, "PUMP", str(quantity))]), short + quantity
        elif what == "find":
            short = max(short - quantity, Decimal(0))
            lines = lowered(lines, [need(1, str(short))])
        elif to_come.get(brings):
            came = min(to_come[brings], Decimal(number % 3 + 1))
            to_come[brings] -= came
            short = max(short - came, Decimal(0))
            lines = lowered(lines, [need(1, str(short))], brings)
        for purchase, left in to_come.items():
            assert sum((needed_of(one) for one in lines if one.purchase_order_id == purchase), Decimal(0)) <= left
        assert sum((needed_of(one) for one in lines), Decimal(0)) == short


def test_what_is_still_owed_is_needed_again_and_only_the_rest_is_bought() -> None:
    came = NoteShortageFilled(short=(), by=WAREHOUSE, on=MONDAY)
    requisition = an_ordered_requisition.given(*an_ordered_requisition.when(came).facts)
    state = requisition.state
    assert isinstance(state, Ordered)
    (known,) = [one for one in state.body.lines if one.line_no == 1]
    owed = replace(grew(line(1, "PUMP", str(known.outstanding + 3))), purchase_order_id=str(known.purchase_order_id))
    facts = requisition.when(owed).then_asked_again_nothing().facts
    assert [type(one) for one in facts] == [NeededAgain, RequisitionExtended, RequisitionApproved]
    assert facts[0].needs == (need(1, str(known.outstanding)),)
    assert [one.quantity for one in facts[1].lines] == [3]
    another = replace(owed, purchase_order_id="elsewhere")
    assert [type(one) for one in requisition.when(another).facts] == [RequisitionExtended, RequisitionApproved]
