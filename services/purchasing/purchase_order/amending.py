"""Amending a purchase order that the supplier has: other quantities, other prices, without cancelling it.

Its lines, supplier and warehouse stay. Above the limit, more of a line or a higher price is decided by another person.
"""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from services.purchasing.policy.decider import policy_of
from services.purchasing.policy.state import approval_limit
from services.purchasing.purchase_order.approving import ApproverIsMaker
from services.purchasing.purchase_order.dispatching import NotSent
from services.purchasing.purchase_order.drafting import BY_RULE, LineRevision, PurchaseOrderUnknown, revised
from services.purchasing.purchase_order.events import (
    AmendmentRefused,
    AmendmentSubmitted,
    PurchaseOrderAmended,
    PurchaseOrderCompleted,
    PurchaseOrderEvent,
)
from services.purchasing.purchase_order.ledger import Ledger, accepted, all_settled, billed
from services.purchasing.purchase_order.state import (
    Amendment,
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
from services.purchasing.purchase_order.terms import OrderedLine, PurchaseTerms
from services.purchasing.supplier.clearing import require_cleared
from services.purchasing.supplier.decider import SUPPLIER
from shared.kernel.decider import Given
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command


class BelowReceived(Rejection):
    """A line cannot be for less than what came of it, nor for less than before when more is billed than came."""

    code = "purchasing.purchase-order.below-received"
    ground = Ground.UNACCEPTABLE


class PriceIsSettled(Rejection):
    """Goods of the line were received or billed at its price: what the supplier bills otherwise is a variance."""

    code = "purchasing.purchase-order.price-is-settled"
    ground = Ground.UNACCEPTABLE


class NothingLeft(Rejection):
    """An order for nothing is no order: cancel it instead."""

    code = "purchasing.purchase-order.nothing-left"
    ground = Ground.UNACCEPTABLE


class AmendmentWaits(Rejection):
    """Another amendment of the order waits for an approver, who decides first."""

    code = "purchasing.purchase-order.amendment-waits"


class NoAmendment(Rejection):
    """No amendment of the order waits for an approver."""

    code = "purchasing.purchase-order.no-amendment"


@command
class AmendPurchaseOrder:
    """Let these lines of a sent order read differently; one for 0 units is off. Gives the policy and the supplier."""

    lines: tuple[LineRevision, ...]
    reason: str
    by: str
    on: date


@command
class ApproveAmendment:
    """Let the order read as it was submitted. The sender gives the policy and the supplier."""

    by: str
    on: date


@command
class RefuseAmendment:
    """Let the order stay as it is."""

    reason: str
    by: str
    on: date


def amend_purchase_order(request: AmendPurchaseOrder, order: PurchaseOrder, given: Given) -> list[PurchaseOrderEvent]:
    """At once, unless it asks for more and costs more than the limit. Who amends has a hand in the order."""
    sent = _sent(order)
    terms = revised(sent.terms, request.lines, request.by)
    if terms.lines == (sent.terms if sent.amendment is None else sent.amendment.terms).lines:
        return []
    if sent.amendment is not None:
        raise AmendmentWaits(f"{sent.amendment.submitted_by} asked for it: {sent.amendment.reason}")
    _require_possible(sent, terms, given)
    limit = approval_limit(policy_of(given), terms.currency)
    if terms.net > limit and _asks_for_more(sent.terms, terms):
        return [
            AmendmentSubmitted(
                terms=terms, reason=request.reason, limit=limit, submitted_by=request.by, submitted_on=request.on
            )
        ]
    return _amended(sent.ledger, terms, request.reason, request.by, BY_RULE, request.on)


def approve_amendment(request: ApproveAmendment, order: PurchaseOrder, given: Given) -> list[PurchaseOrderEvent]:
    """Four eyes. Goods may have come since it was asked for, so that it is looked at again."""
    sent = _sent(order)
    amendment = _waiting(sent)
    if request.by in amendment.terms.makers:
        raise ApproverIsMaker(f"{request.by} had a hand in it", makers=list(amendment.terms.makers))
    _require_possible(sent, amendment.terms, given)
    return _amended(sent.ledger, amendment.terms, amendment.reason, amendment.submitted_by, request.by, request.on)


def refuse_amendment(request: RefuseAmendment, order: PurchaseOrder) -> list[PurchaseOrderEvent]:
    """By anybody who may approve, and by its maker too: that is how it is taken back."""
    sent = _sent(order)
    _waiting(sent)
    refused = AmendmentRefused(reason=request.reason, refused_by=request.by, refused_on=request.on)
    return [refused, *_completed(sent.terms, sent.ledger, request.on)]


def _sent(order: PurchaseOrder) -> Sent:
    match order:
        case NotDrafted():
            raise PurchaseOrderUnknown("draft it first")
        case Sent():
            return order
        case Draft() | InApproval() | Approved() | Completed() | ClosedShort() | Cancelled():
            raise NotSent(f"it is {status_of(order)}")
        case _:
            assert_never(order)


def _waiting(sent: Sent) -> Amendment:
    if sent.amendment is None:
        raise NoAmendment("nothing was asked for, or it is decided")
    return sent.amendment


def _require_possible(sent: Sent, terms: PurchaseTerms, given: Given) -> None:
    if not any(line.quantity for line in terms.lines):
        raise NothingLeft("every line is for 0 units", field="lines")
    for before, after in zip(sent.terms.lines, terms.lines, strict=True):
        _require_line(before, after, sent.ledger)
    if _asks_for_more(sent.terms, terms):
        supplier = given.of(SUPPLIER, terms.supplier_id)
        require_cleared(supplier, approval_needed=policy_of(given).supplier_approval)


def _asks_for_more(before: PurchaseTerms, after: PurchaseTerms) -> bool:
    """Whether any line is for more units, or dearer.

    Not by what all of it costs: else what was approved could be taken off for as much of something else.
    """
    return any(
        now.quantity > was.quantity or now.unit_price > was.unit_price
        for was, now in zip(before.lines, after.lines, strict=True)
    )


def _require_line(before: OrderedLine, after: OrderedLine, ledger: Ledger) -> None:
    came, paid_for = accepted(ledger, after.line_no), billed(ledger, after.line_no)
    if after.unit_price != before.unit_price and (came or paid_for):
        raise PriceIsSettled(
            f"line {after.line_no}: {came} received, {paid_for} billed at {before.unit_price}",
            field="lines",
            line_no=after.line_no,
        )
    least = before.quantity if paid_for > came else came
    if after.quantity < min(least, before.quantity):
        raise BelowReceived(
            f"line {after.line_no}: {came} received, {paid_for} billed",
            field="lines",
            line_no=after.line_no,
            received=came,
            billed=paid_for,
        )


def _amended(
    ledger: Ledger, terms: PurchaseTerms, reason: str, by: str, approved_by: str, on: date
) -> list[PurchaseOrderEvent]:
    amended = PurchaseOrderAmended(terms=terms, reason=reason, amended_by=by, approved_by=approved_by, amended_on=on)
    return [amended, *_completed(terms, ledger, on)]


def _completed(terms: PurchaseTerms, ledger: Ledger, on: date) -> Iterable[PurchaseOrderEvent]:
    return [PurchaseOrderCompleted(completed_on=on)] if all_settled(terms, ledger) else []
