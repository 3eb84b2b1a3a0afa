"""Purchase orders: what the warehouse received."""

from services.purchasing.purchase_order.events import PurchaseOrderCancelled, PurchaseOrderCompleted
from services.purchasing.purchase_order.ledger import accepted, rejected
from services.purchasing.purchase_order.receiving import NoteGoodsReceipt
from services.purchasing.purchase_order.state import Cancelled
from tests.unit.purchasing.purchase_order.orders import (
    BY_THE_RULE,
    DRAFTED,
    MONDAY,
    SENT,
    a_sent_order,
    an_order,
    billed,
    receipt,
    received,
)


def note(receipt_id: str, quantity: str, rejected: str = "0") -> NoteGoodsReceipt:
    return NoteGoodsReceipt(receipt=receipt(receipt_id, quantity, rejected), on=MONDAY)


class TestReceiving:
    def test_a_receipt_counts_once_however_often_it_is_heard(self) -> None:
        a_sent_order.when(note("r1", "4", "1")).then(received("r1", "4", "1")).then_asked_again_nothing()

    def test_parts_add_up_and_rejected_goods_do_not_count_as_received(self) -> None:
        state = a_sent_order.given(received("r1", "4", "1"), received("r2", "3")).state
        assert accepted(state.ledger, 1) == 7
        assert rejected(state.ledger, 1) == 1

    def test_the_last_receipt_completes_what_was_billed_before(self) -> None:
        a_sent_order.given(billed("i1", "10")).when(note("r1", "10")).then(
            received("r1", "10"), PurchaseOrderCompleted(completed_on=MONDAY)
        ).then_asked_again_nothing()

    def test_what_came_is_kept_even_if_the_order_is_not_known_yet(self) -> None:
        early = an_order.when(note("r1", "10")).then(received("r1", "10"))
        state = early.specification.given(*early.facts, DRAFTED, BY_THE_RULE, SENT).state
        assert accepted(state.ledger, 1) == 10

    def test_what_came_after_a_cancellation_came_all_the_same(self) -> None:
        cancelled = PurchaseOrderCancelled(
            reason="no", was_sent=True, requisition_id=None, unmet=(), cancelled_by="ben", cancelled_on=MONDAY
        )
        state = a_sent_order.given(cancelled).when(note("r1", "10")).then(received("r1", "10")).state_after()
        assert isinstance(state, Cancelled)
        assert accepted(state.ledger, 1) == 10
