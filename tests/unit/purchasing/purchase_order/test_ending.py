"""Purchase orders: cancelled, withdrawn, closed short."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.purchasing.purchase_order.dispatching import NotSent
from services.purchasing.purchase_order.drafting import PurchaseOrderUnknown
from services.purchasing.purchase_order.ending import (
    AlreadyEnded,
    AlreadyReceived,
    CancelPurchaseOrder,
    ClosePurchaseOrder,
    NothingReceived,
    WithdrawPurchaseOrder,
)
from services.purchasing.purchase_order.events import PurchaseOrderCancelled, PurchaseOrderClosedShort
from services.purchasing.purchase_order.ledger import Ledger, unmet_needs
from services.purchasing.purchase_order.terms import Need, OrderedLine
from shared.kernel.money import Money
from tests.unit.purchasing.purchase_order.orders import (
    BY_MIA,
    MONDAY,
    TEN_PUMPS,
    a_sent_order,
    an_order,
    an_order_in_approval,
    billed,
    receipt,
    received,
)

CANCEL = CancelPurchaseOrder(reason="not needed", by="ben", on=MONDAY)
WITHDRAW = WithdrawPurchaseOrder(reason="not needed", by="ben", on=MONDAY)
CLOSE = ClosePurchaseOrder(reason="supplier gave up", by="ben", on=MONDAY)


def cancelled(*, was_sent: bool) -> PurchaseOrderCancelled:
    return PurchaseOrderCancelled(
        reason="not needed",
        was_sent=was_sent,
        requisition_id="order-1",
        unmet=(Need(line_no=1, quantity=Decimal(10)),),
        cancelled_by="ben",
        cancelled_on=MONDAY,
    )


def closed(unmet: str) -> PurchaseOrderClosedShort:
    return PurchaseOrderClosedShort(
        reason="supplier gave up",
        requisition_id="order-1",
        unmet=(Need(line_no=1, quantity=Decimal(unmet)),),
        closed_by="ben",
        closed_on=MONDAY,
    )


class TestCancelling:
    def test_before_and_after_it_was_sent(self) -> None:
        for order in (an_order_in_approval, an_order_in_approval.given(BY_MIA)):
            order.when(CANCEL).then(cancelled(was_sent=False)).then_asked_again_nothing()
        a_sent_order.when(CANCEL).then(cancelled(was_sent=True)).then_asked_again_nothing()

    def test_not_after_a_receipt_or_a_bill(self) -> None:
        a_sent_order.given(received("r1", "0", "2")).when(CANCEL).then_rejected(AlreadyReceived)
        a_sent_order.given(billed("i1", "2")).when(CANCEL).then_rejected(AlreadyReceived)

    def test_not_what_is_unknown_or_over(self) -> None:
        an_order.when(CANCEL).then_rejected(PurchaseOrderUnknown)
        a_sent_order.given(received("r1", "1"), closed("9")).when(CANCEL).then_rejected(AlreadyEnded)


class TestWithdrawing:
    def test_what_is_not_sent_goes(self) -> None:
        for order in (an_order_in_approval, an_order_in_approval.given(BY_MIA)):
            order.when(WITHDRAW).then(cancelled(was_sent=False)).then_asked_again_nothing()

    def test_what_the_supplier_has_stays(self) -> None:
        a_sent_order.when(WITHDRAW).then_nothing()
        an_order.when(WITHDRAW).then_nothing()


class TestClosing:
    def test_what_did_not_come_is_unmet(self) -> None:
        a_sent_order.given(received("r1", "6", "4")).when(CLOSE).then(closed("4")).then_asked_again_nothing()

    def test_what_never_began_is_cancelled_instead(self) -> None:
        a_sent_order.when(CLOSE).then_rejected(NothingReceived)
        an_order_in_approval.when(CLOSE).then_rejected(NotSent)

    def test_not_what_is_unknown_or_over(self) -> None:
        an_order.when(CLOSE).then_rejected(PurchaseOrderUnknown)
        a_sent_order.given(cancelled(was_sent=True)).when(CLOSE).then_rejected(AlreadyEnded)

    def test_what_came_can_still_come_and_be_billed(self) -> None:
        state = a_sent_order.given(received("r1", "6"), closed("4"), received("r2", "4"), billed("i1", "10")).state
        assert len(state.ledger.receipts) == 2
        assert len(state.ledger.bills) == 1


@given(st.lists(st.integers(1, 20), min_size=1, max_size=5), st.integers(0, 80))
def test_met_and_unmet_needs_are_all_needs(needs: list[int], came: int) -> None:
    line = OrderedLine(
        line_no=1,
        sku="S",
        quantity=Decimal(sum(needs)),
        unit_price=Decimal(1),
        net=Money(minor=0, currency="EUR"),
        needs=tuple(Need(line_no=number, quantity=Decimal(need)) for number, need in enumerate(needs, start=1)),
    )
    terms = type(TEN_PUMPS)(
        supplier_id="nord",
        warehouse="MAIN",
        currency="EUR",
        lines=(line,),
        net=line.net,
        lead_time_days=0,
        makers=("ben",),
        requisition_id="order-1",
        sales_order_id="order-1",
    )
    unmet = unmet_needs(terms, Ledger(receipts=(receipt("r1", str(came)),)))
    assert sum(need.quantity for need in unmet) == max(sum(needs) - came, 0)
    assert all(need.quantity > 0 for need in unmet)
