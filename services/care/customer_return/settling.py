"""What came back, what it was found to be, and what the customer gets for it."""

from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Final, assert_never

from services.care.customer_return.charging import charges_of
from services.care.customer_return.events import (
    Basis,
    CreditGranted,
    GoodsCameBack,
    GoodsDelivered,
    Grade,
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
    ReturnReceived,
    ScrapAgreed,
    UnitsNotAccepted,
)
from services.care.customer_return.events_of_inspections import Grades, ReturnInspected
from services.care.customer_return.naming import IN_MONEY, Asked, ReturnIsDecided, ReturnUnknown, require_named
from services.care.customer_return.progress import Grant, ItemBalance, Progress
from services.care.customer_return.requesting import (
    ExpireReturn,
    OwnReturn,
    still_expected,
)
from services.care.customer_return.state import (
    Approved,
    Cancelled,
    Closed,
    CustomerReturn,
    Expired,
    Let,
    NotRequested,
    Refused,
    Requested,
    evolve,
    with_ending,
)
from shared.kernel.decider import Given
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
_WITHOUT_MONEY: Final = frozenset({Remedy.REPAIR, Remedy.REPLACEMENT, Remedy.SCRAP, Remedy.RETURN_TO_CUSTOMER})
ENTITLES_TO: Final[dict[Basis, frozenset[Remedy]]] = {
    Basis.WARRANTY: frozenset(Remedy),
    Basis.CONTRACT: _WITHOUT_MONEY,
    Basis.GOODWILL: frozenset(Remedy),
    Basis.CHARGEABLE: _WITHOUT_MONEY - {Remedy.REPLACEMENT},
}
"""Service keeps goods working and gives no money back; who pays for a repair gets that, or their goods as they are."""
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


class NotEntitled(Rejection):
    """What the customer is entitled by does not give them that."""

    code = "care.return.not-entitled"


class NotInAdvance(Rejection):
    """Only a replacement is sent before the returned goods have come."""

    code = "care.return.not-in-advance"
    ground = Ground.UNACCEPTABLE


class MoreThanAwaited(Rejection):
    """More would be sent in advance than is still to come and was not replaced yet."""

    code = "care.return.more-than-awaited"


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
    """Decide what the customer gets for so many units of an item; of that `grade`, where they go back as they are.

    `in_advance`: others are sent although these have not come yet. Given the `complaints` about the goods, for money.
    """

    grant_id: str
    item_no: int
    quantity: Decimal
    remedy: Remedy
    reason: str
    by: str
    on: date
    grade: Grade | None = None
    in_advance: bool = False
    complaints: tuple[str, ...] = ()


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


def with_closing(current: CustomerReturn, facts: list[ReturnEvent], on: date) -> list[ReturnEvent]:
    """The facts, what the customer owes by them, and that everything is settled or nothing is left, if it is so."""
    after = reduce(evolve, facts, current)
    charges = charges_of(after, facts, on)
    after = reduce(evolve, charges, after)
    is_over = isinstance(after, Approved) and after.progress.is_settled
    return with_ending(current, [*facts, *charges, *([ReturnClosed(closed_on=on)] if is_over else [])], on)


def heard(current: CustomerReturn) -> Let | None:
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
    known = heard(current)
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
    return with_ending(current, [received], request.on)


def note_return_inspected(request: NoteReturnInspected, current: CustomerReturn) -> list[ReturnEvent]:
    """Noted once. Where others were sent in advance for all of them, there is nothing left to decide."""
    known = heard(current)
    if known is None or request.inspection_id in known.progress.inspections:
        return []
    inspected = ReturnInspected(inspection_id=request.inspection_id, items=request.items, inspected_on=request.on)
    return with_closing(current, [inspected], request.on)


def grant_remedy(request: GrantRemedy, current: CustomerReturn, given: Given) -> list[ReturnEvent]:
    """By somebody else than who requested the return; never for more than was inspected, or is still to come."""
    match current:
        case NotRequested():
            raise ReturnUnknown("request it first")
        case Requested() | Refused() | Cancelled() | Expired():
            raise NotInspectedYet("nothing has arrived, and nothing is expected")
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
            _require_entitled(request, current.approval.basis)
            if request.remedy in IN_MONEY and not current.request.is_because_of_complaint(balance.item.line_no):
                asked = Asked(
                    order_id=current.request.order_id,
                    customer_id=current.request.customer_id,
                    line_nos=(balance.item.line_no,),
                )
                require_named(asked, request.complaints, current.request.unrelated_complaint_ids, given)
            if request.in_advance:
                _require_awaited(request, balance, progress)
            else:
                _require_fit(request, balance, progress)
            return with_closing(current, [_granted(request, balance)], request.on)
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
    granted = _GRANTED[request.remedy](
        grant_id=request.grant_id,
        item=item,
        reason=request.reason,
        granted_by=request.by,
        granted_on=request.on,
    )
    return (
        replace(granted, in_advance=True) if isinstance(granted, ReplacementGranted) and request.in_advance else granted
    )


def _require_entitled(request: GrantRemedy, basis: Basis) -> None:
    if request.in_advance and request.remedy is not Remedy.REPLACEMENT:
        raise NotInAdvance(f"{request.remedy} waits for the goods", field="in_advance")
    if request.remedy not in ENTITLES_TO[basis]:
        possible = ", ".join(sorted(ENTITLES_TO[basis]))
        raise NotEntitled(f"a return by {basis} is settled by {possible}", field="remedy", basis=basis)


def _require_awaited(request: GrantRemedy, balance: ItemBalance, progress: Progress) -> None:
    if request.grade is not None:
        raise GradeNotNamed("nobody has looked at the goods yet", field="grade")
    left = balance.expected - progress.awaited(request.item_no)
    if request.quantity > left:
        raise MoreThanAwaited(f"{left} units are still to come", field="quantity", left=left)


def _require_fit(request: GrantRemedy, balance: ItemBalance, progress: Progress) -> None:
    left = progress.to_settle(request.item_no)
    if request.quantity > left:
        raise NotInspectedYet(f"{left} units can be settled now", field="quantity", left=left)
    if (request.grade is None) == (request.remedy is Remedy.RETURN_TO_CUSTOMER):
        raise GradeNotNamed("name one for return-to-customer, and for nothing else", field="grade")
    grade = _FOUND.get(request.remedy, request.grade)
    if grade is None:
        return
    others = [remedy for remedy, of_grade in _FOUND.items() if of_grade is grade]
    taken = progress.granted(request.item_no, *others) if others else Decimal(0)
    # A corrected inspection may find fewer than are granted by now.
    fit = max(balance.found(grade) - taken - progress.sent_back(request.item_no, grade), Decimal(0))
    if request.quantity > fit:
        raise NotFitForRemedy(f"the inspection found {fit} for {request.remedy}", field="quantity", fit=fit)


def _grant(current: CustomerReturn, grant_id: str, shipment_id: str) -> tuple[Let, Grant] | None:
    """The grant that a shipment is for; None when it was heard before or owes nothing."""
    known = heard(current)
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
    return with_closing(current, [delivered], request.on)


def note_goods_came_back(request: NoteGoodsCameBack, current: CustomerReturn) -> list[ReturnEvent]:
    """Somebody has to decide again what the customer gets, unless their units never came: then nothing is left."""
    found = _grant(current, request.grant_id, request.shipment_id)
    if found is None:
        return []
    _, grant = found
    came_back = GoodsCameBack(
        shipment_id=request.shipment_id,
        grant_id=grant.grant_id,
        quantity=min(request.quantity, grant.owed),
        came_back_on=request.on,
    )
    return with_closing(current, [came_back], request.on)


def expire_return(request: ExpireReturn, current: CustomerReturn) -> list[ReturnEvent]:
    """What has not come is given up; what has come is settled all the same."""
    match current:
        case Approved(request=asked, progress=progress):
            missing = still_expected(progress)
            if not missing:
                return []
            expired = ReturnExpired(order_id=asked.order_id, items=missing, expired_on=request.on)
            return with_closing(current, [expired], request.on)
        case NotRequested() | Requested() | Refused() | Cancelled() | Expired() | Closed():
            return []
        case _:
            assert_never(current)
