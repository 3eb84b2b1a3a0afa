"""Requisitions: following their purchase orders."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.purchasing.requisition.events import RequisitionReopened
from services.purchasing.requisition.following import NotePurchaseOrderSent, NoteUnmetNeeds
from services.purchasing.requisition.lines import Stage
from services.purchasing.requisition.state import Approved, Ordered, Sourced
from tests.unit.purchasing.requisition.needs import (
    MONDAY,
    PUMPS,
    a_requisition,
    a_sourced_requisition,
    an_approved_requisition,
    need,
    order_id,
    ordered,
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
        for line in state.body.lines:
            assert (line.stage is Stage.OPEN) == (line.purchase_order_id is None)
