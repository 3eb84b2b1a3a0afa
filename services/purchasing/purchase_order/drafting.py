"""Drafting a purchase order, and revising one that was refused."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, assert_never

from services.purchasing.policy.decider import policy_of
from services.purchasing.policy.state import Policy, approval_limit
from services.purchasing.purchase_order.events import (
    PurchaseOrderApproved,
    PurchaseOrderDrafted,
    PurchaseOrderEvent,
    PurchaseOrderRevised,
    PurchaseOrderSent,
    PurchaseOrderSubmitted,
)
from services.purchasing.purchase_order.state import (
    Approved,
    Cancelled,
    ClosedShort,
    Completed,
    Draft,
    InApproval,
    NotDrafted,
    PurchaseOrder,
    Sent,
    status_of,
)
from services.purchasing.purchase_order.terms import Need, OrderedLine, PurchaseTerms, line_of
from services.purchasing.supplier.clearing import require_cleared
from services.purchasing.supplier.decider import SUPPLIER
from services.purchasing.supplier.state import name_of
from services.purchasing.supply_source.choosing import offer_of
from services.purchasing.supply_source.decider import SUPPLY_SOURCE
from shared.kernel.decider import Given
from shared.kernel.money import price_of, total
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part

BY_RULE: Final = "rule:approval-limit"
"""Who approved an order whose amount needs no person."""


class PurchaseOrderUnknown(Rejection):
    """There is no purchase order of this id."""

    code = "purchasing.purchase-order.unknown"
    ground = Ground.NOT_FOUND


class PurchaseOrderTaken(Rejection):
    """Something else was ordered under this id already."""

    code = "purchasing.purchase-order.taken"


class ExpectedInThePast(Rejection):
    """Goods cannot be expected before they are ordered."""

    code = "purchasing.purchase-order.expected-in-the-past"
    ground = Ground.UNACCEPTABLE


class NotADraft(Rejection):
    """Only a draft that was refused can be revised."""

    code = "purchasing.purchase-order.not-a-draft"


class UnknownLine(Rejection):
    """The purchase order has no line of this number."""

    code = "purchasing.purchase-order.unknown-line"
    ground = Ground.UNACCEPTABLE


class BelowNeed(Rejection):
    """A line cannot be for less than its requisition needs: end the order, and the need is open again."""

    code = "purchasing.purchase-order.below-need"
    ground = Ground.UNACCEPTABLE


@part
class WantedLine:
    """What to order; `needs` are the lines of the requisition that it is for."""

    sku: str
    quantity: Decimal
    unit_price: Decimal
    needs: tuple[Need, ...] = ()


@part
class LineRevision:
    """How a line should read."""

    line_no: int
    quantity: Decimal
    unit_price: Decimal


@command
class DraftPurchaseOrder:
    """Order these goods. The sender gives the policy and the supplier.

    Without an expected day it is the longest lead time that the supplier offers these goods with; then the sender gives
    the supply sources of the SKUs too.
    """

    supplier_id: str
    warehouse: str
    currency: str
    lines: tuple[WantedLine, ...]
    expected_on: date | None
    makers: tuple[str, ...]
    requisition_id: str | None
    sales_order_id: str | None
    on: date
    replacement_for: str = ""


@command
class RevisePurchaseOrder:
    """Let these lines of a refused draft read differently and submit it again. Gives the policy and the supplier."""

    lines: tuple[LineRevision, ...]
    by: str
    on: date


def draft_purchase_order(request: DraftPurchaseOrder, order: PurchaseOrder, given: Given) -> list[PurchaseOrderEvent]:
    """Drafted and, by its amount, either approved by rule and sent, or submitted to a person."""
    if request.expected_on is not None and request.expected_on < request.on:
        raise ExpectedInThePast(f"{request.expected_on} is before {request.on}", field="expected_on")
    terms = _terms(request, given)
    match order:
        case NotDrafted():
            policy = policy_of(given)
            supplier = given.of(SUPPLIER, request.supplier_id)
            require_cleared(supplier, approval_needed=policy.supplier_approval)
            drafted = PurchaseOrderDrafted(terms=terms, drafted_on=request.on)
            return [drafted, *_submitted(terms, policy, request.on)]
        case (
            Draft(terms=known)
            | InApproval(terms=known)
            | Approved(terms=known)
            | Sent(terms=known)
            | Completed(terms=known)
            | ClosedShort(terms=known)
            | Cancelled(terms=known)
        ):
            if replace(known, supplier_name=terms.supplier_name) == terms:
                return []
            raise PurchaseOrderTaken("ask for a new id")
        case _:
            assert_never(order)


def revise_purchase_order(request: RevisePurchaseOrder, order: PurchaseOrder, given: Given) -> list[PurchaseOrderEvent]:
    """Who revises has a hand in it, and cannot approve it."""
    match order:
        case NotDrafted():
            raise PurchaseOrderUnknown("draft it first")
        case Draft(terms=terms):
            policy = policy_of(given)
            supplier = given.of(SUPPLIER, terms.supplier_id)
            require_cleared(supplier, approval_needed=policy.supplier_approval)
            now = revised(terms, request.lines, request.by)
            fact = PurchaseOrderRevised(terms=now, revised_by=request.by, revised_on=request.on)
            return [fact, *_submitted(now, policy, request.on)]
        case InApproval(terms=terms) | Approved(terms=terms) | Sent(terms=terms):
            if revised(terms, request.lines, request.by) == terms:
                return []
            raise NotADraft(f"it is {status_of(order)}")
        case Completed() | ClosedShort() | Cancelled():
            raise NotADraft(f"it is {status_of(order)}")
        case _:
            assert_never(order)


def sending_of(terms: PurchaseTerms, on: date) -> PurchaseOrderSent:
    """The fact that it went out on that day: the lead time counts from then."""
    return PurchaseOrderSent(
        requisition_id=terms.requisition_id,
        sent_on=on,
        expected_on=on + timedelta(days=terms.lead_time_days),
    )


def _submitted(terms: PurchaseTerms, policy: Policy, on: date) -> list[PurchaseOrderEvent]:
    limit = approval_limit(policy, terms.currency)
    if terms.net > limit:
        return [PurchaseOrderSubmitted(limit=limit, submitted_on=on)]
    return [PurchaseOrderApproved(approved_by=BY_RULE, approved_on=on), sending_of(terms, on)]


def _terms(request: DraftPurchaseOrder, given: Given) -> PurchaseTerms:
    lines = tuple(
        OrderedLine(
            line_no=line_no,
            sku=line.sku,
            quantity=line.quantity,
            unit_price=line.unit_price,
            net=price_of(line.unit_price, line.quantity, request.currency),
            needs=line.needs,
        )
        for line_no, line in enumerate(request.lines, start=1)
    )
    return PurchaseTerms(
        supplier_id=request.supplier_id,
        warehouse=request.warehouse,
        currency=request.currency,
        lines=lines,
        net=total((line.net for line in lines), request.currency),
        lead_time_days=_lead_time(request, given),
        makers=request.makers,
        requisition_id=request.requisition_id,
        sales_order_id=request.sales_order_id,
        replacement_for=request.replacement_for,
        supplier_name=name_of(given.of(SUPPLIER, request.supplier_id)),
    )


def _lead_time(request: DraftPurchaseOrder, given: Given) -> int:
    if request.expected_on is not None:
        return (request.expected_on - request.on).days
    offers = (offer_of(given.of(SUPPLY_SOURCE, line.sku), request.supplier_id, request.on) for line in request.lines)
    return max((offer.lead_time_days for offer in offers if offer is not None), default=0)


def revised(terms: PurchaseTerms, changes: Iterable[LineRevision], by: str) -> PurchaseTerms:
    """The terms with these lines changed, and one more maker. Raises UnknownLine, BelowNeed."""
    revisions = {revision.line_no: revision for revision in changes}
    for line_no in revisions:
        if line_of(terms, line_no) is None:
            raise UnknownLine(f"line {line_no}", field="lines", line_no=line_no)
    lines = tuple(_revised_line(line, revisions.get(line.line_no), terms.currency) for line in terms.lines)
    return replace(
        terms,
        lines=lines,
        net=total((line.net for line in lines), terms.currency),
        makers=_joined(terms.makers, by),
    )


def _revised_line(line: OrderedLine, revision: LineRevision | None, currency: str) -> OrderedLine:
    if revision is None:
        return line
    needed = sum((need.quantity for need in line.needs), Decimal(0))
    if revision.quantity < needed:
        raise BelowNeed(
            f"line {line.line_no}: {revision.quantity} ordered, {needed} needed",
            field="lines",
            line_no=line.line_no,
            needed=needed,
        )
    return replace(
        line,
        quantity=revision.quantity,
        unit_price=revision.unit_price,
        net=price_of(revision.unit_price, revision.quantity, currency),
    )


def _joined(makers: Iterable[str], person: str) -> tuple[str, ...]:
    known = tuple(makers)
    return known if person in known else (*known, person)
