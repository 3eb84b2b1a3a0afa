"""Purchase orders: sent, acknowledged, overdue."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from services.purchasing.purchase_order.decider import RECEIPT, deadlines
from services.purchasing.purchase_order.dispatching import (
    AcknowledgePurchaseOrder,
    DispatchPurchaseOrder,
    NotApproved,
    NoteOverdue,
    NotSent,
)
from services.purchasing.purchase_order.drafting import ExpectedInThePast, PurchaseOrderUnknown
from services.purchasing.purchase_order.events import (
    PurchaseOrderAcknowledged,
    PurchaseOrderBecameOverdue,
    PurchaseOrderSent,
)
from services.purchasing.purchase_order.state import Sent
from services.purchasing.supplier.clearing import SupplierIsBlocked
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.events import SupplierBlocked
from shared.kernel.decider import Deadline, NoDeadline
from tests.unit.purchasing.purchase_order.orders import (
    BY_MIA,
    EXPECTED,
    MONDAY,
    NORD,
    SENT,
    a_sent_order,
    an_order,
    an_order_in_approval,
    received,
)

WEDNESDAY = date(2026, 3, 4)
DISPATCH = DispatchPurchaseOrder(on=WEDNESDAY)
LATER = EXPECTED + timedelta(days=5)
ACKNOWLEDGE = AcknowledgePurchaseOrder(expected_on=LATER, by="ben", on=WEDNESDAY)
ACKNOWLEDGED = PurchaseOrderAcknowledged(
    expected_on=LATER, acknowledged_by="ben", acknowledged_on=WEDNESDAY, expected_before=EXPECTED
)
OVERDUE = PurchaseOrderBecameOverdue(expected_on=EXPECTED)


class TestSending:
    def test_the_lead_time_counts_from_the_day_it_goes_out(self) -> None:
        an_order_in_approval.given(BY_MIA).when(DISPATCH).then(
            PurchaseOrderSent(requisition_id="order-1", sent_on=WEDNESDAY, expected_on=WEDNESDAY + timedelta(days=7))
        ).then_asked_again_nothing()

    def test_only_what_is_approved(self) -> None:
        an_order.when(DISPATCH).then_rejected(PurchaseOrderUnknown)
        an_order_in_approval.when(DISPATCH).then_rejected(NotApproved)

    def test_not_to_a_supplier_who_was_blocked_since(self) -> None:
        blocked = SupplierBlocked(reason="late", blocked_by="mia", blocked_on=MONDAY)
        order = an_order_in_approval.given(BY_MIA).beside(SUPPLIER, "nord", NORD, blocked)
        order.when(DISPATCH).then_rejected(SupplierIsBlocked)


class TestAcknowledging:
    def test_the_suppliers_day_replaces_ours(self) -> None:
        decided = a_sent_order.when(ACKNOWLEDGE).then(ACKNOWLEDGED).then_asked_again_nothing()
        state = decided.state_after()
        assert isinstance(state, Sent)
        assert (state.dispatch.expected_on, state.dispatch.acknowledged_on) == (LATER, WEDNESDAY)

    def test_another_day_says_which_it_replaces_and_why(self) -> None:
        again = replace(ACKNOWLEDGE, expected_on=EXPECTED, reason="the ship is early")
        told = replace(ACKNOWLEDGED, expected_on=EXPECTED, expected_before=LATER, reason="the ship is early")
        a_sent_order.given(ACKNOWLEDGED).when(again).then(told).then_asked_again_nothing()

    def test_a_new_day_ends_the_lateness(self) -> None:
        state = a_sent_order.given(OVERDUE).when(ACKNOWLEDGE).state_after()
        assert isinstance(state, Sent)
        assert not state.overdue

    def test_not_for_a_day_before_it_was_sent(self) -> None:
        past = replace(ACKNOWLEDGE, expected_on=date(2026, 3, 1))
        a_sent_order.when(past).then_rejected(ExpectedInThePast)

    def test_only_what_the_supplier_has(self) -> None:
        an_order.when(ACKNOWLEDGE).then_rejected(PurchaseOrderUnknown)
        an_order_in_approval.when(ACKNOWLEDGE).then_rejected(NotSent)


class TestLateness:
    def test_the_expected_day_passes_once(self) -> None:
        a_sent_order.when(NoteOverdue(expected_on=EXPECTED)).then(OVERDUE).then_asked_again_nothing()

    def test_it_is_not_late_once_everything_came(self) -> None:
        a_sent_order.given(received("r1", "10")).when(NoteOverdue(expected_on=EXPECTED)).then_nothing()

    def test_a_day_that_was_put_off_is_not_missed(self) -> None:
        a_sent_order.given(ACKNOWLEDGED).when(NoteOverdue(expected_on=EXPECTED)).then_nothing()

    def test_the_deadline_is_the_end_of_the_expected_day_and_ends_with_the_last_receipt(self) -> None:
        due = datetime(2026, 3, 10, tzinfo=UTC)
        assert list(deadlines(SENT, a_sent_order.state)) == [Deadline(RECEIPT, due)]
        half, whole = received("r1", "5"), received("r2", "10")
        assert list(deadlines(half, a_sent_order.given(half).state)) == []
        assert list(deadlines(whole, a_sent_order.given(whole).state)) == [NoDeadline(RECEIPT)]
