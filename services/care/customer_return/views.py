"""What readers see of customers' returns."""

from datetime import date
from decimal import Decimal
from typing import Final, Literal, assert_never

from sqlalchemy import Boolean, Date, Text

from services.care.customer_return.decider import CUSTOMER_RETURN
from services.care.customer_return.events import AgreedPrice, WantedLine
from services.care.customer_return.progress import Grant, ItemBalance, Progress, Revocation
from services.care.customer_return.state import (
    Approval,
    Approved,
    Cancelled,
    Closed,
    CustomerReturn,
    Expired,
    Known,
    NotRequested,
    Refused,
    Requested,
)
from shared.kernel.money import Money
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView, Shown

Status = Literal[
    "requested",
    "refused",
    "awaiting-goods",
    "to-inspect",
    "to-settle",
    "to-deliver",
    "closed",
    "cancelled",
    "expired",
]


@part
class ItemShown:
    """An approved item: what is still expected, what came, what it was found to be, and what is not settled yet.

    `last_shipment_id` is what brought the units in place of returned ones, free of charge; empty of the first ones.
    """

    item_no: int
    line_no: int
    sku: str
    shipment_id: str
    approved: Decimal
    expected: Decimal
    received: Decimal
    good: Decimal
    repair: Decimal
    scrap: Decimal
    to_settle: Decimal
    last_shipment_id: str = ""


@part
class GrantShown:
    """What the customer gets for units of an item; `owed` of them are still to be delivered.

    `grade` is what was found of units that go back as they are; null of all others.
    """

    grant_id: str
    item_no: int
    remedy: str
    quantity: Decimal
    owed: Decimal
    reason: str
    granted_by: str
    granted_on: date
    grade: str | None = None
    in_advance: bool = False


@part
class RevocationShown:
    """That somebody asked to take a grant back. Status: requested, revoked (so many units), refused (`because`)."""

    revocation_id: str
    grant_id: str
    status: str
    quantity: Decimal
    reason: str
    requested_by: str
    requested_on: date
    because: str


@part
class ChargeShown:
    """What the customer owes for units of an item: `repair`, at the agreed price, or `kept-goods`, at the order's.

    Accounting invoices it (`return_id` names the return there).
    """

    charge_no: int
    kind: str
    item_no: int
    quantity: Decimal
    unit_price: Money | None
    charged_on: date


@document
class CustomerReturnDocument:
    """A return as it stands.

    Status: requested, refused, awaiting-goods, to-inspect, to-settle, to-deliver (what was granted), closed, cancelled,
    expired. `to_settle` is true while somebody has to decide what the customer gets. `complaint_id` is the complaint
    that led to it, of `complaint_line_nos` (none: of all lines); `unrelated_complaint_ids` are others about the same
    goods, of which who requested it said that they did not. `basis`: warranty, contract (service after it), goodwill,
    chargeable (at `prices`, `agreed_with` somebody).
    """

    return_id: str
    order_id: str
    contract_id: str
    customer_id: str
    complaint_id: str
    warehouse: str
    status: Status
    reason: str
    lines: tuple[WantedLine, ...]
    basis: str
    items: tuple[ItemShown, ...]
    grants: tuple[GrantShown, ...]
    to_settle: bool
    requested_by: str
    requested_on: date
    approved_by: str
    approved_on: date | None
    expected_by: date | None
    ended_because: str
    closed_on: date | None
    unrelated_complaint_ids: tuple[str, ...] = ()
    prices: tuple[AgreedPrice, ...] = ()
    agreed_with: str = ""
    charges: tuple[ChargeShown, ...] = ()
    complaint_line_nos: tuple[int, ...] = ()
    revocations: tuple[RevocationShown, ...] = ()


_NO_PROGRESS: Final = Progress(balances=())


def read(return_id: str, current: CustomerReturn) -> CustomerReturnDocument | None:
    """The return, laid flat."""
    match current:
        case NotRequested():
            return None
        case Requested():
            return _shown(return_id, current, "requested")
        case Refused(reason=reason):
            return _shown(return_id, current, "refused", ended_because=reason)
        case Approved(approval=approval, progress=progress):
            return _shown(return_id, current, _status_of(progress), approval, progress)
        case Cancelled(approval=approval, progress=progress, reason=reason):
            return _shown(return_id, current, "cancelled", approval, progress, ended_because=reason)
        case Expired(approval=approval, progress=progress):
            return _shown(return_id, current, "expired", approval, progress, ended_because="nothing came in time")
        case Closed(approval=approval, progress=progress, closed_on=closed_on):
            return _shown(return_id, current, "closed", approval, progress, closed_on=closed_on)
        case _:
            assert_never(current)


def _status_of(progress: Progress) -> Status:
    """What is next: a decision before anything else, for that is what waits for us."""
    if any(progress.to_settle(one.item.item_no) for one in progress.balances):
        return "to-settle"
    if any(one.received > one.inspected for one in progress.balances):
        return "to-inspect"
    if any(grant.owed for grant in progress.grants):
        return "to-deliver"
    return "awaiting-goods"


def _shown(
    return_id: str,
    current: Known,
    status: Status,
    approval: Approval | None = None,
    progress: Progress = _NO_PROGRESS,
    *,
    ended_because: str = "",
    closed_on: date | None = None,
) -> CustomerReturnDocument:
    request = current.request
    return CustomerReturnDocument(
        return_id=return_id,
        order_id=request.order_id,
        contract_id=request.contract_id,
        customer_id=request.customer_id,
        complaint_id=request.complaint_id,
        warehouse=request.warehouse,
        status=status,
        reason=request.reason,
        lines=request.lines,
        basis="" if approval is None else approval.basis,
        items=tuple(_item_shown(one, progress) for one in progress.balances),
        grants=tuple(_grant_shown(grant) for grant in progress.grants),
        to_settle=any(progress.to_settle(one.item.item_no) for one in progress.balances),
        requested_by=request.requested_by,
        requested_on=request.requested_on,
        approved_by="" if approval is None else approval.approved_by,
        approved_on=None if approval is None else approval.approved_on,
        expected_by=None if approval is None else approval.expected_by,
        ended_because=ended_because,
        closed_on=closed_on,
        unrelated_complaint_ids=request.unrelated_complaint_ids,
        complaint_line_nos=request.complaint_line_nos,
        prices=() if approval is None else approval.prices,
        agreed_with="" if approval is None else approval.agreed_with,
        charges=tuple(
            ChargeShown(
                charge_no=charge.charge_no,
                kind=charge.kind,
                item_no=charge.item.item_no,
                quantity=charge.item.quantity,
                unit_price=charge.unit_price,
                charged_on=charge.charged_on,
            )
            for charge in progress.charges
        ),
        revocations=tuple(_revocation_shown(one) for one in progress.revocations),
    )


def _item_shown(one: ItemBalance, progress: Progress) -> ItemShown:
    return ItemShown(
        item_no=one.item.item_no,
        line_no=one.item.line_no,
        sku=one.item.sku,
        shipment_id=one.item.shipment_id,
        approved=one.item.quantity,
        expected=one.expected,
        received=one.received,
        good=one.good,
        repair=one.repair,
        scrap=one.scrap,
        to_settle=progress.to_settle(one.item.item_no),
        last_shipment_id=one.item.last_shipment_id,
    )


def _grant_shown(grant: Grant) -> GrantShown:
    return GrantShown(
        grant_id=grant.grant_id,
        item_no=grant.item.item_no,
        remedy=grant.remedy,
        quantity=grant.quantity,
        owed=grant.owed,
        reason=grant.reason,
        granted_by=grant.granted_by,
        granted_on=grant.granted_on,
        grade=grant.grade,
        in_advance=grant.in_advance,
    )


def _revocation_shown(one: Revocation) -> RevocationShown:
    return RevocationShown(
        revocation_id=one.revocation_id,
        grant_id=one.grant_id,
        status="requested" if one.is_open else "refused" if one.refused_because else "revoked",
        quantity=one.quantity,
        reason=one.reason,
        requested_by=one.requested_by,
        requested_on=one.requested_on,
        because=one.refused_because,
    )


CUSTOMER_RETURNS: Final = DocumentView(
    name="customer_return",
    decider=CUSTOMER_RETURN,
    document=CustomerReturnDocument,
    read=read,
    columns={
        "order_id": Shown(Text()),
        "customer_id": Shown(Text()),
        "complaint_id": Shown(Text()),
        "status": Shown(Text()),
        "to_settle": Shown(Boolean()),
        "requested_on": Shown(Date()),
        "expected_by": Shown(Date()),
    },
    filters=("order_id", "customer_id", "complaint_id", "status"),
    queues={
        "to-approve": {"status": "requested"},
        "to-settle": {"to_settle": True},
        "awaiting-goods": {"status": "awaiting-goods"},
    },
    order_by=("id", "requested_on", "expected_by"),
)
