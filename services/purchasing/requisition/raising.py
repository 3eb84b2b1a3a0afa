"""Raising a requisition: by a shortage, or proposed by a person and approved by another."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.purchasing.requisition.events import (
    Candidates,
    RequisitionApproved,
    RequisitionEvent,
    RequisitionRaised,
    RequisitionRejected,
)
from services.purchasing.requisition.lines import RequisitionLine, TrackedLine
from services.purchasing.requisition.state import (
    Approved,
    Cancelled,
    Forestalled,
    NotRaised,
    Ordered,
    Proposed,
    Rejected,
    Requisition,
    Sourced,
)
from services.purchasing.supply_source.choosing import offers_on
from services.purchasing.supply_source.decider import SUPPLY_SOURCE
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part

BY_RULE: Final = "rule:customer-order"
"""Who approved what a customer's order is short of: sales has confirmed the order, nobody needs to ask again."""

SHORTAGE: Final = "stock ran short for the order"


class RequisitionUnknown(Rejection):
    """There is no requisition of this id."""

    code = "purchasing.requisition.unknown"
    ground = Ground.NOT_FOUND


class RequisitionTaken(Rejection):
    """Something else was requisitioned under this id already."""

    code = "purchasing.requisition.taken"


class NotProposed(Rejection):
    """The requisition does not wait for an approver."""

    code = "purchasing.requisition.not-proposed"


class ApproverIsMaker(Rejection):
    """Who proposed a requisition cannot approve it."""

    code = "purchasing.requisition.approver-is-maker"
    ground = Ground.NOT_ALLOWED


@part
class Wanted:
    """What a person asks for."""

    sku: str
    quantity: Decimal


@command
class RaiseForShortage:
    """Buy what an order is short of. The sender gives the supply sources of the SKUs."""

    sales_order_id: str
    warehouse: str
    lines: tuple[RequisitionLine, ...]
    by: str
    on: date
    replacement_for: str = ""


@command
class ProposeRequisition:
    """Ask for goods for stock."""

    warehouse: str
    wanted: tuple[Wanted, ...]
    reason: str
    needed_on: date
    by: str
    on: date


@command
class ApproveRequisition:
    """Let it be bought. The sender gives the supply sources of the SKUs."""

    by: str
    on: date


@command
class RejectRequisition:
    """Do not buy it."""

    reason: str
    by: str
    on: date


def raise_for_shortage(request: RaiseForShortage, requisition: Requisition, given: Given) -> list[RequisitionEvent]:
    """Raised once per order. An order that was cancelled before its shortage was heard needs nothing."""
    match requisition:
        case NotRaised():
            raised = RequisitionRaised(
                sales_order_id=request.sales_order_id,
                warehouse=request.warehouse,
                lines=request.lines,
                reason=SHORTAGE,
                raised_by=request.by,
                raised_on=request.on,
                replacement_for=request.replacement_for,
            )
            approved = RequisitionApproved(
                approved_by=BY_RULE,
                approved_on=request.on,
                candidates=candidates_for((line.sku for line in request.lines), given, request.on),
            )
            return [raised, approved]
        case Forestalled() | Proposed() | Approved() | Sourced() | Ordered() | Rejected() | Cancelled():
            return []
        case _:
            assert_never(requisition)


def propose_requisition(request: ProposeRequisition, requisition: Requisition) -> list[RequisitionEvent]:
    """Lines are numbered as they come."""
    raised = RequisitionRaised(
        sales_order_id=None,
        warehouse=request.warehouse,
        lines=tuple(
            RequisitionLine(line_no=line_no, sku=wanted.sku, quantity=wanted.quantity, needed_on=request.needed_on)
            for line_no, wanted in enumerate(request.wanted, start=1)
        ),
        reason=request.reason,
        raised_by=request.by,
        raised_on=request.on,
    )
    match requisition:
        case NotRaised():
            return [raised]
        case Proposed(body=body) if _is_same(raised, body.lines, body.warehouse):
            return []
        case Forestalled() | Proposed() | Approved() | Sourced() | Ordered() | Rejected() | Cancelled():
            raise RequisitionTaken("ask for a new id")
        case _:
            assert_never(requisition)


def approve_requisition(request: ApproveRequisition, requisition: Requisition, given: Given) -> list[RequisitionEvent]:
    """Four eyes: by somebody who did not propose it."""
    match requisition:
        case NotRaised() | Forestalled():
            raise RequisitionUnknown("propose it first")
        case Proposed(body=body) if request.by == body.raised_by:
            raise ApproverIsMaker(f"{request.by} proposed it", maker=body.raised_by)
        case Proposed(body=body):
            found = candidates_for((line.sku for line in body.lines), given, request.on)
            return [RequisitionApproved(approved_by=request.by, approved_on=request.on, candidates=found)]
        case Approved() | Sourced() | Ordered():
            return []
        case Rejected(reason=reason) | Cancelled(reason=reason):
            raise NotProposed(reason)
        case _:
            assert_never(requisition)


def reject_requisition(request: RejectRequisition, requisition: Requisition) -> list[RequisitionEvent]:
    """What is approved is cancelled, not rejected."""
    match requisition:
        case NotRaised() | Forestalled():
            raise RequisitionUnknown("propose it first")
        case Proposed():
            return [RequisitionRejected(reason=request.reason, rejected_by=request.by, rejected_on=request.on)]
        case Rejected():
            return []
        case Approved() | Sourced() | Ordered() | Cancelled():
            raise NotProposed("it is decided already")
        case _:
            assert_never(requisition)


def candidates_for(skus: Iterable[str], given: Given, day: date) -> tuple[Candidates, ...]:
    """Who offers each of the SKUs on that day, whether we may buy from them or not."""
    return tuple(
        Candidates(
            sku=sku,
            supplier_ids=tuple(sorted(offer.supplier_id for offer in offers_on(given.of(SUPPLY_SOURCE, sku), day))),
        )
        for sku in sorted(set(skus))
    )


def _is_same(raised: RequisitionRaised, lines: Iterable[TrackedLine], warehouse: str) -> bool:
    return raised.warehouse == warehouse and [(line.sku, line.quantity) for line in raised.lines] == [
        (line.sku, line.quantity) for line in lines
    ]
