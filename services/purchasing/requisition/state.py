"""The stages of a requisition's life, and how each fact moves it on."""

from typing import Final, assert_never

from services.purchasing.requisition.events import (
    NeededAgain,
    RequisitionApproved,
    RequisitionCancelled,
    RequisitionEvent,
    RequisitionExtended,
    RequisitionForestalled,
    RequisitionLowered,
    RequisitionOrdered,
    RequisitionRaised,
    RequisitionRejected,
    RequisitionReopened,
    RequisitionSourced,
    ShortageFilled,
)
from services.purchasing.requisition.lines import (
    Stage,
    TrackedLine,
    extended,
    lowered,
    needed_again,
    ordered,
    reopened,
    sourced,
    tracked,
    withdrawn,
)
from shared.kernel.records import replace
from shared.kernel.shapes import part, state

FOR_LESS: Final = "the customer's order is for less"
FILLED: Final = "the customer's order has the goods"
_NOTHING_SHORT: Final = frozenset({FOR_LESS, FILLED})


@part
class Body:
    """What is needed, where, for whom and why. `sourcings` counts the times that suppliers were chosen."""

    sales_order_id: str | None
    warehouse: str
    lines: tuple[TrackedLine, ...]
    reason: str
    raised_by: str
    sourcings: int
    replacement_for: str = ""


@state
class NotRaised:
    """Nothing was needed under this id."""


@state
class Forestalled:
    """The sales order was cancelled first: nothing will be raised."""

    reason: str


@state
class Proposed:
    """A person asks for it; another one has to approve."""

    body: Body


@state
class Approved:
    """To be bought; at least one line is on no purchase order."""

    body: Body


@state
class Sourced:
    """Every line is on a purchase order; at least one of these is not sent."""

    body: Body


@state
class Ordered:
    """Every purchase order is sent that is needed."""

    body: Body


@state
class Rejected:
    """An approver said no."""

    body: Body
    reason: str


@state
class Cancelled:
    """Not needed any more. `kept` are the purchase orders that were with the supplier already."""

    body: Body
    reason: str
    kept: tuple[str, ...]

    @property
    def may_go_on(self) -> bool:
        """It ended because nothing was short, and goes on when the order is short of something again."""
        return self.reason in _NOTHING_SHORT


Requisition = NotRaised | Forestalled | Proposed | Approved | Sourced | Ordered | Rejected | Cancelled


def evolve(requisition: Requisition, fact: RequisitionEvent) -> Requisition:
    """The requisition after the fact. Never refuses: what happened, happened."""
    match fact:
        case RequisitionRaised():
            return Proposed(
                body=Body(
                    sales_order_id=fact.sales_order_id,
                    warehouse=fact.warehouse,
                    lines=tuple(tracked(line) for line in fact.lines),
                    reason=fact.reason,
                    raised_by=fact.raised_by,
                    sourcings=0,
                    replacement_for=fact.replacement_for,
                )
            )
        case RequisitionForestalled(reason=reason):
            return Forestalled(reason=reason)
        case (
            RequisitionExtended()
            | RequisitionApproved()
            | RequisitionRejected()
            | RequisitionSourced()
            | RequisitionOrdered()
            | RequisitionReopened()
            | RequisitionLowered()
            | ShortageFilled()
            | NeededAgain()
            | RequisitionCancelled()
        ):
            if isinstance(requisition, NotRaised | Forestalled):
                return requisition
            return _moved_on(requisition, fact)
        case _:
            assert_never(fact)


def _moved_on(
    requisition: Proposed | Approved | Sourced | Ordered | Rejected | Cancelled,
    fact: (
        RequisitionExtended
        | RequisitionApproved
        | RequisitionRejected
        | RequisitionSourced
        | RequisitionOrdered
        | RequisitionReopened
        | RequisitionLowered
        | ShortageFilled
        | NeededAgain
        | RequisitionCancelled
    ),
) -> Requisition:
    body = requisition.body
    match fact:
        case RequisitionExtended(lines=more):
            return _staged(replace(body, lines=extended(body.lines, more)))
        case RequisitionApproved():
            return Approved(body=body)
        case RequisitionRejected(reason=reason):
            return Rejected(body=body, reason=reason)
        case RequisitionSourced(sources=sources):
            lines = body.lines
            for source in sources:
                lines = sourced(lines, source.needs, source.supplier_id, source.purchase_order_id)
            return _staged(replace(body, lines=lines, sourcings=body.sourcings + 1))
        case RequisitionOrdered(purchase_order_id=purchase_order_id):
            return _staged(replace(body, lines=ordered(body.lines, purchase_order_id)))
        case RequisitionReopened(purchase_order_id=purchase_order_id, unmet=unmet, not_needed=not_needed):
            return _staged(replace(body, lines=reopened(body.lines, purchase_order_id, unmet, not_needed)))
        case RequisitionLowered(needs=needs):
            return _staged(replace(body, lines=lowered(body.lines, needs)))
        case ShortageFilled(needs=needs, purchase_order_id=brought_by):
            return _staged(replace(body, lines=lowered(body.lines, needs, brought_by)))
        case NeededAgain(purchase_order_id=purchase_order_id, needs=needs):
            return _staged(replace(body, lines=needed_again(body.lines, purchase_order_id, needs)))
        case RequisitionCancelled(reason=reason, kept=kept):
            lines = withdrawn(body.lines, fact.withdrawn)
            return Cancelled(body=replace(body, lines=lines), reason=reason, kept=kept)
        case _:
            assert_never(fact)


def _staged(body: Body) -> Requisition:
    """The stage that the lines have come to: that of the one furthest behind. What nobody needs is not behind."""
    stages = {line.stage for line in body.lines}
    if Stage.OPEN in stages:
        return Approved(body=body)
    return Sourced(body=body) if Stage.SOURCED in stages else Ordered(body=body)
