"""Following the purchase orders of a requisition: sent, called off, closed short. Heard, so never refused."""

from datetime import date
from decimal import Decimal
from typing import assert_never

from services.purchasing.purchase_order.terms import Need, by_line
from services.purchasing.requisition.events import (
    RequisitionEvent,
    RequisitionExtended,
    RequisitionOrdered,
    RequisitionReopened,
)
from services.purchasing.requisition.lines import RequisitionLine, Stage, needed_of
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
class NotePurchaseOrderSent:
    """One of its purchase orders is with the supplier."""

    purchase_order_id: str
    on: date


@command
class NoteUnmetNeeds:
    """One of its purchase orders ended and left these needs unmet."""

    purchase_order_id: str
    unmet: tuple[Need, ...]
    on: date


@command
class NoteFewerCame:
    """Of one of its purchase orders, which ended, so much less had come than was told: these needs are unmet, too."""

    purchase_order_id: str
    unmet: tuple[Need, ...]
    reason: str
    by: str
    on: date


def note_purchase_order_sent(request: NotePurchaseOrderSent, requisition: Requisition) -> list[RequisitionEvent]:
    """Counts for the lines that are on that purchase order and were not sent before."""
    match requisition:
        case Approved(body=body) | Sourced(body=body) | Ordered(body=body):
            waiting = {line.purchase_order_id for line in body.lines if line.stage is Stage.SOURCED}
            if request.purchase_order_id not in waiting:
                return []
            return [RequisitionOrdered(purchase_order_id=request.purchase_order_id, ordered_on=request.on)]
        case NotRaised() | Forestalled() | Proposed() | Rejected() | Cancelled():
            return []
        case _:
            assert_never(requisition)


def note_unmet_needs(request: NoteUnmetNeeds, requisition: Requisition) -> list[RequisitionEvent]:
    """The needs are open again and wait for a buyer; what nobody needs any more stays closed.

    Of a line that came to be for less, no more than was short when it did.
    """
    match requisition:
        case Approved(body=body) | Sourced(body=body) | Ordered(body=body):
            there = _needed_of(request.purchase_order_id, body)
            unmet = [
                Need(line_no=line_no, quantity=min(quantity, there[line_no]))
                for line_no, quantity in by_line(request.unmet).items()
                if line_no in there
            ]
            if not unmet:
                return []
            return [
                RequisitionReopened(
                    purchase_order_id=request.purchase_order_id,
                    unmet=tuple(need for need in unmet if need.quantity),
                    reopened_on=request.on,
                    not_needed=tuple(need.line_no for need in unmet if not need.quantity),
                )
            ]
        case NotRaised() | Forestalled() | Proposed() | Rejected() | Cancelled():
            return []
        case _:
            assert_never(requisition)


def note_fewer_came(request: NoteFewerCame, requisition: Requisition) -> list[RequisitionEvent]:
    """What it had met is open again; of what it had left unmet, so much more is.

    For a customer's order no more of that is: the warehouse tells what that one is short of.
    """
    match requisition:
        case Approved(body=body) | Sourced(body=body) | Ordered(body=body):
            ended = NoteUnmetNeeds(purchase_order_id=request.purchase_order_id, unmet=request.unmet, on=request.on)
            reopened = note_unmet_needs(ended, requisition)
            if body.sales_order_id is not None and not body.replacement_for:
                return reopened
            more = _left_before(request, body)
            if not more:
                return reopened
            return [
                *reopened,
                RequisitionExtended(lines=more, reason=request.reason, extended_by=request.by, extended_on=request.on),
            ]
        case NotRaised() | Forestalled() | Proposed() | Rejected() | Cancelled():
            return []
        case _:
            assert_never(requisition)


def _left_before(request: NoteFewerCame, body: Body) -> tuple[RequisitionLine, ...]:
    """So much more of the lines that the purchase order had left, so that they are not on it any more."""
    there = _needed_of(request.purchase_order_id, body)
    # Of one number there may be several lines by now, on other purchase orders; the first is as good as any.
    known = {line.line_no: line for line in reversed(body.lines)}
    return tuple(
        RequisitionLine(line_no=line_no, sku=known[line_no].sku, quantity=quantity, needed_on=known[line_no].needed_on)
        for line_no, quantity in by_line(request.unmet).items()
        if line_no in known and line_no not in there
    )


def _needed_of(purchase_order_id: str, body: Body) -> dict[int, Decimal]:
    """Of each line on that purchase order, what is needed."""
    return by_line(
        Need(line_no=line.line_no, quantity=needed_of(line))
        for line in body.lines
        if line.purchase_order_id == purchase_order_id
    )
