"""What came back, what it was found to be, and what the customer gets for it."""

from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from services.care.customer_return.events import (
    CreditGranted,
    GoodsCameBack,
    GoodsDelivered,
    Grade,
    Grades,
    Granted,
    Item,
    ItemQuantity,
    RefundGranted,
    Remedy,
    RepairGranted,
    ReplacementGranted,
    ReturnClosed,
    ReturnEvent,
    ReturnExpired,
    ReturnInspected,
    ReturnReceived,
    ScrapAgreed,
    UnitsNotAccepted,
)
from services.care.customer_return.requesting import (
    ExpireReturn,
    OwnReturn,
    ReturnIsDecided,
    ReturnUnknown,
    still_expected,
)
from services.care.customer_return.state import (
    Approved,
    Cancelled,
    Closed,
    CustomerReturn,
    Expired,
    Grant,
    ItemBalance,
    Let,
    NotRequested,
    Progress,
    Refused,
    Requested,
    evolve,
)
from shared.kernel.records import replace
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command

_GRANTED: Final[
    dict[Remedy, type[CreditGranted | RefundGranted | ReplacementGranted | RepairGranted | ScrapAgreed]]
] = {
    Remedy.CREDIT: CreditGranted,
    Remedy.REFUND: RefundGranted,
    Remedy.REPLACEMENT: ReplacementGranted,
    Remedy.REPAIR: RepairGranted,
    Remedy.SCRAP: ScrapAgreed,
}
_FOUND: Final = {Remedy.REPAIR: Grade.REPAIR, Remedy.SCRAP: Grade.SCRAP}
"""Remedies that only units of that grade are fit for."""


class NotInReturn(Rejection):
    """The return has no such item."""

    code = "care.return.not-in-return"
    ground = Ground.UNACCEPTABLE


class NotInspectedYet(Rejection):
    """More would be settled than was inspected and is not settled yet."""

    code = "care.return.not-inspected"


class NotFitForRemedy(Rejection):
    """The inspection did not find that many units fit for repair, to be scrap, or of the grade that goes back."""

    code = "care.return.not-fit-for-remedy"


class GradeNotNamed(Rejection):
    """Units that go back to the customer do so as what they were found to be; of all others no grade is named."""

    code = "care.return.grade-not-named"
    ground = Ground.UNACCEPTABLE


@command
class NoteReturnReceived:
    """The warehouse has these units."""

    receipt_id: str
    items: tuple[ItemQuantity, ...]
    on: date


@command
class NoteReturnInspected:
    """The warehouse looked at these units."""

    inspection_id: str
    items: tuple[Grades, ...]
    on: date


@command
class GrantRemedy:
    """Decide what the customer gets for so many units of an item; of that `grade`, where they go back as they are."""

    grant_id: str
    item_no: int
    quantity: Decimal
    remedy: Remedy
    reason: str
    by: str
    on: date
    grade: Grade | None = None


@command
class NoteGoodsDelivered:
    """The customer has granted units."""

    shipment_id: str
    grant_id: str
    quantity: Decimal
    on: date


@command
class NoteGoodsCameBack:
    """Granted units could not be delivered."""

    shipment_id: str
    grant_id: str
    quantity: Decimal
    on: date


def _with_closing(current: CustomerReturn, facts: list[ReturnEvent], on: date) -> list[ReturnEvent]:
    """The facts, and that everything is settled, if it is."""
    after = current
    for fact in facts:
        after = evolve(after, fact)
    if isinstance(after, Approved) and after.progress.is_settled:
        return [*facts, ReturnClosed(closed_on=on)]
    return facts


def _heard(current: CustomerReturn) -> Let | None:
    """The return that the warehouse tells of; None where nothing of it can be with the warehouse."""
    match current:
        case Approved() | Cancelled() | Expired() | Closed():
            return current
        case NotRequested() | Requested() | Refused():
            return None
        case _:
            assert_never(current)


def note_return_received(request: NoteReturnReceived, current: CustomerReturn) -> list[ReturnEvent]:
    """What was given up and comes after all is used up on the warranty again, and the return goes on."""
    known = _heard(current)
    if known is None or request.receipt_id in known.progress.receipts:
        return []
    late: list[Item] = []
    for one in request.items:
        balance = known.progress.balance(one.item_no)
        if balance is not None and one.quantity > balance.expected:
            late.append(replace(balance.item, quantity=min(one.quantity - balance.expected, balance.given_up)))
    received = ReturnReceived(
        order_id=known.request.order_id,
        receipt_id=request.receipt_id,
        items=request.items,
        late=tuple(item for item in late if item.quantity),
        received_on=request.on,
    )
    return [received]


def note_return_inspected(request: NoteReturnInspected, current: CustomerReturn) -> list[ReturnEvent]:
    """Noted once."""
    known = _heard(current)
    if known is None or request.inspection_id in known.progress.inspections:
        return []
    return [ReturnInspected(inspection_id=request.inspection_id, items=request.items, inspected_on=request.on)]


def grant_remedy(request: GrantRemedy, current: CustomerReturn) -> list[ReturnEvent]:
    """By somebody else than who requested the return; never for more than was inspected."""
    match current:
        case NotRequested():
            raise ReturnUnknown("request it first")
        case Requested() | Refused() | Cancelled() | Expired():
            raise NotInspectedYet("nothing has arrived")
        case Approved() | Closed():
            progress = current.progress
            if any(grant.grant_id == request.grant_id for grant in progress.grants):
                return []
            if isinstance(current, Closed):
                raise ReturnIsDecided("everything is settled")
            if current.request.requested_by == request.by:
                raise OwnReturn(f"requested by {request.by}")
            balance = progress.balance(request.item_no)
            if balance is None:
                raise NotInReturn(f"item {request.item_no}", field="item_no")
            _require_fit(request, balance, progress)
            return _with_closing(current, [_granted(request, balance)], request.on)
        case _:
            assert_never(current)


def _granted(request: GrantRemedy, balance: ItemBalance) -> Granted:
    item = replace(balance.item, quantity=request.quantity)
    if request.grade is not None:
        return UnitsNotAccepted(
            grant_id=request.grant_id,
            item=item,
            grade=request.grade,
            reason=request.reason,
            granted_by=request.by,
            granted_on=request.on,
        )
    return _GRANTED[request.remedy](
        grant_id=request.grant_id,
        item=item,
        reason=request.reason,
        granted_by=request.by,
        granted_on=request.on,
    )


def _require_fit(request: GrantRemedy, balance: ItemBalance, progress: Progress) -> None:
    left = balance.inspected - progress.granted(request.item_no)
    if request.quantity > left:
        raise NotInspectedYet(f"{left} units can be settled now", field="quantity", left=left)
    if (request.grade is None) == (request.remedy is Remedy.RETURN_TO_CUSTOMER):
        raise GradeNotNamed("name one for return-to-customer, and for nothing else", field="grade")
    grade = _FOUND.get(request.remedy, request.grade)
    if grade is None:
        return
    others = [remedy for remedy, of_grade in _FOUND.items() if of_grade is grade]
    taken = progress.granted(request.item_no, *others) if others else Decimal(0)
    fit = balance.found(grade) - taken - progress.sent_back(request.item_no, grade)
    if request.quantity > fit:
        raise NotFitForRemedy(f"the inspection found {fit} for {request.remedy}", field="quantity", fit=fit)


def _grant(current: CustomerReturn, grant_id: str, shipment_id: str) -> tuple[Let, Grant] | None:
    """The grant that a shipment is for; None when it was heard before or owes nothing."""
    known = _heard(current)
    if known is None or shipment_id in known.progress.shipments:
        return None
    grant = next((one for one in known.progress.grants if one.grant_id == grant_id and one.owed), None)
    return None if grant is None else (known, grant)


def note_goods_delivered(request: NoteGoodsDelivered, current: CustomerReturn) -> list[ReturnEvent]:
    """The last thing that a return may wait for."""
    found = _grant(current, request.grant_id, request.shipment_id)
    if found is None:
        return []
    known, grant = found
    delivered = GoodsDelivered(
        shipment_id=request.shipment_id,
        grant_id=grant.grant_id,
        order_id=known.request.order_id,
        item=replace(grant.item, quantity=min(request.quantity, grant.owed)),
        delivered_on=request.on,
    )
    return _with_closing(current, [delivered], request.on)


def note_goods_came_back(request: NoteGoodsCameBack, current: CustomerReturn) -> list[ReturnEvent]:
    """Somebody has to decide again what the customer gets."""
    found = _grant(current, request.grant_id, request.shipment_id)
    if found is None:
        return []
    _, grant = found
    return [
        GoodsCameBack(
            shipment_id=request.shipment_id,
            grant_id=grant.grant_id,
            quantity=min(request.quantity, grant.owed),
            came_back_on=request.on,
        )
    ]


def expire_return(request: ExpireReturn, current: CustomerReturn) -> list[ReturnEvent]:
    """What has not come is given up; what has come is settled all the same."""
    match current:
        case Approved(request=asked, progress=progress):
            missing = still_expected(progress)
            if not missing:
                return []
            expired = ReturnExpired(order_id=asked.order_id, items=missing, expired_on=request.on)
            return _with_closing(current, [expired], request.on)
        case NotRequested() | Requested() | Refused() | Cancelled() | Expired() | Closed():
            return []
        case _:
            assert_never(current)
