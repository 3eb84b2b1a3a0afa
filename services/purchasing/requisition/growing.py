"""A customer's order is short of more than before: what came back or was lost, or what others got. It is bought."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.purchasing.requisition.events import RequisitionApproved, RequisitionEvent, RequisitionExtended
from services.purchasing.requisition.lines import RequisitionLine, Stage, extended
from services.purchasing.requisition.lowering import FILLED, FOR_LESS, needed_by_line
from services.purchasing.requisition.raising import BY_RULE, RaiseForShortage, candidates_for, raise_for_shortage
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
from shared.kernel.decider import Given
from shared.kernel.records import replace
from shared.kernel.shapes import command

SHORT_AGAIN: Final = "the order is short of more than before"


@command
class NoteShortageGrew:
    """The customer's order is short of that much of these lines now: of more, perhaps, than was known.

    The sender gives the supply sources of the SKUs of all lines of the order.
    """

    sales_order_id: str
    warehouse: str
    lines: tuple[RequisitionLine, ...]
    by: str
    on: date


def note_shortage_grew(request: NoteShortageGrew, requisition: Requisition, given: Given) -> list[RequisitionEvent]:
    """Buys the difference to what is needed by what was known. Told twice, nothing is bought twice.

    One that was cancelled because nothing was short any more goes on. One that a person cancelled does not, and none of
    an order that was cancelled.
    """
    match requisition:
        case NotRaised():
            if not request.lines:
                return []
            return raise_for_shortage(
                RaiseForShortage(
                    sales_order_id=request.sales_order_id,
                    warehouse=request.warehouse,
                    lines=request.lines,
                    by=request.by,
                    on=request.on,
                ),
                requisition,
                given,
            )
        case Approved(body=body) | Sourced(body=body) | Ordered(body=body):
            return _extension(request, body, needed_by_line(body), given)
        case Cancelled(body=body, reason=reason) if reason in {FILLED, FOR_LESS}:
            return _extension(request, body, {}, given)
        case Forestalled() | Proposed() | Rejected() | Cancelled():
            return []
        case _:
            assert_never(requisition)


def _extension(
    request: NoteShortageGrew, body: Body, needed: dict[int, Decimal], given: Given
) -> list[RequisitionEvent]:
    more = tuple(
        replace(line, quantity=grown)
        for line in request.lines
        if (grown := line.quantity - needed.get(line.line_no, Decimal(0))) > 0
    )
    if not more:
        return []
    return [
        RequisitionExtended(lines=more, reason=SHORT_AGAIN, extended_by=request.by, extended_on=request.on),
        RequisitionApproved(
            approved_by=BY_RULE,
            approved_on=request.on,
            candidates=candidates_for(_open_skus(body, more), given, request.on),
        ),
    ]


def _open_skus(body: Body, more: Iterable[RequisitionLine]) -> list[str]:
    """Of all that is open then: what found no supplier before may find one now."""
    return [line.sku for line in extended(body.lines, more) if line.stage is Stage.OPEN]
