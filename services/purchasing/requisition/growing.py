"""A customer's order is short of more than before: what came back or was lost, or what others got. It is bought.

What it had got and had not come, as a corrected receipt says, its supplier still owes.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.purchasing.purchase_order.terms import Need
from services.purchasing.requisition.events import (
    NeededAgain,
    RequisitionApproved,
    RequisitionEvent,
    RequisitionExtended,
)
from services.purchasing.requisition.lines import RequisitionLine, Stage, extended, needed_again, needed_of
from services.purchasing.requisition.lowering import needed_by_line
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

    What is on the named purchase order is still owed. The sender gives the supply sources of the SKUs of all lines of
    the order.
    """

    sales_order_id: str
    warehouse: str
    lines: tuple[RequisitionLine, ...]
    by: str
    on: date
    purchase_order_id: str = ""


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
            owed = _still_owed(request, body)
            if not owed:
                return _extension(request, body, needed_by_line(body), given)
            after = replace(body, lines=needed_again(body.lines, request.purchase_order_id, owed))
            again = NeededAgain(purchase_order_id=request.purchase_order_id, needs=owed, needed_again_on=request.on)
            return [again, *_extension(request, after, needed_by_line(after), given)]
        case Cancelled(body=body) if requisition.may_go_on:
            return _extension(request, body, {}, given)
        case Forestalled() | Proposed() | Rejected() | Cancelled():
            return []
        case _:
            assert_never(requisition)


def _still_owed(request: NoteShortageGrew, body: Body) -> tuple[Need, ...]:
    """Of what is short and was not, as much as that purchase order has beyond what was needed of it."""
    needed = needed_by_line(body)
    short = {line.line_no: line.quantity - needed.get(line.line_no, Decimal(0)) for line in request.lines}
    return tuple(
        Need(line_no=line.line_no, quantity=owed)
        for line in body.lines
        if line.stage is Stage.ORDERED
        and line.purchase_order_id == request.purchase_order_id
        and (owed := min(short.get(line.line_no, Decimal(0)), line.outstanding - needed_of(line))) > 0
    )


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
