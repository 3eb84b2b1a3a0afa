"""Purchase orders: the balance that supplier invoices consume."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.purchasing.policy.decider import POLICY
from services.purchasing.policy.events import PolicySet
from services.purchasing.policy.state import MAIN
from services.purchasing.purchase_order.billing import (
    BillPurchaseOrder,
    ExceedsBilled,
    ExceedsReceived,
    NoteWaitingInvoice,
)
from services.purchasing.purchase_order.drafting import PurchaseOrderUnknown, UnknownLine
from services.purchasing.purchase_order.events import PurchaseOrderCompleted, PurchaseOrderReopened, WaitingInvoiceNoted
from services.purchasing.purchase_order.ledger import accepted
from services.purchasing.purchase_order.ledger import billed as billed_of
from services.purchasing.purchase_order.receiving import NoteGoodsReceipt, NoteReceiptCorrection
from services.purchasing.purchase_order.state import Completed
from shared.kernel.money import Money
from tests.unit.purchasing.purchase_order.orders import (
    MONDAY,
    a_sent_order,
    an_order,
    bill,
    billed,
    credit_of,
    credited,
    receipt,
    received,
)


def eur(minor: int) -> Money:
    return Money(minor=minor, currency="EUR")


def use_up(invoice_id: str, quantity: str, *, released: bool = False, line_no: int = 1) -> BillPurchaseOrder:
    return BillPurchaseOrder(bill=bill(invoice_id, quantity, line_no), released=released, on=MONDAY)


class TestBilling:
    def test_what_was_received_is_billed_once(self) -> None:
        a_sent_order.given(received("r1", "6")).when(use_up("i1", "6")).then(
            billed("i1", "6")
        ).then_asked_again_nothing()

    def test_the_same_receipt_cannot_be_billed_twice(self) -> None:
        order = a_sent_order.given(received("r1", "6"), billed("i1", "6"))
        order.when(use_up("i2", "1")).then_rejected(ExceedsReceived)

    def test_rejected_goods_cannot_be_billed(self) -> None:
        a_sent_order.given(received("r1", "6", "4")).when(use_up("i1", "7")).then_rejected(ExceedsReceived)

    def test_a_person_may_take_the_excess_on_themselves(self) -> None:
        a_sent_order.when(use_up("i1", "6", released=True)).then(billed("i1", "6"))

    def test_the_last_bill_completes_the_order(self) -> None:
        order = a_sent_order.given(received("r1", "10"), billed("i1", "4"))
        order.when(use_up("i2", "6")).then(billed("i2", "6"), PurchaseOrderCompleted(completed_on=MONDAY))

    def test_more_than_was_ordered_has_to_be_billed_too(self) -> None:
        order = a_sent_order.given(received("r1", "12"))
        order.when(use_up("i1", "10")).then(billed("i1", "10"))

    def test_an_invoice_waits_for_receipts_until_it_is_billed(self) -> None:
        early = NoteWaitingInvoice(supplier_invoice_id="i1", on=MONDAY)
        fact = WaitingInvoiceNoted(supplier_invoice_id="i1", noted_on=MONDAY)
        a_sent_order.when(early).then(fact).then_asked_again_nothing()
        waiting = a_sent_order.given(fact)
        come = NoteGoodsReceipt(receipt=receipt("r1", "6"), on=MONDAY)
        waiting.when(come).then(replace(received("r1", "6"), waiting=("i1",)))
        waiting.given(received("r0", "1"), billed("i1", "1")).when(come).then(received("r1", "6"))

    def test_the_tolerance_is_of_the_ordered_quantity_and_not_without_a_receipt(self) -> None:
        policy = PolicySet(
            approval_above=(),
            price_tolerance_percent=Decimal(0),
            quantity_tolerance_percent=Decimal(10),
            supplier_approval=False,
            set_by="mia",
            set_on=MONDAY,
        )
        order = a_sent_order.beside(POLICY, MAIN, policy)
        order.given(received("r1", "5")).when(use_up("i1", "6")).then(billed("i1", "6"))
        order.given(received("r1", "5")).when(use_up("i1", "6.1")).then_rejected(ExceedsReceived)
        order.when(use_up("i1", "1")).then_rejected(ExceedsReceived)

    def test_only_lines_and_orders_that_are_there(self) -> None:
        a_sent_order.when(use_up("i1", "1", line_no=9)).then_rejected(UnknownLine)
        an_order.when(use_up("i1", "1")).then_rejected(PurchaseOrderUnknown)


movements = st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.decimals("0.01", "12", places=2)), max_size=25)


class TestCredits:
    """What a supplier takes back of a bill."""

    @staticmethod
    def give_back(credit_id: str, quantity: str, of: str = "i1") -> BillPurchaseOrder:
        return BillPurchaseOrder(bill=credit_of(credit_id, quantity, of), released=True, on=MONDAY)

    def test_goods_that_were_credited_may_be_billed_again(self) -> None:
        completed = a_sent_order.given(
            received("r1", "10"), billed("i1", "10"), PurchaseOrderCompleted(completed_on=MONDAY)
        )
        back = completed.when(self.give_back("c1", "4"))
        back.then(credited("c1", "4", "i1"), PurchaseOrderReopened(reopened_on=MONDAY)).then_asked_again_nothing()
        assert billed_of(back.state_after().ledger, 1) == 6
        anew = completed.given(*back.facts)
        anew.when(use_up("i2", "5")).then_rejected(ExceedsReceived)
        anew.when(use_up("i2", "4")).then(billed("i2", "4"), PurchaseOrderCompleted(completed_on=MONDAY))

    def test_no_more_is_taken_back_than_was_billed(self) -> None:
        order = a_sent_order.given(received("r1", "10"), billed("i1", "4"), billed("i2", "6"))
        order.when(self.give_back("c1", "5")).then_rejected(ExceedsBilled)
        some = order.given(credited("c1", "3", "i1"))
        some.when(self.give_back("c2", "2")).then_rejected(ExceedsBilled)
        some.when(self.give_back("c2", "1")).then(credited("c2", "1", "i1"))
        some.when(self.give_back("c2", "1", of="strange")).then_rejected(ExceedsBilled)

    def test_nor_more_tax(self) -> None:
        owed = replace(billed("i1", "10"), bill=replace(bill("i1", "10"), tax=eur(19_000)))
        order = a_sent_order.given(received("r1", "10"), owed)
        some = self.taking_back(eur(12_000), "c1")
        taken = order.when(some)
        assert taken.rejection is None
        again = self.taking_back(eur(7_001), "c2")
        order.given(*taken.facts).when(again).then_rejected(ExceedsBilled)
        assert order.given(*taken.facts).when(self.taking_back(eur(7_000), "c2")).rejection is None
        untaxed = a_sent_order.given(received("r1", "10"), billed("i1", "10"))
        assert untaxed.when(some).rejection is None

    def taking_back(self, tax: Money, credit_id: str) -> BillPurchaseOrder:
        unit = self.give_back(credit_id, "1")
        return replace(unit, bill=replace(unit.bill, tax=-tax))

    def test_nothing_is_missing_once_it_is_credited(self) -> None:
        short = replace(receipt("r1", "6"), told_as=2)
        correction = NoteReceiptCorrection(receipt=short, reason="mistyped", by="w.boss", on=MONDAY)
        order = a_sent_order.given(received("r1", "10"), billed("i1", "10"))
        lacking = order.given(*order.when(correction).facts)
        part = lacking.when(self.give_back("c1", "1")).then(credited("c1", "1", "i1"))
        rest = lacking.given(*part.facts).when(self.give_back("c2", "3"))
        rest.then(credited("c2", "3", "i1", came=("i1",)))

    def test_goods_that_a_credit_leaves_are_there_for_the_next_bill(self) -> None:
        short = replace(receipt("r1", "6"), told_as=2)
        correction = NoteReceiptCorrection(receipt=short, reason="mistyped", by="w.boss", on=MONDAY)
        order = a_sent_order.given(received("r1", "10"), billed("i1", "6"), billed("i2", "4"))
        lacking = order.given(*order.when(correction).facts)
        lacking.when(self.give_back("c1", "4")).then(credited("c1", "4", "i1", came=("i2",)))

    @staticmethod
    def correct_to(quantity: str, told_as: int = 2) -> NoteReceiptCorrection:
        short = replace(receipt("r1", quantity), told_as=told_as)
        return NoteReceiptCorrection(receipt=short, reason="mistyped", by="w.boss", on=MONDAY)

    def test_what_was_released_before_it_came_and_is_credited_hides_nothing_that_goes_missing(self) -> None:
        order = a_sent_order.given(received("r1", "6"), billed("i1", "10"), credited("c1", "4", "i1"))
        (corrected,) = order.when(self.correct_to("3")).facts
        assert corrected.goods_missing_for == (bill("i1", "3"),)

    def test_what_is_missing_is_credited_before_what_was_released(self) -> None:
        order = a_sent_order.given(received("r1", "6"), billed("i1", "10"))
        lacking = order.given(*order.when(self.correct_to("3")).facts)
        rest = lacking.when(self.give_back("c1", "3")).then(credited("c1", "3", "i1", came=("i1",)))
        settled = lacking.given(*rest.facts)
        (corrected,) = settled.when(self.correct_to("2", told_as=3)).facts
        assert corrected.goods_missing_for == (bill("i1", "1"),)


@given(movements)
def test_without_a_release_no_more_is_billed_than_was_accepted(moves: list[tuple[bool, int, Decimal]]) -> None:
    order = a_sent_order
    for is_receipt, number, quantity in moves:
        request: NoteGoodsReceipt | BillPurchaseOrder
        if is_receipt:
            request = NoteGoodsReceipt(receipt=receipt(f"r{number}", str(quantity)), on=MONDAY)
        else:
            request = use_up(f"i{number}", str(quantity))
        decided = order.when(request)
        order = replace(order, history=(*order.history, *decided.facts))
        ledger = order.state.ledger
        assert billed_of(ledger, 1) <= accepted(ledger, 1)
        if decided.rejection is None:
            decided.then_asked_again_nothing()
    if isinstance(order.state, Completed):
        assert billed_of(order.state.ledger, 1) >= 10
