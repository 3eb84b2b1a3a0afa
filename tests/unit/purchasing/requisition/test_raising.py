"""Requisitions: raised by a shortage, proposed by a person, approved, rejected."""

from dataclasses import replace
from decimal import Decimal

from services.purchasing.requisition.events import (
    Candidates,
    RequisitionApproved,
    RequisitionCancelled,
    RequisitionForestalled,
    RequisitionRejected,
)
from services.purchasing.requisition.raising import (
    ApproveRequisition,
    ApproverIsMaker,
    NotProposed,
    ProposeRequisition,
    RaiseForShortage,
    RejectRequisition,
    RequisitionTaken,
    RequisitionUnknown,
    Wanted,
)
from tests.unit.purchasing.requisition.needs import (
    APPROVED,
    FRIDAY,
    MONDAY,
    PROPOSED,
    RAISED,
    WAREHOUSE,
    a_requisition,
    an_approved_requisition,
)

RAISE = RaiseForShortage(sales_order_id="order-1", warehouse="MAIN", lines=RAISED.lines, by=WAREHOUSE, on=MONDAY)
PROPOSE = ProposeRequisition(
    warehouse="MAIN",
    wanted=(Wanted(sku="PUMP", quantity=Decimal(4)),),
    reason="spring season",
    needed_on=FRIDAY,
    by="ben",
    on=MONDAY,
)
APPROVE = ApproveRequisition(by="mia", on=MONDAY)
REJECT = RejectRequisition(reason="enough there", by="mia", on=MONDAY)
BY_MIA = RequisitionApproved(
    approved_by="mia",
    approved_on=MONDAY,
    candidates=(Candidates(sku="PUMP", supplier_ids=("nord", "sued")),),
)
REJECTED = RequisitionRejected(reason="enough there", rejected_by="mia", rejected_on=MONDAY)
CANCELLED = RequisitionCancelled(reason="no", withdrawn=(), kept=(), cancelled_by="sales", cancelled_on=MONDAY)


class TestAShortage:
    def test_it_is_raised_once_and_needs_nobodys_approval(self) -> None:
        a_requisition.when(RAISE).then(RAISED, APPROVED).then_asked_again_nothing()

    def test_an_order_that_was_cancelled_first_needs_nothing(self) -> None:
        forestalled = RequisitionForestalled(reason="called off", forestalled_on=MONDAY)
        a_requisition.given(forestalled).when(RAISE).then_nothing()


class TestProposing:
    def test_a_person_asks_and_another_approves(self) -> None:
        a_requisition.when(PROPOSE).then(PROPOSED).then_asked_again_nothing()
        a_requisition.given(PROPOSED).when(APPROVE).then(BY_MIA).then_asked_again_nothing()

    def test_who_asks_cannot_approve(self) -> None:
        a_requisition.given(PROPOSED).when(ApproveRequisition(by="ben", on=MONDAY)).then_rejected(ApproverIsMaker)

    def test_an_id_cannot_become_another_requisition(self) -> None:
        more = replace(PROPOSE, wanted=(Wanted(sku="PUMP", quantity=Decimal(5)),))
        a_requisition.given(PROPOSED).when(more).then_rejected(RequisitionTaken)
        an_approved_requisition.when(PROPOSE).then_rejected(RequisitionTaken)

    def test_nothing_unknown_or_decided_is_approved(self) -> None:
        a_requisition.when(APPROVE).then_rejected(RequisitionUnknown)
        a_requisition.given(PROPOSED, REJECTED).when(APPROVE).then_rejected(NotProposed)
        a_requisition.given(PROPOSED, CANCELLED).when(APPROVE).then_rejected(NotProposed)


class TestRejecting:
    def test_rejected_once_with_a_reason(self) -> None:
        a_requisition.given(PROPOSED).when(REJECT).then(REJECTED).then_asked_again_nothing()

    def test_only_what_waits_for_it(self) -> None:
        a_requisition.when(REJECT).then_rejected(RequisitionUnknown)
        an_approved_requisition.when(REJECT).then_rejected(NotProposed)
