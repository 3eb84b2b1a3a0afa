"""What readers see of reservations."""

from datetime import date
from decimal import Decimal
from typing import Final, Literal, assert_never

from sqlalchemy import Boolean, Date, Text

from services.warehouse.reservation.decider import RESERVATION
from services.warehouse.reservation.lines import Line
from services.warehouse.reservation.state import (
    CalledOff,
    Held,
    Released,
    Reservation,
    Unheard,
)
from services.warehouse.shipment.events import FreeOfCharge
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView, Shown

Status = Literal["reserved", "short", "part-shipped", "shipped", "given-back", "released", "called-off"]


@part
class PartShown:
    """Units of a line in one warehouse: set aside and still there, and left."""

    warehouse: str
    reserved: Decimal
    shipped: Decimal


@part
class LineShown:
    """An order line: ordered = reserved + short + shipped, until the release. `returned` came back undelivered.

    A reduction takes what is given back off `ordered` and off what it was; the history tells what it was before.
    """

    line_no: int
    sku: str
    ordered: Decimal
    reserved: Decimal
    short: Decimal
    shipped: Decimal
    returned: Decimal
    parts: tuple[PartShown, ...]


@part
class BlockShown:
    """A hold that keeps the goods here: accounting's `credit`, or that of a person in sales."""

    hold: str
    because: str
    by: str


@document
class ReservationDocument:
    """What is held for an order.

    Status: reserved, short (something is awaited), part-shipped, shipped, given-back (reduced until nothing was left of
    it), released (the order was cancelled) or called-off (it was cancelled before it was confirmed). An order that is
    part shipped may be short as well:
    `is_short` tells. `short_in` is the warehouse where the missing goods are awaited. `blocks` are the holds that let
    nothing leave, and `blocked_because` their reasons in one sentence; `is_blocked` while they keep anything here. What
    is `free_of_charge` is held for a grant of a return: `order_id` is that of the grant.
    """

    order_id: str
    contract_id: str
    customer_id: str
    status: Status
    is_short: bool
    short_in: str
    deliver_to: str
    requested_on: date | None
    lines: tuple[LineShown, ...]
    shipments_to_go: tuple[str, ...]
    shipments_gone: tuple[str, ...]
    released_because: str
    blocked_because: str = ""
    free_of_charge: FreeOfCharge | None = None
    blocks: tuple[BlockShown, ...] = ()
    is_blocked: bool = False


def read(order_id: str, reservation: Reservation) -> ReservationDocument | None:
    """The reservation, laid flat."""
    match reservation:
        case Unheard():
            return None
        case CalledOff(contract_id=contract_id, customer_id=customer_id, reason=reason):
            return ReservationDocument(
                order_id=order_id,
                contract_id=contract_id,
                customer_id=customer_id,
                status="called-off",
                is_short=False,
                short_in="",
                deliver_to="",
                requested_on=None,
                lines=(),
                shipments_to_go=(),
                shipments_gone=(),
                released_because=reason,
            )
        case Held(short_in=short_in, to_go=to_go):
            return _laid_flat(order_id, reservation, _status_of(reservation.lines), short_in, to_go, "")
        case Released(reason=reason):
            return _laid_flat(order_id, reservation, "released", "", (), reason)
        case _:
            assert_never(reservation)


def _status_of(lines: tuple[Line, ...]) -> Status:
    if not any(line.ordered for line in lines):
        return "given-back"
    if all(line.shipped == line.ordered for line in lines):
        return "shipped"
    if any(line.shipped for line in lines):
        return "part-shipped"
    return "short" if any(line.short for line in lines) else "reserved"


def _laid_flat(
    order_id: str,
    reservation: Held | Released,
    status: Status,
    short_in: str,
    to_go: tuple[str, ...],
    released_because: str,
) -> ReservationDocument:
    is_short = any(line.short for line in reservation.lines)
    blocks = reservation.blocks() if isinstance(reservation, Held) else ()
    return ReservationDocument(
        order_id=order_id,
        contract_id=reservation.terms.contract_id,
        customer_id=reservation.terms.customer_id,
        status=status,
        is_short=is_short,
        short_in=short_in if is_short else "",
        deliver_to=reservation.terms.deliver_to,
        requested_on=reservation.terms.requested_on,
        lines=tuple(_line_shown(line) for line in reservation.lines),
        shipments_to_go=to_go,
        shipments_gone=reservation.gone,
        released_because=released_because,
        blocked_because="; ".join(block.because for block in blocks),
        free_of_charge=reservation.terms.free_of_charge,
        blocks=tuple(BlockShown(hold=one.hold, because=one.because, by=one.by) for one in blocks),
        is_blocked=bool(blocks) and status not in {"shipped", "given-back"},
    )


def _line_shown(line: Line) -> LineShown:
    return LineShown(
        line_no=line.line_no,
        sku=line.sku,
        ordered=line.ordered,
        reserved=line.set_aside - line.shipped,
        short=line.short,
        shipped=line.shipped,
        returned=line.returned,
        parts=tuple(
            PartShown(warehouse=one.warehouse, reserved=one.waiting, shipped=one.shipped) for one in line.parts
        ),
    )


RESERVATIONS: Final = DocumentView(
    name="reservation",
    decider=RESERVATION,
    document=ReservationDocument,
    read=read,
    columns={
        "order_id": Shown(Text()),
        "status": Shown(Text()),
        "is_short": Shown(Boolean()),
        "is_blocked": Shown(Boolean()),
        "requested_on": Shown(Date()),
    },
    filters=("order_id", "status", "is_short", "is_blocked"),
    queues={"short": {"is_short": True}, "blocked": {"is_blocked": True}},
    order_by=("id", "requested_on"),
)
