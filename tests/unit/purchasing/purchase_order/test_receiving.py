"""Purchase orders: what the warehouse received."""

from decimal import Decimal

from services.purchasing.purchase_order.events import (
    GoodsReceiptCorrected,
    PurchaseOrderCancelled,
    PurchaseOrderClosedShort,
    PurchaseOrderCompleted,
    PurchaseOrderReopened,
)
from services.purchasing.purchase_order.ledger import Bill, accepted, rejected
from services.purchasing.purchase_order.receiving import NoteGoodsReceipt, NoteReceiptCorrection
from services.purchasing.purchase_order.state import Cancelled, Sent
from services.purchasing.purchase_order.terms import Need
from shared.kernel.records import replace
from tests.unit.purchasing.purchase_order.orders import (
    BY_THE_RULE,
    DRAFTED,
    MONDAY,
    SENT,
    TEN_PUMPS,
    a_sent_order,
    an_order,
    bill,
    billed,
    receipt,
    received,
    terms_of,
)

CANCELLED = PurchaseOrderCancelled(
    reason="no", was_sent=True, requisition_id=None, unmet=(), cancelled_by="ben", cancelled_on=MONDAY
)


def need(quantity: str) -> Need:
    return Need(line_no=1, quantity=Decimal(quantity))


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
        came = replace(received("r1", "10"), requisition_id="order-1", met=(need("10"),))
        state = a_sent_order.given(CANCELLED).when(note("r1", "10")).then(came).state_after()
        assert isinstance(state, Cancelled)
        assert accepted(state.ledger, 1) == 10

    def test_what_comes_after_it_was_closed_short_is_told_as_far_as_it_was_needed(self) -> None:
        closed = PurchaseOrderClosedShort(
            reason="no more", requisition_id="order-1", unmet=(need("6"),), closed_by="ben", closed_on=MONDAY
        )
        late = a_sent_order.given(received("r1", "4"), closed)
        some = replace(received("r2", "5"), requisition_id="order-1", met=(need("5"),))
        late.when(note("r2", "5")).then(some).then_asked_again_nothing()
        more = replace(received("r3", "9"), requisition_id="order-1", met=(need("1"),))
        late.given(some).when(note("r3", "9")).then(more)
        late.given(some, more).when(note("r4", "1")).then(received("r4", "1"))
        late.when(note("r2", "0", "5")).then(received("r2", "0", "5"))

    def test_what_comes_late_of_a_line_that_is_needed_twice_is_told_as_one(self) -> None:
        (line,) = TEN_PUMPS.lines
        twice = replace(TEN_PUMPS, lines=(replace(line, needs=(need("7"), need("3"))),))
        ended = an_order.given(replace(DRAFTED, terms=twice), BY_THE_RULE, SENT, CANCELLED)
        came = replace(received("r1", "5"), requisition_id="order-1", met=(need("5"),))
        ended.when(note("r1", "5")).then(came)

    def test_an_order_by_hand_leaves_nothing_open_anywhere(self) -> None:
        by_hand = replace(DRAFTED, terms=terms_of(("10", "100"), requisition_id=None))
        ended = an_order.given(by_hand, BY_THE_RULE, replace(SENT, requisition_id=None), CANCELLED)
        ended.when(note("r1", "10")).then(received("r1", "10"))


def correct(quantity: str, told_as: int = 2) -> NoteReceiptCorrection:
    corrected = replace(receipt("r1", quantity), told_as=told_as)
    return NoteReceiptCorrection(receipt=corrected, reason="mistyped", by="w.boss", on=MONDAY)


def corrected(
    quantity: str, told_as: int = 2, unmet: tuple[Need, ...] | None = None, missing: tuple[Bill, ...] = ()
) -> GoodsReceiptCorrected:
    return GoodsReceiptCorrected(
        receipt=replace(receipt("r1", quantity), told_as=told_as),
        reason="mistyped",
        corrected_by="w.boss",
        corrected_on=MONDAY,
        waiting=(),
        requisition_id=None if unmet is None else "order-1",
        unmet=unmet or (),
        goods_missing_for=missing,
    )


class TestCorrectedReceipts:
    def test_what_came_is_what_the_newest_word_says(self) -> None:
        order = a_sent_order.given(received("r1", "10"))
        done = order.when(correct("4")).then(corrected("4")).then_asked_again_nothing()
        assert accepted(done.state_after().ledger, 1) == 4
        newest = order.given(corrected("3", told_as=3))
        newest.when(correct("4")).then_nothing()
        newest.when(note("r1", "10")).then_nothing()

    def test_heard_before_its_receipt_it_is_the_receipt(self) -> None:
        early = a_sent_order.when(correct("4")).then(corrected("4"))
        a_sent_order.given(*early.facts).when(note("r1", "10")).then_nothing()

    def test_an_order_that_it_had_completed_goes_on(self) -> None:
        completed = a_sent_order.given(
            received("r1", "10"), billed("i1", "10"), PurchaseOrderCompleted(completed_on=MONDAY)
        )
        less = corrected("4", missing=(bill("i1", "6"),))
        done = completed.when(correct("4")).then(less, PurchaseOrderReopened(reopened_on=MONDAY))
        state = done.then_asked_again_nothing().state_after()
        assert isinstance(state, Sent)
        again = completed.given(*done.facts).when(note("r2", "6"))
        came = replace(received("r2", "6"), goods_came_for=("i1",))
        again.then(came, PurchaseOrderCompleted(completed_on=MONDAY))

    def test_what_came_on_top_by_mistake_does_not_keep_it_open(self) -> None:
        order = a_sent_order.given(received("r1", "11"), billed("i1", "10"))
        order.when(correct("10")).then(corrected("10"), PurchaseOrderCompleted(completed_on=MONDAY))

    def test_of_one_that_was_closed_short_the_requisition_lacks_more(self) -> None:
        closed = PurchaseOrderClosedShort(
            reason="gone bust", requisition_id="order-1", unmet=(), closed_by="ben", closed_on=MONDAY
        )
        lacking = (Need(line_no=1, quantity=Decimal(6)),)
        less = a_sent_order.given(received("r1", "10"), closed).when(correct("4")).then(corrected("4", unmet=lacking))
        again = less.specification.given(*less.facts).when(correct("1", told_as=3))
        again.then(corrected("1", told_as=3, unmet=(need("3"),))).then_asked_again_nothing()

    def test_of_one_that_was_called_off_it_lacks_what_had_come_late(self) -> None:
        late = a_sent_order.given(CANCELLED, received("r1", "4"))
        late.when(correct("1")).then(corrected("1", unmet=(need("3"),)))
        early = a_sent_order.given(CANCELLED, received("r0", "4")).when(correct("3"))
        early.then(replace(corrected("3"), requisition_id="order-1", met=(need("3"),))).then_asked_again_nothing()
        beyond = a_sent_order.given(CANCELLED, received("r1", "12"))
        beyond.when(correct("11")).then(corrected("11"))


class TestBillsWithoutGoods:
    """Which supplier invoices bill what had not come after all."""

    def test_the_bills_that_came_last_lack_their_goods_first(self) -> None:
        order = a_sent_order.given(received("r1", "10"), billed("i1", "6"), billed("i2", "4"))
        some = order.when(correct("8")).then(corrected("8", missing=(bill("i2", "2"),))).then_asked_again_nothing()
        all_of_it = order.given(*some.facts).when(correct("5", told_as=3))
        all_of_it.then(corrected("5", told_as=3, missing=(bill("i1", "1"), bill("i2", "4"))))
        further = order.given(*some.facts, *all_of_it.facts)
        first = further.when(note("r2", "1")).then(replace(received("r2", "1"), goods_came_for=("i1",)))
        part = further.given(*first.facts).when(note("r3", "3")).then(received("r3", "3"))
        rest = further.given(*first.facts, *part.facts).when(note("r4", "1"))
        rest.then(
            replace(received("r4", "1"), goods_came_for=("i2",)), PurchaseOrderCompleted(completed_on=MONDAY)
        ).then_asked_again_nothing()

    def test_what_is_not_billed_is_not_missing(self) -> None:
        order = a_sent_order.given(received("r1", "10"), billed("i1", "6"))
        order.when(correct("6")).then(corrected("6"))
        order.given(received("r2", "3")).when(correct("4")).then(corrected("4"))

    def test_nor_is_what_was_tolerated_or_released_without_goods(self) -> None:
        order = a_sent_order.given(received("r1", "8"), billed("i1", "10"))
        order.given(received("r2", "1")).when(correct("7")).then(corrected("7"))
        less = order.when(correct("5")).then(corrected("5", missing=(bill("i1", "3"),)))
        back = order.given(*less.facts).when(note("r2", "3"))
        back.then(replace(received("r2", "3"), goods_came_for=("i1",)))

    def test_a_correction_that_is_heard_before_its_receipt_may_bring_goods(self) -> None:
        order = a_sent_order.given(
            received("r0", "10"),
            billed("i1", "10"),
            replace(corrected("6", missing=(bill("i1", "4"),)), receipt=replace(receipt("r0", "6"), told_as=2)),
        )
        early = order.when(correct("4"))
        early.then(replace(corrected("4"), goods_came_for=("i1",)), PurchaseOrderCompleted(completed_on=MONDAY))

    def test_at_whatever_stage_the_order_is(self) -> None:
        closed = PurchaseOrderClosedShort(
            reason="gone bust", requisition_id="order-1", unmet=(), closed_by="ben", closed_on=MONDAY
        )
        order = a_sent_order.given(received("r1", "10"), billed("i1", "10"), closed)
        lacking = (Need(line_no=1, quantity=Decimal(6)),)
        order.when(correct("4")).then(corrected("4", unmet=lacking, missing=(bill("i1", "6"),)))

    def test_each_line_by_itself(self) -> None:
        order = a_sent_order.given(
            received("r1", "4"), received("r2", "7", line_no=2), billed("i1", "4"), billed("i2", "7", line_no=2)
        )
        order.when(correct("3")).then(corrected("3", missing=(bill("i1", "1"),)))
