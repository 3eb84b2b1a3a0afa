"""Sourcing a requisition: the best offer by rule, or a supplier that a buyer chose."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.purchasing.policy.decider import policy_of
from services.purchasing.purchase_order.terms import Need, by_line
from services.purchasing.requisition.events import RequisitionEvent, RequisitionSourced, Source
from services.purchasing.requisition.lines import Stage, TrackedLine
from services.purchasing.requisition.raising import RequisitionUnknown
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
from services.purchasing.supplier.clearing import is_cleared, require_cleared
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supply_source.choosing import best_offer, quantity_to_buy
from services.purchasing.supply_source.decider import SUPPLY_SOURCE
from shared.kernel.clock import derived_id
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

BY_RULE: Final = "rule:best-offer"
"""Who chose the supplier where no person did."""


class NotApproved(Rejection):
    """Only an approved requisition is bought."""

    code = "purchasing.requisition.not-approved"


class UnknownLine(Rejection):
    """The requisition has no line of this number."""

    code = "purchasing.requisition.unknown-line"
    ground = Ground.UNACCEPTABLE


class LineAlreadySourced(Rejection):
    """The line is on a purchase order already: cancel that first."""

    code = "purchasing.requisition.line-already-sourced"


class LineNotNeeded(Rejection):
    """Nobody needs the goods any more: the customer's order is for less."""

    code = "purchasing.requisition.line-not-needed"


class NoOffer(Rejection):
    """Nobody whom we may buy from offers this today, or the offers cannot be compared: name a supplier."""

    code = "purchasing.requisition.no-offer"


@command
class SourceByRule:
    """Give every open line to the best offer, as far as there is one.

    `among` are the suppliers to choose from; the sender gives them, the policy and the supply sources of the SKUs.
    """

    requisition_id: str
    among: tuple[str, ...]
    on: date


@command
class SourceLine:
    """Give one open line to the best offer among these suppliers, or to the one that a buyer chose.

    The sender gives the suppliers, the policy and the supply source of the line's SKU.
    """

    requisition_id: str
    line_no: int
    supplier_id: str | None
    among: tuple[str, ...]
    by: str
    on: date


def source_by_rule(request: SourceByRule, requisition: Requisition, given: Given) -> list[RequisitionEvent]:
    """Lines that nobody offers stay open, for a buyer. Lines of one SKU are bought together."""
    match requisition:
        case Approved(body=body):
            approval_needed = policy_of(given).supplier_approval
            cleared = [
                supplier_id
                for supplier_id in request.among
                if is_cleared(given.of(SUPPLIER, supplier_id), approval_needed=approval_needed)
            ]
            open_lines = [line for line in body.lines if line.stage is Stage.OPEN]
            found = [
                _source(request, body, [line for line in open_lines if line.sku == sku], cleared, given)
                for sku in sorted({line.sku for line in open_lines})
            ]
            sources = tuple(source for source in found if source is not None)
            return [_sourced(body, sources, (body.raised_by,), BY_RULE, request.on)] if sources else []
        case NotRaised() | Forestalled() | Proposed() | Sourced() | Ordered() | Rejected() | Cancelled():
            return []
        case _:
            assert_never(requisition)


def source_line(request: SourceLine, requisition: Requisition, given: Given) -> list[RequisitionEvent]:
    """A buyer who chooses has a hand in the purchase order that follows."""
    match requisition:
        case NotRaised() | Forestalled():
            raise RequisitionUnknown("raise it first")
        case Proposed():
            raise NotApproved("it waits for an approver")
        case Rejected(reason=reason) | Cancelled(reason=reason):
            raise NotApproved(reason)
        case Approved(body=body) | Sourced(body=body) | Ordered(body=body):
            line, *others = _lines(body, request.line_no)
            if line.stage is Stage.NOT_NEEDED:
                raise LineNotNeeded(f"line {line.line_no}", field="line_no")
            if line.stage is not Stage.OPEN:
                if request.supplier_id in (None, line.supplier_id):
                    return []
                raise LineAlreadySourced(
                    f"line {line.line_no} is with {line.supplier_id}",
                    field="line_no",
                    purchase_order_id=line.purchase_order_id,
                )
            source = _source(request, body, [line, *others], _chosen(request, given), given)
            if source is None:
                raise NoOffer(f"{line.sku} on {request.on}", field="supplier_id", sku=line.sku)
            makers = tuple(dict.fromkeys((body.raised_by, request.by)))
            return [_sourced(body, (source,), makers, request.by, request.on)]
        case _:
            assert_never(requisition)


def _chosen(request: SourceLine, given: Given) -> list[str]:
    """The suppliers to choose from: the named one, which has to be cleared, or those that are."""
    approval_needed = policy_of(given).supplier_approval
    if request.supplier_id is not None:
        require_cleared(given.of(SUPPLIER, request.supplier_id), approval_needed=approval_needed)
        return [request.supplier_id]
    return [
        supplier_id
        for supplier_id in request.among
        if is_cleared(given.of(SUPPLIER, supplier_id), approval_needed=approval_needed)
    ]


def _lines(body: Body, line_no: int) -> list[TrackedLine]:
    """All that is open of the line, where a part of it is on a purchase order already; else its newest part."""
    found = [line for line in body.lines if line.line_no == line_no]
    if not found:
        raise UnknownLine(f"line {line_no}", field="line_no")
    return [line for line in found if line.stage is Stage.OPEN] or found[-1:]


def _source(
    request: SourceByRule | SourceLine,
    body: Body,
    lines: Sequence[TrackedLine],
    among: Collection[str],
    given: Given,
) -> Source | None:
    """The best offer for all of these lines, which are of one SKU."""
    sku = lines[0].sku
    needs = by_line(Need(line_no=line.line_no, quantity=line.outstanding) for line in lines)
    needed = sum(needs.values(), Decimal(0))
    offer = best_offer(given.of(SUPPLY_SOURCE, sku), needed, request.on, among)
    if offer is None:
        return None
    return Source(
        sku=sku,
        supplier_id=offer.supplier_id,
        unit_price=offer.unit_price,
        currency=offer.currency,
        quantity=quantity_to_buy(offer, needed),
        lead_time_days=offer.lead_time_days,
        purchase_order_id=str(
            derived_id("purchase-order", request.requisition_id, body.sourcings, offer.supplier_id, offer.currency)
        ),
        needs=tuple(Need(line_no=line_no, quantity=quantity) for line_no, quantity in needs.items()),
    )


def _sourced(body: Body, sources: tuple[Source, ...], makers: tuple[str, ...], by: str, on: date) -> RequisitionSourced:
    return RequisitionSourced(
        sales_order_id=body.sales_order_id,
        warehouse=body.warehouse,
        sources=sources,
        makers=makers,
        sourced_by=by,
        sourced_on=on,
        replacement_for=body.replacement_for,
    )
