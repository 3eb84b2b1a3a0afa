"""Cancelling a requisition: because its sales order was cancelled or is for less, or because a person says so."""

from datetime import date
from typing import assert_never

from services.purchasing.requisition.events import (
    RequisitionCancelled,
    RequisitionEvent,
    RequisitionForestalled,
)
from services.purchasing.requisition.lines import Stage, purchase_orders_at
from services.purchasing.requisition.state import (
    Approved,
    Body,
    Cancelled,
    Forestalled,
    NotRaised,
    Ordered,
    Proposed,
    Rejected,
    Requisition,
    Sourced,
)
from shared.kernel.shapes import command


@command
class CancelRequisition:
    """What was needed is not needed any more."""

    reason: str
    by: str
    on: date


def cancel_requisition(request: CancelRequisition, requisition: Requisition) -> list[RequisitionEvent]:
    """Never refused. Heard before the shortage, it is remembered, so that the shortage raises nothing.

    One that ended because nothing was short any more ends for good: it would go on when the order runs short again.
    """
    match requisition:
        case NotRaised():
            return [RequisitionForestalled(reason=request.reason, forestalled_on=request.on)]
        case Proposed(body=body) | Approved(body=body) | Sourced(body=body) | Ordered(body=body):
            return [cancelled(body, request.reason, request.by, request.on)]
        case Cancelled(body=body) if requisition.may_go_on:
            return [cancelled(body, request.reason, request.by, request.on)]
        case Forestalled() | Rejected() | Cancelled():
            return []
        case _:
            assert_never(requisition)


def cancelled(body: Body, reason: str, by: str, on: date) -> RequisitionCancelled:
    """Its purchase orders that are not sent go with it; the others stay with the supplier."""
    return RequisitionCancelled(
        reason=reason,
        withdrawn=purchase_orders_at(body.lines, Stage.SOURCED),
        kept=purchase_orders_at(body.lines, Stage.ORDERED),
        cancelled_by=by,
        cancelled_on=on,
    )
