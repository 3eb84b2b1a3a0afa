"""Requisitions: all that an order is short of is bought, in however many parts its lines were bought before."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.purchasing.purchase_order.terms import Need, by_line
from services.purchasing.requisition.events import RequisitionReopened, RequisitionSourced
from services.purchasing.requisition.following import NotePurchaseOrderSent, NoteUnmetNeeds
from services.purchasing.requisition.growing import NoteShortageGrew
from services.purchasing.requisition.lines import RequisitionLine, Stage, TrackedLine, extended, reopened
from services.purchasing.requisition.lines import sourced as on_purchase_order
from services.purchasing.requisition.lowering import NoteShortageFilled
from services.purchasing.requisition.sourcing import SourceByRule, SourceLine
from shared.kernel.records import replace
from shared.testing.specification import Specification
from tests.unit.purchasing.requisition.needs import (
    APPROVED,
    MONDAY,
    RAISED,
    WAREHOUSE,
    a_requisition,
    an_approved_requisition,
    line,
    need,
    order_id,
    ordered,
    source,
    sourced,
)

BY_RULE = SourceByRule(requisition_id="order-1", among=("nord", "sued"), on=MONDAY)
BY_HAND = SourceLine(requisition_id="order-1", line_no=1, supplier_id="nord", among=("nord",), by="ben", on=MONDAY)


def grew(*short: RequisitionLine) -> NoteShortageGrew:
    return NoteShortageGrew(sales_order_id="order-1", warehouse="MAIN", lines=short, by=WAREHOUSE, on=MONDAY)


def unmet(purchase_order_id: str, *needs: Need) -> NoteUnmetNeeds:
    return NoteUnmetNeeds(purchase_order_id=purchase_order_id, unmet=needs, on=MONDAY)


def lines_of(requisition: Specification[Any], line_no: int = 1) -> list[tuple[Stage, Decimal]]:
    return [(one.stage, one.outstanding) for one in requisition.state.body.lines if one.line_no == line_no]


def went_on(requisition: Specification[Any], *commands: Any) -> Specification[Any]:
    """Once all of that was heard, or asked for."""
    for one in commands:
        requisition = requisition.given(*requisition.when(one).facts)
    return requisition


class TestTwoPurchaseOrdersOfALine:
    """Of line 1 four pumps are on one purchase order, and three that were short later on another."""

    first, second = orders = order_id("nord"), order_id("nord", sourcing=1)
    both = went_on(
        an_approved_requisition.given(sourced(source("PUMP", "nord", "10", "8", need(1, "4"), need(4, "3")))),
        grew(line(1, "PUMP", "7"), line(3, "VALVE", "2"), line(4, "PUMP", "3")),
        BY_HAND,
    )
    cancelled = went_on(both, unmet(first, need(1, "4")), unmet(second, need(1, "3")))

    def test_what_both_leave_is_open_as_one(self) -> None:
        assert lines_of(self.both) == [(Stage.SOURCED, Decimal(4)), (Stage.SOURCED, Decimal(3))]
        assert lines_of(self.cancelled) == [(Stage.OPEN, Decimal(7))]

    def test_a_buyer_buys_all_of_it(self) -> None:
        (bought,) = self.cancelled.when(BY_HAND).then_asked_again_nothing().facts
        assert bought.sources[0].needs == (need(1, "7"),)
        assert lines_of(self.cancelled.given(bought)) == [(Stage.SOURCED, Decimal(7))]

    def test_bought_by_rule_it_is_all_open_again_when_that_purchase_order_is_cancelled_too(self) -> None:
        (bought,) = self.cancelled.when(BY_RULE).facts
        (pumps,) = bought.sources
        assert pumps.needs == (need(1, "7"),)
        again = went_on(self.cancelled.given(bought), unmet(pumps.purchase_order_id, *pumps.needs))
        assert lines_of(again) == [(Stage.OPEN, Decimal(7))]

    def test_what_one_was_to_bring_instead_of_the_other_is_needed_of_the_other_once_it_does_not(self) -> None:
        both = went_on(self.both, *(NotePurchaseOrderSent(purchase_order_id=one, on=MONDAY) for one in self.orders))
        came = NoteShortageFilled(short=(need(1, "5"), need(3, "2"), need(4, "3")), by=WAREHOUSE, on=MONDAY)
        closed_short = went_on(both, came, unmet(self.first, need(1, "2")))
        assert lines_of(closed_short) == [(Stage.OPEN, Decimal(2)), (Stage.ORDERED, Decimal(3))]
        assert lines_of(went_on(closed_short, unmet(self.second, need(1, "3")))) == [(Stage.OPEN, Decimal(5))]

    def test_a_buyer_buys_all_that_is_open_of_a_number_even_where_it_is_open_twice(self) -> None:
        twice = replace(RAISED, lines=(line(1, "PUMP", "4"), line(1, "PUMP", "3")))
        (bought,) = a_requisition.given(twice, APPROVED).when(BY_HAND).then_asked_again_nothing().facts
        assert bought.sources[0].needs == (need(1, "7"),)

    def test_what_was_not_needed_does_not_grow_beside_what_is_open(self) -> None:
        lines = extended((), [line(1, "PUMP", "3")])
        lines = extended(on_purchase_order(lines, [need(1, "3")], "nord", "po-1"), [line(1, "PUMP", "2")])
        lines = extended(reopened(lines, "po-1", [], [1]), [line(1, "PUMP", "4")])
        assert [(one.stage, one.outstanding) for one in lines] == [
            (Stage.NOT_NEEDED, Decimal(0)),
            (Stage.OPEN, Decimal(6)),
        ]


class TestPurchaseOrdersThatWereWrittenBefore:
    """They may name a line twice, or bring less than all that was open of it."""

    nord = order_id("nord")
    twice = an_approved_requisition.given(
        sourced(source("PUMP", "nord", "10", "8", need(1, "3"), need(1, "1"))), ordered("nord")
    )

    def test_what_such_a_one_leaves_of_a_line_is_added_up(self) -> None:
        decided = self.twice.when(unmet(self.nord, need(1, "3"), need(1, "1"))).then(
            RequisitionReopened(purchase_order_id=self.nord, unmet=(need(1, "4"),), reopened_on=MONDAY)
        )
        assert lines_of(self.twice.given(*decided.facts)) == [(Stage.OPEN, Decimal(4))]

    def test_so_it_is_where_that_was_noted_by_need(self) -> None:
        noted = RequisitionReopened(
            purchase_order_id=self.nord, unmet=(need(1, "2"), need(1, "1")), reopened_on=MONDAY, not_needed=(1,)
        )
        assert lines_of(self.twice.given(noted)) == [(Stage.OPEN, Decimal(3))]

    def test_what_it_does_not_bring_is_still_open(self) -> None:
        less = an_approved_requisition.given(sourced(source("PUMP", "nord", "10", "8", need(1, "3"))))
        assert lines_of(less) == [(Stage.SOURCED, Decimal(3)), (Stage.OPEN, Decimal(1))]


class Buying:
    """A requisition, beside it what was told and what was bought: by line, what is short and on which order it is."""

    def __init__(self) -> None:
        self.requisition: Specification[Any] = a_requisition
        self.short: dict[int, Decimal] = {1: Decimal(0), 4: Decimal(0)}
        self.bought: dict[str, dict[int, Decimal]] = {}

    def ask(self, command: Any) -> None:
        facts = self.requisition.when(command).facts
        self.requisition = self.requisition.given(*facts)
        for fact in facts:
            if isinstance(fact, RequisitionSourced):
                for one in fact.sources:
                    assert len(one.needs) == len(by_line(one.needs))
                    self.bought[one.purchase_order_id] = by_line(one.needs)

    def grow(self, line_no: int, quantity: int) -> None:
        self.short[line_no] += quantity
        self.ask(grew(*(line(number, "PUMP", str(short)) for number, short in self.short.items() if short)))

    def buy(self, line_no: int, quantity: int) -> None:
        if self.requisition.history:
            hand = SourceLine(
                requisition_id="order-1", line_no=line_no, supplier_id="nord", among=("nord",), by="ben", on=MONDAY
            )
            self.ask(hand if quantity % 2 else BY_RULE)

    def send(self, line_no: int, quantity: int) -> None:
        for purchase_order_id in list(self.bought)[quantity:]:
            self.ask(NotePurchaseOrderSent(purchase_order_id=purchase_order_id, on=MONDAY))

    def cancel(self, line_no: int, quantity: int) -> None:
        for purchase_order_id in list(self.bought)[quantity - 1 : quantity]:
            needs = self.bought.pop(purchase_order_id)
            self.ask(unmet(purchase_order_id, *(Need(line_no=one, quantity=left) for one, left in needs.items())))

    def lines(self) -> tuple[TrackedLine, ...]:
        return self.requisition.state.body.lines if self.requisition.history else ()


steps = st.tuples(
    st.sampled_from(("grow", "buy", "send", "cancel")), st.sampled_from((1, 4)), st.integers(min_value=1, max_value=3)
)


@given(st.lists(steps, min_size=5, max_size=20))
def test_what_is_open_and_what_is_on_purchase_orders_is_all_that_is_short(told: list[tuple[str, int, int]]) -> None:
    buying = Buying()
    for what, line_no, quantity in told:
        getattr(buying, what)(line_no, quantity)
        lines = buying.lines()
        open_now = [one for one in lines if one.stage is Stage.OPEN]
        assert len(open_now) == len({one.line_no for one in open_now})
        for number, short in buying.short.items():
            on_order = sum((needs.get(number, Decimal(0)) for needs in buying.bought.values()), Decimal(0))
            assert short == on_order + sum(one.outstanding for one in open_now if one.line_no == number)
        tracked = [
            (one.purchase_order_id, one.line_no, one.outstanding) for one in lines if one.purchase_order_id is not None
        ]
        assert sorted(tracked) == sorted(
            (order, number, quantity) for order, needs in buying.bought.items() for number, quantity in needs.items()
        )
