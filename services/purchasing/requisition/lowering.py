"""A customer's order is for less, or got goods: what is not short any more is not bought, if no supplier has it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.purchasing.purchase_order.decider import PURCHASE_ORDER
from services.purchasing.purchase_order.ledger import unmet_needs
from services.purchasing.purchase_order.state import NotDrafted
from services.purchasing.purchase_order.terms import Need, by_line
from services.purchasing.requisition.cancelling import cancelled
from services.purchasing.requisition.events import RequisitionEvent, RequisitionLowered, ShortageFilled
from services.purchasing.requisition.lines import Stage, lowered, needed_of, purchase_orders_at
from services.purchasing.requisition.state import (
    FILLED,
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
from shared.kernel.decider import Given
from shared.kernel.records import replace
from shared.kernel.shapes import command

REVOKED: Final = "customer care took back what it had granted"


@command
class LowerNeeds:
    """The lines of the customer's order are short of that much now; what is not named, of nothing."""

    short: tuple[Need, ...]
    reason: str
    by: str
    on: date


@command
class NoteShortageFilled:
    """The customer's order got goods: its lines are short of that much now; what is not named, of nothing.

    They came with the named purchase order, or were free otherwise.
    """

    short: tuple[Need, ...]
    by: str
    on: date
    purchase_order_id: str = ""


@command
class NoteGoodsCameLate:
    """So much of these lines came of a purchase order that had been called off, or closed short, before."""

    met: tuple[Need, ...]
    by: str
    on: date


@command
class CancelUnneeded:
    """Cancel it, if none of its lines is needed any more. The sender gives its purchase orders."""

    purchase_orders: tuple[str, ...]
    reason: str
    by: str
    on: date


def lower_needs(request: LowerNeeds, requisition: Requisition) -> list[RequisitionEvent]:
    """Never refused, and never more than before. Where nothing was short, nothing was raised that could be lowered."""
    match requisition:
        case Approved(body=body) | Sourced(body=body) | Ordered(body=body):
            needs = _lower(body, request.short)
            if not needs:
                return []
            on_order = (*purchase_orders_at(body.lines, Stage.SOURCED), *purchase_orders_at(body.lines, Stage.ORDERED))
            return [
                RequisitionLowered(
                    needs=needs,
                    purchase_orders=on_order,
                    reason=request.reason,
                    lowered_by=request.by,
                    lowered_on=request.on,
                )
            ]
        case NotRaised() | Forestalled() | Proposed() | Rejected() | Cancelled():
            return []
        case _:
            assert_never(requisition)


def note_shortage_filled(request: NoteShortageFilled, requisition: Requisition) -> list[RequisitionEvent]:
    """Cancels it once nothing is short and no supplier has an order for it; else withdraws what nobody needs.

    Where one has, the goods may be those that it brought, of which we may hear later than of the order that got them:
    then the requisition has done its work. It is told what is short, and not what came, so nothing counts twice; and
    which purchase order brought it, of which we may hear later: nobody waits for that one to bring it again.
    """
    match requisition:
        case Approved(body=body) | Sourced(body=body) | Ordered(body=body):
            needs = _lower(body, request.short)
            if not needs:
                return []
            after = replace(body, lines=lowered(body.lines, needs, request.purchase_order_id))
            told = replace(_filled(request, needs), purchase_order_id=request.purchase_order_id)
            if any(needed_of(line) or line.stage is Stage.ORDERED for line in after.lines):
                return [replace(told, withdrawn=_unneeded_purchase_orders(after))]
            return [told, cancelled(after, FILLED, request.by, request.on)]
        case NotRaised() | Forestalled() | Proposed() | Rejected() | Cancelled():
            return []
        case _:
            assert_never(requisition)


def note_goods_came_late(request: NoteGoodsCameLate, requisition: Requisition) -> list[RequisitionEvent]:
    """What was open again for want of them is not bought twice, and purchase orders that nobody needs are withdrawn.

    For a customer's order nothing is done: the warehouse tells what that one is short of, with these goods and without.
    """
    match requisition:
        case Approved(body=body) | Sourced(body=body) | Ordered(body=body):
            if body.sales_order_id is not None and not body.replacement_for:
                return []
            came = by_line(request.met)
            needs = tuple(
                Need(line_no=line_no, quantity=max(needed - came[line_no], Decimal(0)))
                for line_no, needed in needed_by_line(body).items()
                if line_no in came and needed
            )
            if not needs:
                return []
            after = replace(body, lines=lowered(body.lines, needs))
            return [replace(_filled(request, needs), withdrawn=_unneeded_purchase_orders(after))]
        case NotRaised() | Forestalled() | Proposed() | Rejected() | Cancelled():
            return []
        case _:
            assert_never(requisition)


def cancel_unneeded(request: CancelUnneeded, requisition: Requisition, given: Given) -> list[RequisitionEvent]:
    """As when the customer's order is cancelled; but one of which everything has come has done its work."""
    match requisition:
        case Approved(body=body) | Sourced(body=body) | Ordered(body=body):
            if any(needed_of(line) for line in body.lines) or _has_all_come(request, body, given):
                return []
            return [cancelled(body, request.reason, request.by, request.on)]
        case NotRaised() | Forestalled() | Proposed() | Rejected() | Cancelled():
            return []
        case _:
            assert_never(requisition)


def _lower(body: Body, told: Iterable[Need]) -> tuple[Need, ...]:
    """The lines of which less is short than was known; more is not bought by this."""
    short = {need.line_no: need.quantity for need in told}
    return tuple(
        Need(line_no=line_no, quantity=now)
        for line_no, needed in needed_by_line(body).items()
        if (now := short.get(line_no, Decimal(0))) < needed
    )


def needed_by_line(body: Body) -> dict[int, Decimal]:
    """Of each line of the customer's order, what is known to be needed."""
    return by_line(Need(line_no=line.line_no, quantity=needed_of(line)) for line in body.lines)


def _filled(request: NoteShortageFilled | NoteGoodsCameLate, needs: tuple[Need, ...]) -> ShortageFilled:
    return ShortageFilled(needs=needs, withdrawn=(), filled_by=request.by, filled_on=request.on)


def _unneeded_purchase_orders(body: Body) -> tuple[str, ...]:
    """Those that are not sent, so that nothing can have come of them, and of which no line is needed."""
    needed = {line.purchase_order_id for line in body.lines if needed_of(line)}
    return tuple(one for one in purchase_orders_at(body.lines, Stage.SOURCED) if one not in needed)


def _has_all_come(request: CancelUnneeded, body: Body, given: Given) -> bool:
    """Every line was bought, and its goods are there."""
    orders = [given.of(PURCHASE_ORDER, purchase_order_id) for purchase_order_id in request.purchase_orders]
    return all(line.stage is Stage.ORDERED for line in body.lines) and not any(
        unmet_needs(order.terms, order.ledger) for order in orders if not isinstance(order, NotDrafted)
    )
