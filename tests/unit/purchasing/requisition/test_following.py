"""Requisitions: following their purchase orders."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.purchasing.purchase_order.terms import Need
from services.purchasing.requisition.events import RequisitionExtended, RequisitionReopened
from services.purchasing.requisition.following import NoteFewerCame, NotePurchaseOrderSent, NoteUnmetNeeds
from services.purchasing.requisition.lines import RequisitionLine, Stage
from services.purchasing.requisition.state import Approved, Ordered, Requisition, Sourced
from shared.testing.specification import Specification
from tests.unit.purchasing.requisition.needs import (
    APPROVED,
    MONDAY,
    PUMPS,
    RAISED,
    VALVES,
    a_requisition,
    a_sourced_requisition,
    an_approved_requisition,
    line,
    need,
    order_id,
    ordered,
    source,
    sourced,
)


def note_sent(supplier_id: str) -> NotePurchaseOrderSent:
    return NotePurchaseOrderSent(purchase_order_id=order_id(supplier_id), on=MONDAY)


class TestSent:
    def test_it_is_ordered_once_all_its_purchase_orders_are_sent(self) -> None:
        first = a_sourced_requisition.when(note_sent("nord")).then(ordered("nord")).then_asked_again_nothing()
        assert isinstance(first.state_after(), Sourced)
        second = a_sourced_requisition.given(ordered("nord")).when(note_sent("sued")).then(ordered("sued"))
        assert isinstance(second.state_after(), Ordered)

    def test_open_lines_keep_it_among_the_unsourced(self) -> None:
        decided = an_approved_requisition.given(sourced(PUMPS)).when(note_sent("nord")).then(ordered("nord"))
        assert isinstance(decided.state_after(), Approved)

    def test_strange_purchase_orders_change_nothing(self) -> None:
        a_sourced_requisition.when(note_sent("other")).then_nothing()
        a_requisition.when(note_sent("nord")).then_nothing()


class TestUnmet:
    def test_what_a_purchase_order_leaves_is_open_again(self) -> None:
        request = NoteUnmetNeeds(purchase_order_id=order_id("nord"), unmet=(need(4, "1"),), on=MONDAY)
        decided = a_sourced_requisition.given(ordered("nord"), ordered("sued")).when(request)
        decided.then(
            RequisitionReopened(purchase_order_id=order_id("nord"), unmet=(need(4, "1"),), reopened_on=MONDAY)
        ).then_asked_again_nothing()
        state = decided.state_after()
        assert isinstance(state, Approved)
        assert [(line.stage, line.outstanding) for line in state.body.lines] == [
            (Stage.ORDERED, Decimal(4)),
            (Stage.ORDERED, Decimal(2)),
            (Stage.OPEN, Decimal(1)),
        ]

    def test_what_is_met_or_strange_stays_closed(self) -> None:
        met = NoteUnmetNeeds(purchase_order_id=order_id("nord"), unmet=(), on=MONDAY)
        strange = NoteUnmetNeeds(purchase_order_id="other", unmet=(need(1, "4"),), on=MONDAY)
        a_sourced_requisition.when(met).then_nothing()
        a_sourced_requisition.when(strange).then_nothing()
        a_requisition.when(strange).then_nothing()


class TestFewerCame:
    """Of a purchase order that had ended."""

    LEFT = NoteUnmetNeeds(purchase_order_id=order_id("nord"), unmet=(need(1, "3"),), on=MONDAY)

    @staticmethod
    def fewer(*unmet: Need) -> NoteFewerCame:
        return NoteFewerCame(purchase_order_id=order_id("nord"), unmet=unmet, reason="mistyped", by="w.boss", on=MONDAY)

    @staticmethod
    def more(*lines: RequisitionLine) -> RequisitionExtended:
        return RequisitionExtended(lines=lines, reason="mistyped", extended_by="w.boss", extended_on=MONDAY)

    @staticmethod
    def lines_of(requisition: Requisition) -> list[tuple[int, Stage, Decimal]]:
        assert isinstance(requisition, Approved | Sourced | Ordered)
        return [(line.line_no, line.stage, line.outstanding) for line in requisition.body.lines]

    def for_stock(self) -> Specification[Requisition]:
        sent = (sourced(PUMPS, VALVES), ordered("nord"), ordered("sued"))
        asked_for = a_requisition.given(replace(RAISED, sales_order_id=None), APPROVED, *sent)
        left = asked_for.when(self.LEFT)
        return left.specification.given(*left.facts)

    def test_so_much_more_of_what_was_left_is_open_and_what_was_met_is_open_again(self) -> None:
        decided = self.for_stock().when(self.fewer(need(1, "1"), need(4, "2")))
        decided.then(
            RequisitionReopened(purchase_order_id=order_id("nord"), unmet=(need(4, "2"),), reopened_on=MONDAY),
            self.more(line(1, "PUMP", "1")),
        )
        assert self.lines_of(decided.state_after()) == [
            (1, Stage.OPEN, Decimal(4)),
            (3, Stage.ORDERED, Decimal(2)),
            (4, Stage.OPEN, Decimal(2)),
        ]

    def test_what_is_bought_of_another_one_by_now_is_open_beside_it(self) -> None:
        anew = self.for_stock().given(sourced(source("PUMP", "sued", "12", "3", need(1, "3"), sourcing=1)))
        decided = anew.when(self.fewer(need(1, "1"))).then(self.more(line(1, "PUMP", "1")))
        assert self.lines_of(decided.state_after())[-1] == (1, Stage.OPEN, Decimal(1))

    def test_what_an_order_is_short_of_more_it_hears_from_the_warehouse(self) -> None:
        left = a_sourced_requisition.given(ordered("nord"), ordered("sued")).when(self.LEFT)
        left.specification.given(*left.facts).when(self.fewer(need(1, "1"))).then_nothing()

    def test_of_what_care_granted_it_is_open(self) -> None:
        granted = a_requisition.given(replace(RAISED, replacement_for="order-0"), APPROVED, sourced(PUMPS, VALVES))
        left = granted.when(self.LEFT)
        decided = left.specification.given(*left.facts).when(self.fewer(need(1, "1")))
        decided.then(self.more(line(1, "PUMP", "1")))

    def test_strange_lines_and_requisitions_stay_as_they_are(self) -> None:
        self.for_stock().when(self.fewer(need(9, "1"))).then_nothing()
        a_requisition.when(self.fewer(need(1, "1"))).then_nothing()


@given(st.lists(st.tuples(st.sampled_from(["sent", "unmet"]), st.sampled_from(["nord", "sued"])), max_size=8))
def test_a_line_is_either_open_or_on_a_purchase_order(moves: list[tuple[str, str]]) -> None:
    requisition = a_sourced_requisition
    for kind, supplier_id in moves:
        request: NotePurchaseOrderSent | NoteUnmetNeeds
        if kind == "sent":
            request = note_sent(supplier_id)
        else:
            needs = (need(1, "4"), need(3, "2"), need(4, "3"))
            request = NoteUnmetNeeds(purchase_order_id=order_id(supplier_id), unmet=needs, on=MONDAY)
        requisition = requisition.given(*requisition.when(request).facts)
        state = requisition.state
        assert isinstance(state, Approved | Sourced | Ordered)
        for one in state.body.lines:
            assert (one.stage is Stage.OPEN) == (one.purchase_order_id is None)
