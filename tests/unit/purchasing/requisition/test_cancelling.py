"""Requisitions: cancelled with their sales order."""

from services.purchasing.requisition.cancelling import CancelRequisition
from services.purchasing.requisition.events import (
    RequisitionCancelled,
    RequisitionForestalled,
    RequisitionRejected,
)
from tests.unit.purchasing.requisition.needs import (
    MONDAY,
    PROPOSED,
    a_requisition,
    a_sourced_requisition,
    an_approved_requisition,
    order_id,
    ordered,
)

CANCEL = CancelRequisition(reason="called off", by="department:sales", on=MONDAY)


def cancelled(withdrawn: tuple[str, ...], kept: tuple[str, ...]) -> RequisitionCancelled:
    return RequisitionCancelled(
        reason="called off",
        withdrawn=withdrawn,
        kept=kept,
        cancelled_by="department:sales",
        cancelled_on=MONDAY,
    )


class TestCancelling:
    def test_unsent_purchase_orders_go_and_sent_ones_stay(self) -> None:
        a_sourced_requisition.given(ordered("nord")).when(CANCEL).then(
            cancelled(withdrawn=(order_id("sued"),), kept=(order_id("nord"),))
        ).then_asked_again_nothing()

    def test_what_nobody_sourced_just_ends(self) -> None:
        an_approved_requisition.when(CANCEL).then(cancelled((), ())).then_asked_again_nothing()
        a_requisition.given(PROPOSED).when(CANCEL).then(cancelled((), ()))

    def test_a_cancellation_that_is_heard_before_the_shortage_is_remembered(self) -> None:
        a_requisition.when(CANCEL).then(
            RequisitionForestalled(reason="called off", forestalled_on=MONDAY)
        ).then_asked_again_nothing()

    def test_what_was_rejected_has_nothing_to_cancel(self) -> None:
        rejected = RequisitionRejected(reason="no", rejected_by="mia", rejected_on=MONDAY)
        a_requisition.given(PROPOSED, rejected).when(CANCEL).then_nothing()
